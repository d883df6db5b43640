import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { now } from '../shared/clock';

/**
 * What each run of a node has handed to TikTok. n8n's Retry On Fail runs all items again, within
 * the same execution and run index; the ledger lets an accepted item go on where it was instead of
 * posting twice. It is module state, bounded in count and age, safe to lose.
 */

const MAX_RUNS = 500;
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** One post of one item, as far as it got. Every try of the run that names the same post shares it. */
export interface LedgerEntry {
	post: PostSoFar;
}

export type PostSoFar =
	| { at: 'notStarted' }
	/** The answer to a pull was lost: TikTok may have accepted it, so it is never repeated. */
	| { at: 'lost'; failure: TikTokFailure }
	| PostBeingSent
	/** TikTok has all it needs. */
	| { at: 'accepted'; publishId: string };

/** A file whose bytes are on their way. */
export interface PostBeingSent {
	at: 'sending';
	publishId: string;
	/** Secret; never leaves this module's readers. */
	uploadUrl: string;
	/** Whether TikTok has stored some range: then a dead upload URL was not unused. */
	someStored: boolean;
	/** Whether the answer to the last chunk was ever lost: from then on the post may exist. */
	mayBePosted: boolean;
}

export interface PublishedItem {
	item: number;
	publish_id: string;
	/** `unknown` when the answer to the last chunk was lost and the status could not tell. */
	upload_state?: 'unknown';
}

export class RunLedger {
	private readonly options = new Map<string, Promise<IDataObject>>();

	/** Every publish ID of this run that TikTok accepted; errors carry this list. */
	readonly published: PublishedItem[] = [];

	/** Items whose answer was lost: TikTok may have accepted a post whose ID nobody knows. */
	readonly unconfirmed: number[] = [];

	private readonly cap = new AbortController();

	readonly startedAt = now();

	private readonly entries = new Map<string, LedgerEntry>();

	/** Whether anything was posted; a run that only read need not be remembered. */
	get hasPosts(): boolean {
		return this.entries.size > 0;
	}

	/** @param post what tells the post from others of the item */
	entry(item: number, post: unknown): LedgerEntry {
		const key = `${item}|${fingerprint(post)}`;
		const known: LedgerEntry = this.entries.get(key) ?? { post: { at: 'notStarted' } };
		this.entries.set(key, known);
		return known;
	}

	/**
	 * Aborted once TikTok has reported a daily cap, with that failure as its reason: the remaining
	 * items need neither wait nor be sent.
	 */
	get belowCap(): AbortSignal {
		return this.cap.signal;
	}

	reachCap(failure: TikTokFailure): void {
		this.cap.abort(failure);
	}

	/** What a creator may post now, asked once per account and run; a failed question is asked again. */
	async creatorOptions(account: string, ask: () => Promise<IDataObject>): Promise<IDataObject> {
		const asked = this.options.get(account) ?? ask();
		this.options.set(account, asked);
		asked.catch(() => this.options.delete(account));
		return await asked;
	}

	accept(accepted: PublishedItem): void {
		const known = this.published.findIndex((one) => one.publish_id === accepted.publish_id);
		this.published.splice(known < 0 ? this.published.length : known, 1, accepted);
	}
}

const runs = new Map<string, RunLedger>();

/** The ledger of one run: execution, node and run index. */
export function ledgerOfRun(executionId: string, node: string, runIndex: number): RunLedger {
	const key = `${executionId}|${node}|${runIndex}`;
	const known = runs.get(key);
	const fresh = known && now() - known.startedAt < MAX_AGE_MS ? known : new RunLedger();
	runs.delete(key);
	runs.set(key, fresh);
	if (runs.size > MAX_RUNS) forgetOne(key);
	return fresh;
}

/** Runs that only read go first, however many there are; then the longest unused. */
function forgetOne(present: string): void {
	const others = [...runs.keys()].filter((key) => key !== present);
	runs.delete(others.find((key) => !runs.get(key)?.hasPosts) ?? others[0]);
}

function fingerprint(post: unknown): string {
	return createHash('sha256').update(JSON.stringify(post)).digest('hex');
}
