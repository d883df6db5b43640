import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { HandOverCursor, PostNote } from '../posting/handOver';
import { handOver } from '../posting/handOver';
import { requireScope } from '../connection/scopes';
import { proveConnection } from '../api/creator';
import { statusFetch } from '../api/status';
import type { ParameterSource } from '../run/parameters';
import { Parameters } from '../run/parameters';
import { publishIdsField, readPublishIds } from '../status/publishIds';
import { now } from '../shared/clock';
import { readPublishStatus } from '../api/publishStatus';
import { describeStatus } from '../status/statusOutput';
import type { Answers } from './askForPosts';
import { askForPosts } from './askForPosts';
import { eventItem } from './eventItem';
import type { Poll, PollOutput } from './pollRun';
import type { Step, TriggerEvent, WatchedPosts } from './postState';
import { duePosts, moveOn, watchListed, watchNew } from './postState';

/** What n8n keeps between polls. Written as a whole, so that a cut never shows half a step. */
interface Memory {
	source: string;
	/** Of whose posts; another account starts afresh. */
	account: string;
	cursor: HandOverCursor;
	posts: WatchedPosts;
}

/** What a poll starts from: posts, new ones among them, and where the hand-over was read to. */
interface Start extends Step {
	cursor: HandOverCursor;
	/** Descriptions of posts that were handed over now. */
	initial: Map<string, IDataObject>;
}

/** Watches posts by their publish IDs: those handed over in this process, or those listed. */
export async function pollPosts(poll: Poll): Promise<PollOutput> {
	const { session, data, context } = poll;
	requireScope(session.connection.grantedScopes, statusFetch.scopes);
	const memory = recall(poll);
	if (poll.isFirst) {
		data.memory = memory as unknown as IDataObject;
		poll.started();
		await proveConnection(session);
	}

	const wanted = context.getNodeParameter('events') as TriggerEvent[];
	const start = takeIn(poll, memory, wanted);
	const asked = await askForPosts(session, duePosts(start.posts, now()), poll.deadline);
	const descriptions = await describe(poll, start, asked);

	// From here to the end nothing is awaited: what fires is marked before anybody else can look.
	const { posts, events } = moveOn(start.posts, asked.answers, now(), wanted);
	const items = [...start.events, ...events].map((event) =>
		eventItem(event, textOf(event.event, event.publishId, start, descriptions)),
	);
	const hasNewPosts = start.initial.size > 0;
	if (items.length === 0) throwIfUseless(asked, hasNewPosts);
	data.memory = {
		...memory,
		cursor: start.cursor,
		posts: memory.source === 'instance' ? stillOpen(posts) : posts,
	} as unknown as IDataObject;
	return output(poll, items, hasNewPosts);
}

/** The state to go on from; a new one after activation, or for another account or source. */
function recall({ context, session, data, isBaseline }: Poll): Memory {
	const source = context.getNodeParameter('source') as string;
	const account = session.connection.accountKey;
	const known = data.memory as unknown as Memory | undefined;
	const fits = known?.source === source && known.account === account;
	const fresh: Memory = { source, account, cursor: handOver.end(), posts: {} };
	if (!fits) return fresh;
	// Listed IDs are known on purpose, so what they have fired is never fired again.
	return isBaseline && source === 'instance' ? fresh : known;
}

function takeIn({ context, session }: Poll, memory: Memory, wanted: TriggerEvent[]): Start {
	const initial = new Map<string, IDataObject>();
	if (memory.source !== 'instance') {
		const publishIds = readPublishIds(
			new Parameters([publishIdsField], context as ParameterSource),
		);
		const posts = watchListed(memory.posts, publishIds, now());
		return { posts, events: [], cursor: memory.cursor, initial };
	}
	const { notes, cursor } = handOver.read(session.connection.accountKey, memory.cursor);
	const withManual = context.getNodeParameter('options.includeManualRuns', true) as boolean;
	const withdrawn = new Set(
		notes.filter((note) => note.isWithdrawn).map(({ publishId }) => publishId),
	);
	const fresh = notes.filter(
		(note) => !withdrawn.has(note.publishId) && (withManual || !note.isManual),
	);
	for (const note of fresh) initial.set(note.publishId, initialStatusOf(note));
	const kept = Object.entries(memory.posts).filter(([publishId]) => !withdrawn.has(publishId));
	const watched = fresh.map(({ at, ...note }) => ({ ...asWatched(note), since: at }));
	return { ...watchNew(Object.fromEntries(kept), watched, wanted), cursor, initial };
}

function asWatched({ publishId, privacyLevel, isManual }: Omit<PostNote, 'at'>) {
	return { publishId, ...(privacyLevel && { privacyLevel }), ...(isManual && { isManual }) };
}

const initialStatusOf = ({ publishId, status }: PostNote): IDataObject => ({
	...readPublishStatus(publishId, { status }),
});

/** The answers as output fields, links included; what fires is decided afterwards. */
async function describe(
	{ session, context }: Poll,
	{ posts }: Start,
	{ answers, refusals }: Answers,
): Promise<Map<string, IDataObject>> {
	const texts = new Map<string, IDataObject>();
	for (const [publishId, answer] of answers) {
		if (typeof answer !== 'string') texts.set(publishId, await describeStatus(session, answer));
	}
	for (const [publishId, failure] of refusals) {
		if (posts[publishId].happened.length === 0) {
			context.logger.warn(`TikTok Trigger: ${publishId}: ${failure.headline} ${failure.advice}`);
		}
		texts.set(publishId, refusedStatus(publishId, failure));
	}
	return texts;
}

function refusedStatus(publishId: string, failure: TikTokFailure): IDataObject {
	return {
		...readPublishStatus(publishId, { status: 'UNKNOWN' }),
		fail_reason: failure.details.code,
		fail_message: failure.sentence,
	};
}

function textOf(
	event: TriggerEvent,
	publishId: string,
	{ initial }: Start,
	descriptions: Map<string, IDataObject>,
): IDataObject {
	const known = descriptions.get(publishId) ?? {};
	return event === 'started' ? (initial.get(publishId) ?? known) : known;
}

/**
 * Thrown only when nothing fired, which a failure must not swallow: it comes back with the next
 * poll. New posts are remembered first, too, unless the connection is broken for good.
 * @throws TikTokFailure when TikTok answered none of the questions
 */
function throwIfUseless({ fatal, passing, answers }: Answers, hasNewPosts: boolean): void {
	if (fatal) throw fatal;
	if (hasNewPosts) return;
	const isAnswered = [...answers.values()].some((answer) => answer !== 'unanswered');
	if (passing && !passing.isOverLimit && !isAnswered) throw passing;
}

const stillOpen = (posts: WatchedPosts): WatchedPosts =>
	Object.fromEntries(Object.entries(posts).filter(([, post]) => !post.isClosed));

/** n8n saves what a trigger remembers only when a poll returns something; an empty list suffices. */
function output({ context }: Poll, items: INodeExecutionData[], hasNewPosts: boolean): PollOutput {
	if (items.length > 0) return [items];
	const keep = context.getNodeParameter('options.keepPending', true) as boolean;
	return hasNewPosts && keep ? [[]] : null;
}
