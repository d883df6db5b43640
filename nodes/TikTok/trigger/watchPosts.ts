import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { proveConnection } from '../api/creator';
import { readPublishStatus } from '../api/publishStatus';
import { statusFetch } from '../api/status';
import { requireScope } from '../connection/scopes';
import type { TikTokFailure } from '../errors/failure';
import type { HandOverCursor, PostNote } from '../posting/handOver';
import { handOver } from '../posting/handOver';
import { elapsed, now } from '../shared/clock';
import { readPublishIds } from '../status/publishIds';
import { describeStatus } from '../status/statusOutput';
import { usernameOf } from '../status/usernames';
import type { Answers } from './askForPosts';
import { askForPosts } from './askForPosts';
import { eventItem } from './eventItem';
import type { PostsMemory } from './memory';
import type { Poll, PollOutput } from './poll';
import type { Answer, Step, TriggerEvent, WatchedPosts } from './postState';
import { duePosts, moveOn, watchListed, watchNew } from './postState';
import { runningPolls } from './runningPolls';

/** What a poll starts from: posts, new ones among them, and where the hand-over was read to. */
interface Start extends Step {
	cursor?: HandOverCursor;
	/** Descriptions of posts that were handed over now. */
	initial: Map<string, IDataObject>;
}

/** Watches posts by their publish IDs: those handed over in this process, or those listed. */
export async function watchPosts(poll: Poll): Promise<PollOutput> {
	const { session } = poll;
	requireScope(session.connection.grantedScopes, statusFetch.scopes);
	const memory = recall(poll);
	if (poll.isFirst) {
		poll.keep(memory);
		await proveConnection(session);
	}

	const wanted = poll.parameters.list('events') as TriggerEvent[];
	const start = takeIn(poll, memory, wanted);
	const due = duePosts(start.posts, now());
	const asked = await askForPosts(session, due, poll.deadline);
	const outage = outageOf(start.posts, asked);
	const isOfPosts = outage !== undefined && (await isOfThePosts(poll, asked, outage));
	const descriptions = await describe(poll, asked);

	// From here to the end nothing is awaited: what fires is marked before anybody else can look.
	const answers = answersOf(asked, outage && !isOfPosts ? 'outage' : 'unanswered');
	const { posts, events } = moveOn(start.posts, answers, now(), wanted);
	const items = [...start.events, ...events].map(({ publishId, ...event }) => {
		const known = descriptions.get(publishId) ?? {};
		const isStart = event.event === 'started';
		const status = isStart ? (start.initial.get(publishId) ?? known) : known;
		return eventItem(event, status, originOf(poll, publishId, posts));
	});
	// New posts of a broken connection are taken in again, and saved, once it is mended.
	if (items.length === 0 && asked.fatal) throw asked.fatal;
	poll.keep({
		...memory,
		...(start.cursor && { cursor: start.cursor }),
		posts: memory.source === 'instance' ? stillOpen(posts) : posts,
	});
	const hasNewPosts = start.initial.size > 0;
	if (due.length > 0 && answers.size === 0) poll.skip();
	// What fired, or is to be saved, goes first: an outage comes back with the next poll. The first one
	// has proved the connection, and what it remembers would be lost with an error.
	if (outage && items.length === 0 && !hasNewPosts && !poll.isFirst) throw outage;
	return output(poll, items, hasNewPosts);
}

/** The memory to go on from; a new one after activation, or for another account or source. */
function recall({ parameters, session, memory: known, isBaseline }: Poll): PostsMemory {
	const isListed = parameters.text('source') === 'publishIds';
	const source = isListed ? 'publishIds' : 'instance';
	const account = session.connection.accountKey;
	// Listed IDs are known on purpose, so what they have fired is never fired again.
	const goOn = known?.source === source && known.account === account && (isListed || !isBaseline);
	return goOn ? known : { source, account, cursor: handOver.end(), posts: new Map() };
}

function takeIn({ parameters, session }: Poll, memory: PostsMemory, wanted: TriggerEvent[]): Start {
	const initial = new Map<string, IDataObject>();
	if (memory.source === 'publishIds') {
		const publishIds = readPublishIds(parameters);
		return { posts: watchListed(memory.posts, publishIds, now(), wanted), events: [], initial };
	}
	const { notes, cursor } = handOver.read(session.connection.accountKey, memory.cursor);
	const withManual = parameters.flag('includeManualRuns');
	const withdrawn = new Set(
		notes.filter((note) => note.isWithdrawn).map(({ publishId }) => publishId),
	);
	const fresh = notes.filter(
		(note) => !withdrawn.has(note.publishId) && (withManual || !note.isManual),
	);
	for (const note of fresh) initial.set(note.publishId, initialStatusOf(note));
	const kept = [...memory.posts].filter(([publishId]) => !withdrawn.has(publishId));
	const watched = fresh.map(({ at, ...note }) => ({ ...asWatched(note), since: at }));
	return { ...watchNew(new Map(kept), watched, wanted), cursor, initial };
}

function asWatched({ publishId, privacyLevel, isManual, origin }: Omit<PostNote, 'at'>) {
	return {
		publishId,
		...(privacyLevel && { privacyLevel }),
		...(isManual && { isManual }),
		...(origin && { origin }),
	};
}

/** A listed post may be one of this n8n, too. */
function originOf({ session }: Poll, publishId: string, posts: WatchedPosts) {
	const { accountKey } = session.connection;
	return posts.get(publishId)?.origin ?? handOver.originOf(accountKey, publishId);
}

const initialStatusOf = ({ publishId, status }: PostNote): IDataObject => ({
	...readPublishStatus(publishId, { status }),
});

/**
 * Why TikTok answered none of the questions. Trouble is a post's own when another one was answered, or
 * when it was its own before.
 */
function outageOf(
	posts: WatchedPosts,
	{ statuses, refusals, troubles, limit }: Answers,
): TikTokFailure | undefined {
	if (statuses.size + refusals.size > 0) return undefined;
	const isOwn = (publishId: string) => (posts.get(publishId)?.unanswered ?? 0) > 0;
	return limit ?? [...troubles].find(([publishId]) => !isOwn(publishId))?.[1];
}

/**
 * Whether what looks like an outage is the posts' own: TikTok answers, but no question about them. Found
 * out once, when it has lasted so long that it is an error. TikTok's limit says nothing about posts.
 */
async function isOfThePosts(
	{ session, deadline, tells }: Poll,
	{ limit }: Answers,
	outage: TikTokFailure,
): Promise<boolean> {
	if (limit || !tells(outage) || elapsed() > deadline) return false;
	return await proveConnection(session).catch(() => false);
}

function answersOf(
	{ statuses, refusals, troubles }: Answers,
	ofTrouble: 'outage' | 'unanswered',
): Map<string, Answer> {
	return new Map<string, Answer>([
		...statuses,
		...[...refusals.keys()].map((id) => [id, 'refused'] as const),
		...[...troubles.keys()].map((id) => [id, ofTrouble] as const),
	]);
}

/** The answers as output fields, links included; what fires is decided afterwards. */
async function describe(
	{ session, context, deadline }: Poll,
	{ statuses, refusals, troubles }: Answers,
): Promise<Map<string, IDataObject>> {
	const texts = new Map<string, IDataObject>();
	// Asked once, and not when the poll is late: a link is a courtesy, an event is not.
	let handle: Promise<string | undefined> | undefined;
	const handleOf = async () =>
		await (handle ??= elapsed() < deadline ? usernameOf(session) : Promise.resolve(undefined));
	for (const [publishId, status] of statuses) {
		texts.set(publishId, await describeStatus(session, status, undefined, handleOf));
	}
	for (const [publishId, failure] of [...refusals, ...troubles]) {
		const text = `TikTok Trigger: ${publishId}: ${failure.headline} ${failure.advice}`;
		const { accountKey } = session.connection;
		if (runningPolls.isNews(`${accountKey} ${text}`)) context.logger.warn(text);
		texts.set(publishId, statusUnknown(publishId, failure));
	}
	return texts;
}

function statusUnknown(publishId: string, failure: TikTokFailure): IDataObject {
	return {
		...readPublishStatus(publishId, { status: 'UNKNOWN' }),
		fail_reason: failure.details.code,
		fail_message: failure.sentence,
	};
}

const stillOpen = (posts: WatchedPosts): WatchedPosts =>
	new Map([...posts].filter(([, post]) => !post.isClosed));

/** n8n saves what a trigger remembers only when a poll returns something; an empty list suffices. */
function output(
	{ parameters }: Poll,
	items: INodeExecutionData[],
	hasNewPosts: boolean,
): PollOutput {
	if (items.length > 0) return [items];
	const keep = parameters.flag('keepPending');
	return hasNewPosts && keep ? [[]] : null;
}
