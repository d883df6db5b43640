import type { IDataObject } from 'n8n-workflow';
import type { HandOverCursor, PostOrigin } from '../posting/handOver';
import { now } from '../shared/clock';
import { numberOf, recordOf } from '../shared/storedValue';
import type { PostMemory } from './accountState';
import type { WatchedPost, WatchedPosts } from './postState';
import { triggerEvents } from './postState';

/**
 * What a trigger remembers between polls, and the only place that reads and writes it. What n8n
 * gives back may be of an older or newer version of this node, cut off, or edited by hand: what
 * cannot be read is left out, and nothing of it makes a poll fail.
 */

/** Of posts by their publish IDs, handed over in this process or listed by the user. */
export interface PostsMemory {
	source: 'instance' | 'publishIds';
	/** Of whose posts; another account begins anew. */
	account: string;
	/** Where the hand-over was read to; without one it is read from its beginning. */
	cursor?: HandOverCursor;
	posts: WatchedPosts;
}

/** Of the public posts of the account. */
export interface WatchedAccount extends PostMemory {
	source: 'account';
	account: string;
}

export type Memory = PostsMemory | WatchedAccount;

/** Raised when an older version of this node could not read what a newer one has kept. */
const VERSION = 1;

/** Where the copies stand in the data of the workflow, by node id. */
export const COPIES = 'tikTokTriggers';
/** Copies of nodes that were deleted stay; the ones kept longest ago are dropped. */
const MOST_COPIES = 20;

/**
 * n8n keeps a node's data under the node's name, so that a rename loses it. A copy therefore stands
 * in the data of the workflow, under the node's id, and the newer of the two counts. (The copy alone
 * would not do: with its durable scheduler n8n saves only the node's data after an idle poll.)
 */
export class TriggerMemory {
	/** Whether something is kept that this version cannot read. */
	isUnreadable = false;

	/**
	 * @param ofNode n8n's static data of the node, whatever stands there
	 * @param ofWorkflow n8n's global static data, which other nodes of the workflow share
	 * @param copies what the triggers of the workflow have kept in this process
	 */
	constructor(
		ofNode: unknown,
		ofWorkflow: unknown,
		private readonly nodeId: string,
		private readonly copies: Fields = {},
	) {
		this.ofNode = recordOf(ofNode) ?? {};
		this.ofWorkflow = recordOf(ofWorkflow) ?? {};
	}

	private readonly ofNode: Fields;
	private readonly ofWorkflow: Fields;

	/** What was kept last, whatever the node was called then. */
	recall(): Memory | undefined {
		return this.latest()?.memory;
	}

	keep(memory: Memory): void {
		const { nodeId, copies, ofWorkflow } = this;
		const revision = Math.max(this.latest()?.revision ?? 0, revisionOf(copies[nodeId]));
		const kept = {
			version: VERSION,
			node: nodeId,
			revision: revision + 1,
			...(memory.source === 'account' ? storedAccount(memory) : storedPosts(memory)),
		};
		this.ofNode.memory = kept;
		refreshCopies(copies, ofWorkflow);
		// The one kept last stands last.
		delete copies[nodeId];
		copies[nodeId] = kept;
		for (const oldest of Object.keys(copies).slice(0, -MOST_COPIES)) delete copies[oldest];
		ofWorkflow[COPIES] = copies;
	}

	/** Polls in a row that could not do their work. */
	get failedPolls(): number {
		const count = numberOf(this.ofNode.failedPolls) ?? 0;
		return Number.isInteger(count) && count > 0 ? count : 0;
	}

	set failedPolls(count: number) {
		if (count !== this.failedPolls || count > 0) this.ofNode.failedPolls = count;
	}

	private latest(): Kept | undefined {
		const copies = recordOf(this.ofWorkflow[COPIES]);
		const copy = copies && Object.hasOwn(copies, this.nodeId) ? copies[this.nodeId] : undefined;
		const kept = [this.ofNode.memory, copy]
			.filter((stored) => stored !== undefined)
			.map((stored) => this.read(stored))
			.filter((one) => one !== undefined);
		return kept.sort((a, b) => b.revision - a.revision)[0];
	}

	private read(stored: unknown): Kept | undefined {
		const fields = recordOf(stored);
		// Another node has had this name.
		if (typeof fields?.node === 'string' && fields.node !== this.nodeId) return undefined;
		// Before there was a version, the same fields were kept.
		const isReadable = fields && [undefined, VERSION].includes(fields.version as number);
		const memory = isReadable ? readMemory(fields) : undefined;
		if (!memory) this.isUnreadable = true;
		return memory && { memory, revision: revisionOf(fields) };
	}
}

interface Kept {
	memory: Memory;
	/** Counts what was kept; the higher one is newer. */
	revision: number;
}

type Fields = Record<string, unknown>;

const revisionOf = (stored: unknown): number => numberOf(recordOf(stored)?.revision) ?? 0;

/**
 * Puts what was kept in this process in place of a copy of it. Another process may have kept something
 * newer.
 * @param data n8n's global static data
 */
export function refreshCopies(
	copies: Record<string, unknown>,
	data: Record<string, unknown>,
): void {
	for (const [id, stored] of Object.entries(recordOf(data[COPIES]) ?? {})) {
		const isMissing = !Object.hasOwn(copies, id);
		if (isMissing || revisionOf(stored) > revisionOf(copies[id])) copies[id] = stored;
	}
	if (Object.keys(copies).length > 0) data[COPIES] = copies;
}

function readMemory(fields: Fields): Memory | undefined {
	const { source, account } = fields;
	if (typeof account !== 'string') return undefined;
	if (source === 'account') return readAccount(fields, account);
	if (source !== 'instance' && source !== 'publishIds') return undefined;
	const posts = recordOf(fields.posts);
	if (!posts) return undefined;
	const cursor = readCursor(fields.cursor);
	return { source, account, ...(cursor && { cursor }), posts: readPosts(posts) };
}

function readPosts(stored: Fields): WatchedPosts {
	const posts = new Map<string, WatchedPost>();
	for (const [publishId, value] of Object.entries(stored)) {
		const fields = recordOf(value);
		if (fields) posts.set(publishId, readPost(fields));
	}
	return posts;
}

/** What is missing is read so that nothing fires twice and the post is asked for soon. */
function readPost(fields: Fields): WatchedPost {
	const happened = Array.isArray(fields.happened) ? (fields.happened as unknown[]) : [];
	const inboxAt = pastOf(fields.inboxAt);
	const publishedAt = pastOf(fields.publishedAt);
	const unanswered = numberOf(fields.unanswered);
	const origin = readOrigin(fields.origin);
	return {
		since: pastOf(fields.since) ?? now(),
		dueAt: numberOf(fields.dueAt) ?? 0,
		happened: triggerEvents.filter((event) => happened.includes(event)),
		...(inboxAt !== undefined && { inboxAt }),
		...(publishedAt !== undefined && { publishedAt }),
		...(unanswered !== undefined && { unanswered }),
		...(typeof fields.privacyLevel === 'string' && { privacyLevel: fields.privacyLevel }),
		...(fields.isManual === true && { isManual: true }),
		...(origin && { origin }),
		...(fields.isClosed === true && { isClosed: true }),
		...(fields.isUnlisted === true && { isUnlisted: true }),
	};
}

/** A clock that was ahead has noted what has not come yet: until then a post would never grow old. */
function pastOf(value: unknown): number | undefined {
	const time = numberOf(value);
	return time === undefined ? undefined : Math.min(time, now());
}

/** Posts that an older version of this node watched have none. */
function readOrigin(value: unknown): PostOrigin | undefined {
	const fields = recordOf(value);
	if (fields?.mediaType !== 'VIDEO' && fields?.mediaType !== 'PHOTO') return undefined;
	const { mediaType, caption } = fields;
	const { id, name } = recordOf(fields.workflow) ?? {};
	return {
		mediaType,
		...(typeof caption === 'string' && { caption }),
		workflow: {
			...(typeof id === 'string' && { id }),
			...(typeof name === 'string' && { name }),
		},
	};
}

function readCursor(value: unknown): HandOverCursor | undefined {
	const fields = recordOf(value);
	const position = numberOf(fields?.position);
	if (typeof fields?.log !== 'string' || position === undefined) return undefined;
	return { log: fields.log, position };
}

/** Without a floor nobody could say what is old. */
function readAccount(fields: Fields, account: string): WatchedAccount | undefined {
	const floor = numberOf(fields.floor);
	const seen = recordOf(fields.seen);
	if (floor === undefined || !seen) return undefined;
	const times = Object.entries(seen).map(([id, time]) => [id, numberOf(time) ?? floor] as const);
	return { source: 'account', account, floor, seen: new Map(times) };
}

function storedPosts({ posts, ...memory }: PostsMemory): IDataObject {
	return { ...memory, posts: Object.fromEntries(posts) } as IDataObject;
}

function storedAccount({ seen, ...memory }: WatchedAccount): IDataObject {
	return { ...memory, seen: Object.fromEntries(seen) };
}
