import fc from 'fast-check';
import type { Quota } from '../../../../nodes/TikTok/limits';
import type { Companion } from '../../../../nodes/TikTok/request/pacing';
import { Pacing } from '../../../../nodes/TikTok/request/pacing';
import type { Place } from '../../../../nodes/TikTok/request/waitingLine';
import type { UploadSlot } from '../../../../nodes/TikTok/upload/uploadSlots';
import { UploadSlots } from '../../../../nodes/TikTok/upload/uploadSlots';
import { runsOf } from '../../../generatedRuns';
import { HandClock } from '../../../harness/handClock';

/**
 * Posts of several accounts that come, are refused, cancelled and sent as chance has it. After every
 * event the rules of the line are checked.
 */

const WINDOW_MS = 60_000;
const MAX_REPEATS = 3;

/** What chance has in store for one post; times in ms. */
interface Fate {
	/** After the post before it. */
	comesAfter: number;
	account: number;
	isUpload: boolean;
	/** Between taking the place and sending: the first chunk is read from the store. */
	readsFor: number;
	/** Until TikTok answers, and after that until the file is sent. */
	answeredAfter: number;
	sendsFor: number;
	/** Pauses after a 429, one per refused attempt. */
	refusals: number[];
	/** Given up that long after it came, if it still waits. */
	cancelledAfter?: number;
	/** Given up after the place was taken and before the request left. */
	isGivenBack: boolean;
}

const upTo = (max: number) => fc.integer({ min: 0, max });
const fates: fc.Arbitrary<Fate[]> = fc.array(
	fc.record({
		comesAfter: fc.oneof(fc.constant(0), upTo(20_000)),
		account: fc.nat(2),
		isUpload: fc.boolean(),
		readsFor: fc.oneof(fc.constant(0), upTo(90_000)),
		answeredAfter: upTo(3_000),
		sendsFor: upTo(120_000),
		refusals: fc.array(fc.constantFrom(5_000, 10_000, 60_000), { maxLength: MAX_REPEATS }),
		cancelledAfter: fc.option(upTo(100_000), { nil: undefined }),
		isGivenBack: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
	}),
	{ minLength: 1, maxLength: 25 },
);

/** A post that waits for its place, in the order of coming. */
interface Waiting {
	rank: number;
	account: string;
	needsSlot: boolean;
}

class World {
	readonly clock = new HandClock();
	readonly pacing = new Pacing(this.clock);
	readonly slots: UploadSlots;
	readonly ended: Array<'sent' | 'cancelled' | 'given back'> = [];
	readonly departures = new Map<string, number[]>();
	readonly waiting = new Set<Waiting>();
	/** Rules that were broken in the course of a post. */
	readonly failures: unknown[] = [];
	uploadsWithSlot = 0;

	constructor(
		readonly quota: Quota,
		readonly slotCount: number,
	) {
		this.slots = new UploadSlots(slotCount);
	}

	/** The slots, counted at the moment they are taken. */
	private readonly counted: Companion<UploadSlot> = {
		tryTake: () => {
			const slot = this.slots.tryTake();
			if (slot) this.uploadsWithSlot += 1;
			return slot;
		},
		onFree: (listener) => this.slots.onFree(listener),
	};

	/** Whatever happens between two events of the clock, this holds. */
	check(): void {
		for (const { account, needsSlot } of this.waiting) {
			const couldGo = this.pacing.freePlaces(account, this.quota) > 0;
			const lacksSlot = needsSlot && this.uploadsWithSlot === this.slotCount;
			expect(couldGo && !lacksSlot).toBe(false);
		}
		expect(this.uploadsWithSlot).toBeLessThanOrEqual(this.slotCount);
	}

	async post(rank: number, fate: Fate): Promise<void> {
		const account = `account ${fate.account}`;
		const cancel = new AbortController();
		const waiting = { rank, account, needsSlot: fate.isUpload };
		if (fate.cancelledAfter !== undefined) {
			void this.clock.wait(fate.cancelledAfter).then(() => {
				const stillWaits = this.waiting.has(waiting);
				cancel.abort();
				if (stillWaits) this.waiting.delete(waiting);
			});
		}
		let slot: UploadSlot | undefined;
		let place: Place | undefined;
		try {
			if (fate.isUpload) {
				const taken = await this.standInLine(waiting, async () => {
					return await this.pacing.takePlaceWith(account, this.quota, this.counted, cancel);
				});
				slot = taken.companion;
				place = taken.place;
				waiting.needsSlot = false;
				await this.clock.wait(fate.readsFor);
				if (fate.isGivenBack) {
					this.giveBack(slot);
					slot = undefined;
					place.giveBack();
					this.ended.push('given back');
					return;
				}
			}
			for (const pause of [...fate.refusals, undefined]) {
				while (!place?.depart()) {
					const repeatOf: Place | undefined = place;
					place = await this.standInLine(waiting, async () => {
						const asking = { repeatOf, signal: cancel.signal };
						return await this.pacing.takePlace(account, this.quota, asking);
					});
				}
				this.left(account);
				await this.clock.wait(fate.answeredAfter);
				if (pause !== undefined) this.pacing.closeFor(account, this.quota, pause);
			}
			await this.clock.wait(fate.sendsFor);
			this.ended.push('sent');
		} catch (error) {
			if (error !== cancel.signal.reason) this.failures.push(error);
			this.ended.push('cancelled');
		} finally {
			if (slot) this.giveBack(slot);
		}
	}

	private giveBack(slot: UploadSlot): void {
		this.uploadsWithSlot -= 1;
		slot.giveBack();
	}

	/** First come, first served: whoever waits longer and was passed lacked a slot. */
	private async standInLine<T>(waiting: Waiting, take: () => Promise<T>): Promise<T> {
		this.waiting.add(waiting);
		try {
			const taken = await take();
			for (const other of this.waiting) {
				if (other.account !== waiting.account || other.rank >= waiting.rank) continue;
				expect(other.needsSlot).toBe(true);
				expect(this.uploadsWithSlot).toBe(this.slotCount);
			}
			return taken;
		} finally {
			this.waiting.delete(waiting);
		}
	}

	private left(account: string): void {
		const times = this.departures.get(account) ?? [];
		times.push(this.clock.elapsed());
		this.departures.set(account, times);
	}
}

async function play(world: World, posts: Fate[], stepMs = 500): Promise<void> {
	const all: Array<Promise<void>> = [];
	for (const [rank, fate] of posts.entries()) {
		await world.clock.advance(fate.comesAfter);
		all.push(world.post(rank, fate));
		await world.clock.settle();
		world.check();
	}
	// Far more than it takes: every post alone, each attempt behind a full window and the longest pause.
	const most = posts.length * (MAX_REPEATS + 1) * 400_000;
	for (let passed = 0; world.ended.length < posts.length && passed < most; passed += stepMs) {
		await world.clock.advance(stepMs);
		world.check();
	}
	expect(world.failures).toEqual([]);
	expect(world.ended).toHaveLength(posts.length);
	await Promise.all(all);
}

it('whatever comes, is refused or cancelled: nobody passes who need not, and no window is too full', async () => {
	await fc.assert(
		fc.asyncProperty(
			fates,
			fc.integer({ min: 1, max: 4 }),
			fc.integer({ min: 1, max: 3 }),
			async (posts, calls, slotCount) => {
				const quota = { name: 'posts', calls, windowMs: WINDOW_MS };
				const world = new World(quota, slotCount);
				await play(world, posts, 5_000);

				for (const times of world.departures.values()) {
					const crowded = times.filter(
						(at, index) => index >= calls && at - times[index - calls] < WINDOW_MS,
					);
					expect(crowded).toEqual([]);
				}
				// Nothing is left: no timer of a line, no slot, no waiter, and in the end no line.
				await world.clock.advance(120_000);
				expect(world.clock.sleeping).toBe(0);
				expect(world.uploadsWithSlot).toBe(0);
				const free = Array.from({ length: slotCount + 1 }, () => world.slots.tryTake());
				expect(free.filter(Boolean)).toHaveLength(slotCount);
				await world.clock.advance(3_600_000);
				expect(world.pacing.size).toBe(0);
			},
		),
		{ numRuns: runsOf(600) },
	);
});
