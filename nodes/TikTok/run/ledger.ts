import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';

const MAX_RUNS = 500;
/** Since the last item of the run was done. */
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

/** What one run of a node has handed to TikTok. */
export class RunLedger {
	private readonly options = new Map<string, Promise<IDataObject>>();

	/** Every publish ID of this run that TikTok accepted; errors carry this list. */
	readonly published: PublishedItem[] = [];

	/** Items whose answer was lost: TikTok may have accepted a post whose ID nobody knows. */
	readonly unconfirmed: number[] = [];

	private readonly cap = new AbortController();

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

/** One run of a node: all its items, and all their tries under n8n's Retry On Fail. */
export interface Run {
	executionId: string;
	node: string;
	runIndex: number;
}

interface KeptRun {
	ledger: RunLedger;
	/** How many items are at work with it. */
	items: number;
}

/**
 * The ledgers of all runs. n8n's Retry On Fail runs all items again, within the same execution and
 * run index; the ledger lets an accepted item go on where it was instead of posting twice. Module
 * state, bounded in count and age, safe to lose.
 */
export class RunLedgers {
	private readonly runs: BoundedMap<string, KeptRun>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		const isInUse = ({ items }: KeptRun) => items > 0;
		this.runs = new BoundedMap({ maxCount: MAX_RUNS, maxAgeMs: MAX_AGE_MS, isInUse }, time);
	}

	/**
	 * Lets one item work with the ledger of its run, which is not forgotten meanwhile. A run that
	 * posted nothing is forgotten with its last item, so that any number of them displaces none that
	 * did.
	 */
	async during<T>(
		{ executionId, node, runIndex }: Run,
		work: (ledger: RunLedger) => Promise<T>,
	): Promise<T> {
		const key = `${executionId}|${node}|${runIndex}`;
		const run = this.runs.get(key) ?? { ledger: new RunLedger(), items: 0 };
		run.items += 1;
		this.runs.set(key, run);
		try {
			return await work(run.ledger);
		} finally {
			run.items -= 1;
			if (run.items > 0 || run.ledger.hasPosts) this.runs.set(key, run);
			else this.runs.delete(key);
		}
	}
}

/** The ledgers of this process. */
export const runLedgers = new RunLedgers();

function fingerprint(post: unknown): string {
	return createHash('sha256').update(JSON.stringify(post)).digest('hex');
}
