import type { Quota } from '../limits';
import type { Clock } from '../shared/clock';

/**
 * TikTok counts when a request arrives, we count when it leaves; the margin covers requests that
 * travel faster than those before them.
 */
const MARGIN_MS = 500;

/** One place in TikTok's quota, for one request. Counts against the quota from the moment it is taken. */
export interface Place {
	/** How long its taker waited for TikTok's limits, in ms. */
	readonly waitedMs: number;
	/** When its call came, among all calls of this process; kept when the call is repeated. */
	readonly rank: number;
	/**
	 * To be called at the moment the request leaves: from then on the place is taken for a window.
	 * @returns `false` when it may not leave: the place is used or given back, or TikTok has said "too
	 * many" meanwhile, and then it comes back
	 */
	depart(): boolean;
	/** For a request that never leaves; without effect after it has left. */
	giveBack(): void;
}

interface Waiter {
	rank: number;
	/** Goes if it can, now that a place is free; says whether it went. */
	tryGo(): boolean;
	/** Told once, when the quota lets nobody go. */
	onClosed?: () => void;
}

/**
 * Those who wait for one quota of one account. Each time something comes free the line is served
 * once, from its front; nobody looks again and again. All times are elapsed time, in ms.
 */
export class WaitingLine {
	/** In the order of rank. */
	private readonly waiters: Waiter[] = [];

	/** Places that were taken, but whose request has not left yet. */
	private taken = 0;

	/** When the requests of the present window left, in ascending order. */
	private departures: number[] = [];

	/** Nothing leaves before this: TikTok itself said "too many". */
	private closedUntil = -Infinity;

	/** How long the quota has let nobody go, as long as somebody waited. */
	private closedMs = 0;

	/** Since when `closedMs` goes on growing. */
	private closedSince?: number;

	private alarm?: { due: number; off: AbortController };

	constructor(
		private readonly quota: Quota,
		private readonly time: Pick<Clock, 'elapsed' | 'wait'>,
	) {}

	get isInUse(): boolean {
		return this.waiters.length > 0 || this.taken > 0;
	}

	freePlaces(): number {
		const at = this.time.elapsed();
		if (this.closedUntil > at) return 0;
		this.departures = this.departures.filter((departure) => departure > at - this.windowMs);
		return Math.max(0, this.quota.calls - this.taken - this.departures.length);
	}

	closeFor(pauseMs: number): void {
		this.closedUntil = Math.max(this.closedUntil, this.time.elapsed() + pauseMs);
		this.serve();
	}

	/**
	 * Waits for a place.
	 * @param tryTake asked whenever a place is free and nobody of a lower rank can go: takes what the
	 * call needs beside it, `undefined` when that cannot be had now
	 * @param onClosed called once, at once when the call has to wait for the quota
	 * @throws the signal's reason, at once
	 */
	async join<T>(
		rank: number,
		tryTake: () => T | undefined,
		signal?: AbortSignal,
		onClosed?: () => void,
	): Promise<{ place: Place; companion: T }> {
		signal?.throwIfAborted();
		this.noteTime();
		const closedBefore = this.closedMs;
		return await new Promise((resolve, reject) => {
			const leave = () => {
				this.waiters.splice(this.waiters.indexOf(waiter), 1);
				this.serve();
				reject(signal?.reason as Error);
			};
			const waiter: Waiter = {
				rank,
				onClosed,
				tryGo: () => {
					const companion = tryTake();
					if (companion === undefined) return false;
					signal?.removeEventListener('abort', leave);
					resolve({ place: this.newPlace(rank, this.closedMs - closedBefore), companion });
					return true;
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			const behind = this.waiters.findIndex((other) => other.rank > rank);
			this.waiters.splice(behind < 0 ? this.waiters.length : behind, 0, waiter);
			this.serve();
		});
	}

	/** Lets everybody go who can go now. Who lacks something else lets those behind pass. */
	serve(): void {
		this.noteTime();
		for (const waiter of [...this.waiters]) {
			if (this.freePlaces() === 0) break;
			if (waiter.tryGo()) this.waiters.splice(this.waiters.indexOf(waiter), 1);
		}
		const isClosed = this.waiters.length > 0 && this.freePlaces() === 0;
		this.closedSince = isClosed ? this.time.elapsed() : undefined;
		if (isClosed) this.tellWaiters();
		this.setAlarm(isClosed ? this.opensAt() : undefined);
	}

	private tellWaiters(): void {
		for (const waiter of this.waiters) {
			waiter.onClosed?.();
			waiter.onClosed = undefined;
		}
	}

	private newPlace(rank: number, waitedMs: number): Place {
		let isHeld = true;
		this.taken += 1;
		const letGo = () => {
			isHeld = false;
			this.taken -= 1;
		};
		return {
			rank,
			waitedMs,
			depart: () => {
				const departs = isHeld && this.closedUntil <= this.time.elapsed();
				if (isHeld) letGo();
				if (departs) this.departures.push(this.time.elapsed());
				this.serve();
				return departs;
			},
			giveBack: () => {
				if (!isHeld) return;
				letGo();
				this.serve();
			},
		};
	}

	/** When the next place comes free by itself; `undefined` while that depends on places taken. */
	private opensAt(): number | undefined {
		const tooMany = this.taken + this.departures.length - this.quota.calls;
		if (tooMany < 0) return this.closedUntil;
		const last = this.departures[tooMany];
		return last === undefined ? undefined : Math.max(this.closedUntil, last + this.windowMs);
	}

	private setAlarm(due: number | undefined): void {
		if (this.alarm?.due === due) return;
		this.alarm?.off.abort();
		this.alarm = undefined;
		if (due === undefined) return;
		const alarm = { due, off: new AbortController() };
		this.alarm = alarm;
		this.time.wait(due - this.time.elapsed(), alarm.off.signal).then(
			() => {
				if (this.alarm !== alarm) return;
				this.alarm = undefined;
				this.serve();
			},
			() => {},
		);
	}

	private noteTime(): void {
		if (this.closedSince === undefined) return;
		const at = this.time.elapsed();
		this.closedMs += at - this.closedSince;
		this.closedSince = at;
	}

	private get windowMs(): number {
		return this.quota.windowMs + MARGIN_MS;
	}
}
