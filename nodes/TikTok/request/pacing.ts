import type { Quota } from '../limits';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import * as clock from '../shared/clock';
import type { Place } from './waitingLine';
import { WaitingLine } from './waitingLine';

/** What a call must have beside its place, e.g. an upload slot. */
export interface Companion<T> {
	/** `undefined` when none is free. */
	tryTake(): T | undefined;
	/**
	 * Listens for one that comes free; those who listen first are told first.
	 * @returns ends the listening
	 */
	onFree(listener: () => void): () => void;
}

interface Asking {
	/** Ends the waiting at once, with its reason. */
	signal?: AbortSignal;
	/** Told once, as soon as the call has to wait for the quota. */
	onClosed?: () => void;
	/** The place of the attempt before: a call that is repeated came before those behind it. */
	repeatOf?: Place;
}

const MAX_LINES = 2_000;
/** Far longer than any window or pause: by then a line knows nothing any more. */
const MAX_AGE_MS = 60 * 60 * 1000;

/**
 * Paces the calls of each account to TikTok's per-minute limits, over all items, operations and
 * executions of this process: one waiting line per account and quota, first come, first served.
 * Module state, bounded in count and age, safe to lose: after a restart TikTok's own 429 does the
 * pacing until the windows are known again.
 */
export class Pacing {
	private readonly lines: BoundedMap<string, WaitingLine>;

	private arrivals = 0;

	constructor(private readonly time: Pick<Clock, 'elapsed' | 'wait'> = clock) {
		this.lines = new BoundedMap(
			{ maxCount: MAX_LINES, maxAgeMs: MAX_AGE_MS, isInUse: (line) => line.isInUse },
			time,
		);
	}

	/**
	 * Waits for a place. Whoever has taken one departs with it or gives it back.
	 * @throws the signal's reason
	 */
	async takePlace(account: string, quota: Quota, asking: Asking = {}): Promise<Place> {
		const rank = asking.repeatOf?.rank ?? this.nextRank();
		const { signal, onClosed } = asking;
		const { place } = await this.lineOf(account, quota).join(rank, () => true, signal, onClosed);
		return place;
	}

	/**
	 * Waits until a place and its companion can be had at the same moment, and holds neither while
	 * waiting. Without a free companion the call lets others pass and keeps its rank. Who gives both
	 * back unused gives the companion first: then the next who needs both finds both.
	 * @throws the signal's reason
	 */
	async takePlaceWith<T>(
		account: string,
		quota: Quota,
		companion: Companion<T>,
		asking: Asking = {},
	): Promise<{ place: Place; companion: T }> {
		const rank = asking.repeatOf?.rank ?? this.nextRank();
		const line = this.lineOf(account, quota);
		const endListening = companion.onFree(() => line.serve());
		try {
			return await line.join(rank, () => companion.tryTake(), asking.signal, asking.onClosed);
		} finally {
			endListening();
		}
	}

	/** How many calls could leave now without waiting; for those who rather come again later. */
	freePlaces(account: string, quota: Quota): number {
		return this.lines.get(keyOf(account, quota))?.freePlaces() ?? quota.calls;
	}

	/** TikTok refused with "too many": nobody sends for this account and quota until the pause is over. */
	closeFor(account: string, quota: Quota, pauseMs: number): void {
		this.lineOf(account, quota).closeFor(pauseMs);
	}

	/** How many lines are remembered. */
	get size(): number {
		return this.lines.size;
	}

	private nextRank(): number {
		this.arrivals += 1;
		return this.arrivals;
	}

	private lineOf(account: string, quota: Quota): WaitingLine {
		const key = keyOf(account, quota);
		const line = this.lines.get(key) ?? new WaitingLine(quota, this.time);
		this.lines.set(key, line);
		return line;
	}
}

const keyOf = (account: string, { name }: Quota) => `${account}\n${name}`;

/** The pacing of this process. */
export const pacing = new Pacing();
