import type { Answer, TriggerEvent, WatchedPost } from '../../../../nodes/TikTok/trigger/postState';
import {
	duePosts,
	moveOn,
	triggerEvents,
	watchListed,
	watchNew,
} from '../../../../nodes/TikTok/trigger/postState';
import { readPublishStatus } from '../../../../nodes/TikTok/api/publishStatus';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const answer = (status: string, ...publicaly_available_post_id: string[]): Answer =>
	readPublishStatus('p', { status, publicaly_available_post_id });

const uploading = answer('PROCESSING_UPLOAD');
const inbox = answer('SEND_TO_USER_INBOX');
const complete = answer('PUBLISH_COMPLETE');
const publicPost = answer('PUBLISH_COMPLETE', '7678907398077074697');
const failed = answer('FAILED');

const fresh: WatchedPost = { since: 0, dueAt: 0, happened: ['started'] };

function react(post: WatchedPost, given: Answer, now = MINUTE, wanted = [...triggerEvents]) {
	const { posts, events } = moveOn(new Map([['p', post]]), new Map([['p', given]]), now, wanted);
	return { post: posts.get('p') as WatchedPost, events: events.map(({ event }) => event) };
}

describe('what an answer makes happen', () => {
	it.each<[string, Partial<WatchedPost>, Answer, number, string[], boolean]>([
		['in progress', {}, uploading, MINUTE, [], false],
		['in progress for a day', {}, uploading, DAY, ['expired'], true],
		['a status that is new', {}, answer('SOMETHING'), MINUTE, [], false],
		['a listed one in progress', { happened: [] }, uploading, MINUTE, ['started'], false],
		[
			'a listed one whose status is odd once it was published',
			{ publishedAt: 0, happened: ['published'] },
			answer('SOMETHING'),
			MINUTE,
			[],
			false,
		],
		[
			'a listed one whose status is odd once it was delivered',
			{ inboxAt: 0, happened: ['inbox'] },
			answer('SOMETHING'),
			MINUTE,
			[],
			false,
		],
		['failed', {}, failed, MINUTE, ['failed'], true],
		['delivered', {}, inbox, MINUTE, ['inbox'], false],
		['still in the inbox', { inboxAt: 0, happened: ['inbox'] }, inbox, 6 * DAY, [], false],
		[
			'in the inbox for a week',
			{ inboxAt: 0, happened: ['inbox'] },
			inbox,
			7 * DAY,
			['expired'],
			true,
		],
		['a posted draft', { inboxAt: 0, happened: ['inbox'] }, complete, DAY, ['published'], false],
		['published', {}, complete, MINUTE, ['published'], false],
		['published and public at once', {}, publicPost, MINUTE, ['published', 'public'], true],
		[
			'public later',
			{ publishedAt: 0, happened: ['published'] },
			publicPost,
			HOUR,
			['public'],
			true,
		],
		['a private post', { privacyLevel: 'SELF_ONLY' }, complete, MINUTE, ['published'], true],
		[
			'a day without an ID, privacy unknown',
			{ publishedAt: 0, happened: ['published'] },
			complete,
			DAY,
			[],
			true,
		],
		[
			'a day without an ID, made public',
			{ publishedAt: 0, happened: ['published'], privacyLevel: 'PUBLIC_TO_EVERYONE' },
			complete,
			DAY,
			['expired'],
			true,
		],
		['refused', {}, 'refused', MINUTE, [], false],
		['refused for a day', {}, 'refused', DAY, ['expired'], true],
		['unanswered for a day', {}, 'unanswered', DAY, [], false],
		['an answer from before the clock was set back', { since: DAY }, uploading, 0, [], false],
		['after it was over', { isClosed: true }, failed, MINUTE, [], true],
	])('%s', (_name, post, given, now, events, isClosed) => {
		const after = react({ ...fresh, ...post }, given, now);
		expect(after.events).toEqual(events);
		expect(after.post.isClosed ?? false).toBe(isClosed);
	});

	it('happens once, however often it is answered', () => {
		const first = react(fresh, inbox);
		expect(react(first.post, inbox, 2 * HOUR).events).toEqual([]);
	});

	it('is remembered although nobody wanted to hear of it', () => {
		const unwanted = react(fresh, inbox, MINUTE, ['published']);
		expect(unwanted.events).toEqual([]);
		expect(react(unwanted.post, inbox, 2 * HOUR).events).toEqual([]);
	});

	it('ends the watch when nothing that is wanted can follow', () => {
		expect(react(fresh, inbox, MINUTE, ['started', 'inbox']).post.isClosed).toBe(true);
		expect(react(fresh, inbox, MINUTE, ['published']).post.isClosed).toBeUndefined();
		expect(react(fresh, inbox, MINUTE, ['public']).post.isClosed).toBeUndefined();
		expect(react(fresh, complete, MINUTE, ['published']).post.isClosed).toBe(true);
	});
});

describe('when posts are asked for', () => {
	it('longest due first, only what is due', () => {
		const posts = new Map([
			['later', { ...fresh, dueAt: 20 }],
			['never', { ...fresh, dueAt: 0, isClosed: true }],
			['unlisted', { ...fresh, dueAt: 0, isUnlisted: true }],
			['first', { ...fresh, dueAt: 5 }],
			['notYet', { ...fresh, dueAt: 31 }],
		]);
		expect(duePosts(posts, 30)).toEqual(['first', 'later']);
	});

	it.each<[string, Partial<WatchedPost>, Answer, number, number]>([
		['a fresh post', {}, uploading, MINUTE, 10_000],
		['after half an hour', {}, uploading, 30 * MINUTE, 3 * MINUTE],
		['after many hours', {}, uploading, 12 * HOUR, 10 * MINUTE],
		['a draft in the inbox', {}, inbox, MINUTE, HOUR],
		['in moderation', { publishedAt: 0 }, complete, 2 * HOUR, 12 * MINUTE],
	])('%s', (_name, post, given, now, pause) => {
		expect(react({ ...fresh, ...post }, given, now).post.dueAt - now).toBe(pause);
	});

	it('at once when the clock was set back by more than any pause', () => {
		const { post } = react({ ...fresh, since: 5 * DAY }, uploading, 5 * DAY);
		expect(duePosts(new Map([['p', post]]), 5 * DAY)).toEqual([]);
		expect(duePosts(new Map([['p', post]]), 4 * DAY)).toEqual(['p']);
	});
});

describe('taking posts in', () => {
	it('starts them once', () => {
		const post = { publishId: 'p', since: 5, isManual: true };
		const first = watchNew(new Map(), [post], ['started']);
		expect(first.events).toEqual([{ publishId: 'p', event: 'started', isManual: true }]);
		expect(watchNew(first.posts, [post], ['started'])).toEqual({ posts: first.posts, events: [] });
	});

	it('follows the list of the user, and remembers what left it', () => {
		const known = new Map<string, WatchedPost>([
			['a', { ...fresh, isClosed: true }],
			['b', fresh],
		]);
		const edited = watchListed(known, ['a', 'c'], 7, triggerEvents);
		expect([...edited]).toEqual([
			['b', { ...fresh, isUnlisted: true }],
			['a', { ...fresh, isClosed: true }],
			['c', { since: 7, dueAt: 7, happened: [] }],
		]);
		expect(duePosts(edited, 100)).toEqual(['c']);
		expect(watchListed(edited, ['b'], 9, triggerEvents).get('b')).toEqual({ ...fresh, dueAt: 9 });
	});

	it('forgets what left the list longest ago, beyond 1,000', () => {
		const ids = Array.from({ length: 1_500 }, (_, index) => `p${index}`);
		const without = ids.reduce(
			(posts, _, index) => watchListed(posts, ids.slice(index + 1), 0, triggerEvents),
			watchListed(new Map(), ids, 0, triggerEvents),
		);
		expect([...without.keys()]).toEqual(ids.slice(500));
	});

	it('takes IDs that name parts of every object for what they are', () => {
		const ids = ['__proto__', 'constructor', '7'];
		const posts = watchListed(new Map(), ids, 0, triggerEvents);
		expect(duePosts(posts, 0)).toEqual(ids);
		expect(watchListed(posts, [], 0, triggerEvents).size).toBe(3);
	});
});

describe('a listed post that was closed', () => {
	const closed = { ...fresh, isClosed: true };
	const delivered = { ...closed, happened: ['inbox'], inboxAt: 0 } as WatchedPost;
	const published = { ...closed, happened: ['published'], publishedAt: 0 } as WatchedPost;
	it.each<[string, WatchedPost, TriggerEvent[], number, boolean]>([
		['a draft, Published is chosen', delivered, ['published'], 6 * DAY, true],
		['a draft, Became Public is chosen', delivered, ['public'], 6 * DAY, true],
		['a draft, nothing later is chosen', delivered, ['inbox', 'failed'], DAY, false],
		['a draft of a week ago', delivered, ['published'], 7 * DAY, false],
		['a published post, Became Public is chosen', published, ['public'], HOUR, true],
		['a published post, Published is chosen', published, ['published'], HOUR, false],
		['a published post of yesterday', published, ['public'], DAY, false],
		['a private post', { ...published, privacyLevel: 'SELF_ONLY' }, ['public'], HOUR, false],
		['a failed one', { ...delivered, happened: ['inbox', 'failed'] }, ['published'], HOUR, false],
		['a public one', { ...published, happened: ['published', 'public'] }, ['public'], HOUR, false],
		['nobody knows why', closed, [...triggerEvents], HOUR, false],
	])('is watched again or not: %s', (_name, post, wanted, now, isWatched) => {
		for (const before of [post, { ...post, isUnlisted: true }]) {
			const posts = watchListed(new Map([['p', before]]), ['p'], now, wanted);
			expect(duePosts(posts, now)).toEqual(isWatched ? ['p'] : []);
			expect(posts.get('p')).toEqual({
				...post,
				...((isWatched || before !== post) && { dueAt: now }),
				...(isWatched && { isClosed: undefined }),
			});
		}
	});
});

describe('a post that gets no answer', () => {
	it('alone is asked for more and more seldom, at least once an hour', () => {
		let post: WatchedPost = fresh;
		const pauses = Array.from({ length: 9 }, () => {
			const { post: next } = react(post, 'unanswered', HOUR);
			post = next;
			return (next.dueAt - HOUR) / MINUTE;
		});
		expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
		expect(react(post, uploading, HOUR).post).not.toHaveProperty('unanswered');
	});

	it('alone is given up when its time is over', () => {
		const often = { ...fresh, unanswered: 7 };
		expect(react(often, 'unanswered', HOUR).events).toEqual([]);
		expect(react(often, 'unanswered', DAY).events).toEqual(['expired']);
		expect(react(fresh, 'unanswered', DAY).events).toEqual([]);
	});

	it('like all others stays due, behind those that have waited longer', () => {
		const { post, events } = react(fresh, 'outage', 2 * DAY);
		expect([post.dueAt, post.isClosed, events]).toEqual([2 * DAY, undefined, []]);
	});
});
