import type { PublishStatus } from '../api/publishStatus';
import type { PostOrigin } from '../posting/handOver';

/**
 * What the trigger remembers of the posts it watches, and how answers of TikTok move it on. Pure:
 * (previous posts, answers, now) → (next posts, events). An event is a publish ID and an outcome;
 * each happens at most once.
 */

export const triggerEvents = [
	'started',
	'published',
	'public',
	'inbox',
	'failed',
	'expired',
] as const;
export type TriggerEvent = (typeof triggerEvents)[number];

export interface WatchedPost {
	/** When it was posted, or first seen. */
	since: number;
	/** Not asked for before. */
	dueAt: number;
	/** What has happened already, whether or not the user wanted to hear of it. */
	happened: TriggerEvent[];
	inboxAt?: number;
	publishedAt?: number;
	/** As posted; unknown for drafts and for IDs that the user listed. */
	privacyLevel?: string;
	/** Posted by a manual run. */
	isManual?: boolean;
	/** Of posts that this n8n made. */
	origin?: PostOrigin;
	/** Questions in a row that got no usable answer although others got one. */
	unanswered?: number;
	/** Nothing more can happen. */
	isClosed?: boolean;
	/** The user has taken it off the list; remembered so that it fires nothing again when it is back. */
	isUnlisted?: boolean;
}

/** By publish ID, the longest watched first. */
export type WatchedPosts = ReadonlyMap<string, WatchedPost>;

export interface PostEvent {
	publishId: string;
	event: TriggerEvent;
	isManual?: boolean;
}

/**
 * A status; or TikTok knows no such post of this account; or no usable answer came, to this question
 * alone (`unanswered`) or to any (`outage`).
 */
export type Answer = PublishStatus | 'refused' | 'unanswered' | 'outage';

export interface Step {
	posts: WatchedPosts;
	events: PostEvent[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a post is watched in each phase, and how long to pause between two questions at an age. */
const phases = {
	processing: { watchMs: DAY, pause: (age: number) => between(10 * SECOND, age / 10, 10 * MINUTE) },
	/** Moderation takes a minute, sometimes hours. */
	published: { watchMs: DAY, pause: (age: number) => between(30 * SECOND, age / 10, 30 * MINUTE) },
	/** The creator decides; a draft may wait for days. */
	inbox: { watchMs: 7 * DAY, pause: () => HOUR },
};
const LONGEST_PAUSE = HOUR;

/** A post that gets no answer while others do is given up after so many questions, when its time is over. */
const MOST_UNANSWERED = 8;
/** Pauses after them: 1, 2, 4 minutes and so on. */
const pauseUnanswered = (times: number) => between(MINUTE, MINUTE * 2 ** (times - 1), HOUR);

/** IDs taken off the list that are remembered; those taken off longest ago are forgotten. */
const MOST_UNLISTED = 1_000;

type NewPost = Pick<WatchedPost, 'since' | 'privacyLevel' | 'isManual' | 'origin'>;

/** Starts to watch posts that are not watched yet; having been started is the first thing to happen. */
export function watchNew(
	previous: WatchedPosts,
	fresh: Array<{ publishId: string } & NewPost>,
	wanted: readonly TriggerEvent[],
): Step {
	const posts = new Map(previous);
	const events: PostEvent[] = [];
	for (const { publishId, ...post } of fresh) {
		if (posts.has(publishId)) continue;
		posts.set(publishId, { ...post, dueAt: post.since, happened: ['started'] });
		if (wanted.includes('started')) events.push(eventOf(publishId, 'started', post));
	}
	return { posts, events };
}

/**
 * The listed posts, those known before as they were, and what is remembered of unlisted ones. A post
 * that was closed because nobody wanted to hear more is watched again when somebody does.
 */
export function watchListed(
	previous: WatchedPosts,
	publishIds: readonly string[],
	now: number,
	wanted: readonly TriggerEvent[],
): WatchedPosts {
	const listed = new Set(publishIds);
	const unlisted = [...previous]
		.filter(([publishId]) => !listed.has(publishId))
		.slice(-MOST_UNLISTED)
		.map(([publishId, post]) => [publishId, { ...post, isUnlisted: true }] as const);
	const watched = [...listed].map((publishId) => {
		const { isUnlisted, ...post }: WatchedPost = previous.get(publishId) ?? {
			since: now,
			dueAt: now,
			happened: [],
		};
		const listedPost = isUnlisted ? { ...post, dueAt: now } : post;
		const next = isWantedAgain(post, now, wanted) ? reopen(post, now) : listedPost;
		return [publishId, next] as const;
	});
	return new Map([...unlisted, ...watched]);
}

const endings: readonly TriggerEvent[] = ['public', 'failed', 'expired'];

/** Whether more is wanted by now of a closed post than when it was closed, and can still come. */
function isWantedAgain(post: WatchedPost, now: number, wanted: readonly TriggerEvent[]): boolean {
	const hasEnded = post.happened.some((event) => endings.includes(event));
	return Boolean(post.isClosed) && !hasEnded && !isOver(post, now) && awaitsMore(post, wanted);
}

function reopen(post: WatchedPost, now: number): WatchedPost {
	const open = { ...post, dueAt: now };
	delete open.isClosed;
	return open;
}

/** The posts to ask for, longest due first. */
export function duePosts(posts: WatchedPosts, now: number): string[] {
	return [...posts]
		.filter(([, post]) => !post.isClosed && !post.isUnlisted && isDue(post, now))
		.sort(([, a], [, b]) => a.dueAt - b.dueAt)
		.map(([publishId]) => publishId);
}

/** No pause is that long: the clock was set back, and waiting for it to catch up could take days. */
const isDue = ({ dueAt }: WatchedPost, now: number) => dueAt <= now || dueAt > now + LONGEST_PAUSE;

/** Moves the answered posts on. */
export function moveOn(
	previous: WatchedPosts,
	answers: ReadonlyMap<string, Answer>,
	now: number,
	wanted: readonly TriggerEvent[],
): Step {
	const posts = new Map(previous);
	const events: PostEvent[] = [];
	for (const [publishId, answer] of answers) {
		const post = previous.get(publishId);
		if (!post || post.isClosed) continue;
		const next = react(post, answer, now, wanted);
		const news = next.happened.filter((event) => !post.happened.includes(event));
		posts.set(publishId, { ...next, happened: [...post.happened, ...news] });
		events.push(
			...news
				.filter((event) => wanted.includes(event))
				.map((event) => eventOf(publishId, event, post)),
		);
	}
	return { posts, events };
}

/** The post after an answer; `happened` lists what the answer tells. */
function react(
	post: WatchedPost,
	answer: Answer,
	now: number,
	wanted: readonly TriggerEvent[],
): WatchedPost {
	// Nobody was answered: others that have waited longer are asked before it.
	if (answer === 'outage') return { ...post, dueAt: now, happened: [] };
	if (answer === 'unanswered') return afterNoAnswer(post, now);
	const answered = { ...post };
	delete answered.unanswered;
	if (answer === 'refused') return watchOn(answered, [], now);
	switch (answer.outcome) {
		case 'failed':
			return close(answered, ['failed']);
		case 'inbox': {
			const next = { ...answered, inboxAt: post.inboxAt ?? now };
			return awaitsMore(next, wanted) ? watchOn(next, ['inbox'], now) : close(next, ['inbox']);
		}
		case 'published': {
			const next = { ...answered, publishedAt: post.publishedAt ?? now };
			if (answer.post_ids.length > 0) return close(next, ['published', 'public']);
			return awaitsMore(next, wanted)
				? watchOn(next, ['published'], now)
				: close(next, ['published']);
		}
		default:
			// An odd answer may look like a beginning: it is none once something else has happened.
			return watchOn(answered, post.happened.length === 0 ? ['started'] : [], now);
	}
}

/** Whether anything that is wanted may follow on a post that was published, or on a draft that arrived. */
function awaitsMore(post: WatchedPost, wanted: readonly TriggerEvent[]): boolean {
	if (post.publishedAt !== undefined) return wanted.includes('public') && !isPrivate(post);
	// Only a wish for its publication is worth a week of questions.
	const isDelivered = post.inboxAt !== undefined;
	return isDelivered && (wanted.includes('published') || wanted.includes('public'));
}

/** One bad post never holds up the others: it is asked for more and more seldom. */
function afterNoAnswer(post: WatchedPost, now: number): WatchedPost {
	const unanswered = (post.unanswered ?? 0) + 1;
	const next = { ...post, unanswered, dueAt: now + pauseUnanswered(unanswered), happened: [] };
	return unanswered >= MOST_UNANSWERED && isOver(post, now) ? watchOn(next, [], now) : next;
}

function watchOn(post: WatchedPost, happened: TriggerEvent[], now: number): WatchedPost {
	if (!isOver(post, now)) return { ...post, dueAt: now + pauseOf(post, now), happened };
	// TikTok does not tell a private post from one in moderation: only a post that was made public
	// can be said to have missed its id.
	const isOverdue = post.publishedAt === undefined || post.privacyLevel === 'PUBLIC_TO_EVERYONE';
	return close(post, isOverdue ? [...happened, 'expired'] : happened);
}

const close = (post: WatchedPost, happened: TriggerEvent[]): WatchedPost => ({
	...post,
	happened,
	isClosed: true,
});

function phaseOf(post: WatchedPost): keyof typeof phases {
	if (post.publishedAt !== undefined) return 'published';
	return post.inboxAt !== undefined ? 'inbox' : 'processing';
}

/** Time in the present phase; never negative, because clocks are set back. */
function ageOf(post: WatchedPost, now: number): number {
	return Math.max(0, now - (post.publishedAt ?? post.inboxAt ?? post.since));
}

const isOver = (post: WatchedPost, now: number) =>
	ageOf(post, now) >= phases[phaseOf(post)].watchMs;

const pauseOf = (post: WatchedPost, now: number) => phases[phaseOf(post)].pause(ageOf(post, now));

const isPrivate = ({ privacyLevel }: WatchedPost) =>
	privacyLevel !== undefined && privacyLevel !== 'PUBLIC_TO_EVERYONE';

const between = (least: number, value: number, most: number) =>
	Math.min(Math.max(value, least), most);

function eventOf(
	publishId: string,
	event: TriggerEvent,
	post: Pick<WatchedPost, 'isManual'>,
): PostEvent {
	return { publishId, event, ...(post.isManual && { isManual: true }) };
}
