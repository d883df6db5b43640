import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { PublishedItem, RunSoFar } from '../errors/runSoFar';
import type { FileVersion } from '../media/fileVersion';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import { Turn } from '../shared/turn';

const MAX_RUNS = 500;
/** Since the last item of the run was done. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** One post of one item, as far as it got. Every try of the run that names the same post shares it. */
export class LedgerEntry {
	post: PostSoFar = { at: 'notStarted' };

	/** Of a file at an address: which version the post is of. */
	version?: FileVersion;

	/** Of the post's Once Key, when it has one. */
	once?: OnceNotes;

	private readonly turn = new Turn();

	/**
	 * One try at a time: a later one waits, and then finds what the earlier one has achieved.
	 * @param signal ends waiting for the turn
	 */
	async inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		return await this.turn.take(work, signal);
	}
}

/** Where a post is remembered beyond its run. What is noted must outlive a crash. */
export interface OnceNotes {
	/** A pull is about to be sent: from now on TikTok may have it. */
	beforePull(): Promise<void>;
	note(post: PostSoFar): Promise<void>;
	/** TikTok has no such post. */
	forget(): Promise<void>;
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
	/** Of the file, in bytes. */
	size: number;
	/** Secret; never leaves this module's readers. Missing when TikTok gave an ID and nothing else. */
	uploadUrl?: string;
	/** Whether TikTok has stored some range: then a dead upload URL was not unused. */
	someStored: boolean;
	/** Whether TikTok ever left open if it has the last chunk: from then on the post may exist. */
	mayBePosted: boolean;
}

/** What one run of a node has handed to TikTok. */
export class RunLedger implements RunSoFar {
	/** Every publish ID of this run that TikTok accepted; errors carry this list. */
	readonly published: PublishedItem[] = [];

	readonly unconfirmed: number[] = [];

	private readonly accounts = new Map<string, AccountLedger>();

	/** Whether anything was posted; a run that only read need not be remembered. */
	get hasPosts(): boolean {
		return [...this.accounts.values()].some((account) => account.hasPosts);
	}

	/** The part of one account: items of another share neither posts nor caps nor answers with it. */
	of(accountKey: string): AccountLedger {
		const known = this.accounts.get(accountKey) ?? new AccountLedger(this);
		this.accounts.set(accountKey, known);
		return known;
	}
}

/** What one run has handed to TikTok for one account. */
export class AccountLedger {
	private options?: Promise<IDataObject>;

	/** By post mode: drafts and direct posts have caps of their own (open API fact sheet §10.3). */
	private readonly caps = new Map<string, AbortController>();

	private readonly entries = new Map<string, LedgerEntry>();

	constructor(private readonly run: RunLedger) {}

	get hasPosts(): boolean {
		return this.entries.size > 0;
	}

	/** @param post what tells the post from others of the item */
	entry(item: number, post: unknown): LedgerEntry {
		const key = `${item}|${fingerprint(post)}`;
		const known = this.entries.get(key) ?? new LedgerEntry();
		this.entries.set(key, known);
		return known;
	}

	/**
	 * Aborted once TikTok has reported a daily cap of the post mode, with that failure as its reason:
	 * the remaining items need neither wait nor be sent.
	 */
	belowCap(mode: string): AbortSignal {
		return this.capOf(mode).signal;
	}

	reachCap(mode: string, failure: TikTokFailure): void {
		this.capOf(mode).abort(failure);
	}

	/** What the creator may post now, asked once per run; a failed question is asked again. */
	async creatorOptions(ask: () => Promise<IDataObject>): Promise<IDataObject> {
		const asked = (this.options ??= ask());
		asked.catch(() => {
			if (this.options === asked) this.options = undefined;
		});
		return await asked;
	}

	accept(accepted: PublishedItem): void {
		const { published } = this.run;
		const known = published.findIndex((one) => one.publish_id === accepted.publish_id);
		published.splice(known < 0 ? published.length : known, 1, accepted);
	}

	/** TikTok's answer for the item was lost. */
	leaveUnconfirmed(item: number): void {
		this.run.unconfirmed.push(item);
	}

	private capOf(mode: string): AbortController {
		const known = this.caps.get(mode) ?? new AbortController();
		this.caps.set(mode, known);
		return known;
	}
}

/** One run of a node: all its items, and all their tries under n8n's Retry On Fail. */
export interface Run {
	/** n8n's own agents run nodes without an execution: nothing is shared then. */
	executionId: string | undefined;
	node: string;
	/** n8n counts each call of a model as a run of its own; there the request tells posts apart. */
	runIndex: number | 'any';
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
		if (!executionId) return await work(new RunLedger());
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
