import fc from 'fast-check';
import type { Quota } from '../../../../nodes/TikTok/limits';
import { Pacing } from '../../../../nodes/TikTok/request/pacing';
import { UploadSlots } from '../../../../nodes/TikTok/upload/uploadSlots';
import { HandClock } from '../../../harness/handClock';

let clock: HandClock;
let pacing: Pacing;

beforeEach(() => {
	clock = new HandClock();
	pacing = new Pacing(clock);
});

const advance = async (ms: number) => await clock.advance(ms);

let accounts = 0;

function newAccount(): string {
	accounts += 1;
	return `account ${accounts}`;
}

const sixPerMinute: Quota = { name: 'posts', calls: 6, windowMs: 60_000 };

/** Calls that leave when they get their place; says when each left, since the start. */
function caller(account: string, quota = sixPerMinute) {
	const start = clock.elapsed();
	const left: Array<{ name: number; at: number }> = [];
	let asked = 0;
	return {
		left,
		times: () => left.map(({ at }) => at),
		async call(): Promise<number> {
			const name = asked;
			asked += 1;
			const place = await pacing.takePlace(account, quota);
			expect(place.depart()).toBe(true);
			left.push({ name, at: clock.elapsed() - start });
			return place.waitedMs;
		},
	};
}

describe('pacing to a quota', () => {
	it('what fits leaves at once, the rest as soon as TikTok allows', async () => {
		const { call, times } = caller(newAccount());
		for (let index = 0; index < 8; index += 1) void call();
		await advance(120_000);
		expect(times().slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
		for (const at of times().slice(6)) {
			expect(at).toBeGreaterThanOrEqual(60_000);
			expect(at).toBeLessThanOrEqual(61_000);
		}
	});

	it('twenty posts take hardly longer than the quota demands', async () => {
		const { call, times } = caller(newAccount());
		for (let index = 0; index < 20; index += 1) void call();
		await advance(600_000);
		expect(times()).toHaveLength(20);
		expect(Math.max(...times())).toBeLessThanOrEqual(180_000 * 1.1);
	});

	it('no minute ever holds more calls than TikTok allows, and nobody overtakes', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 40 }),
				fc.integer({ min: 1, max: 8 }),
				async (gaps, calls) => {
					const { call, left, times } = caller(newAccount(), { ...sixPerMinute, calls });
					for (const gap of gaps) {
						await advance(gap);
						void call();
					}
					await advance(gaps.length * 61_000);
					expect(left.map(({ name }) => name)).toEqual(gaps.map((_, index) => index));
					const crowded = times().filter(
						(at, index) => index >= calls && at - times()[index - calls] < 60_000,
					);
					expect(crowded).toEqual([]);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('says how long it waited', async () => {
		const { call } = caller(newAccount(), { ...sixPerMinute, calls: 1 });
		await expect(call()).resolves.toBe(0);
		await advance(20_000);
		const second = call();
		await advance(60_000);
		const waited = await second;
		expect(waited).toBeGreaterThanOrEqual(40_000);
		expect(waited).toBeLessThanOrEqual(41_000);
	});

	it('accounts do not wait for each other', async () => {
		const one = caller(newAccount(), { ...sixPerMinute, calls: 1 });
		const other = caller(newAccount(), { ...sixPerMinute, calls: 1 });
		void one.call();
		void other.call();
		await advance(1_000);
		expect([one.times(), other.times()]).toEqual([[0], [0]]);
	});

	it('different limits of one account are counted apart', async () => {
		const account = newAccount();
		const posts = caller(account, { ...sixPerMinute, calls: 1 });
		const questions = caller(account, { ...sixPerMinute, name: 'questions', calls: 1 });
		void posts.call();
		void questions.call();
		await advance(1_000);
		expect([posts.times(), questions.times()]).toEqual([[0], [0]]);
	});

	it('a cancelled execution stops waiting at once, and nobody behind it waits longer', async () => {
		const account = newAccount();
		const quota = { ...sixPerMinute, calls: 1 };
		const controller = new AbortController();
		(await pacing.takePlace(account, quota)).depart();
		const waiting = pacing.takePlace(account, quota, { signal: controller.signal });
		const { call, times } = caller(account, quota);
		void call();
		await clock.settle();
		controller.abort();
		await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
		await advance(61_000);
		expect(times()).toEqual([60_500]);
	});
});

describe('after TikTok said "too many"', () => {
	it('nobody who asks afterwards sends before the pause is over', async () => {
		const account = newAccount();
		const { call, times } = caller(account);
		pacing.closeFor(account, sixPerMinute, 30_000);
		void call();
		void call();
		await advance(29_999);
		expect(times()).toEqual([]);
		await advance(2_000);
		expect(times()).toHaveLength(2);
	});

	it('those who wait already stay until the pause is over', async () => {
		const account = newAccount();
		const { call, times } = caller(account, { ...sixPerMinute, calls: 1 });
		void call();
		void call();
		await advance(59_000);
		pacing.closeFor(account, { ...sixPerMinute, calls: 1 }, 30_000);
		await advance(29_000);
		expect(times()).toEqual([0]);
		await advance(120_000);
		expect(times()).toHaveLength(2);
	});

	it('a shorter pause does not open what a longer one has closed', async () => {
		const account = newAccount();
		const { call, times } = caller(account);
		pacing.closeFor(account, sixPerMinute, 60_000);
		pacing.closeFor(account, sixPerMinute, 5_000);
		void call();
		await advance(59_000);
		expect(times()).toEqual([]);
	});

	it('other accounts go on', async () => {
		pacing.closeFor(newAccount(), sixPerMinute, 60_000);
		const { call, times } = caller(newAccount());
		void call();
		await advance(0);
		expect(times()).toEqual([0]);
	});
});

describe("the computer's clock set back an hour", () => {
	it('makes nobody wait longer for the quota', async () => {
		const { call, times } = caller(newAccount(), { ...sixPerMinute, calls: 1 });
		void call();
		void call();
		await advance(1_000);
		clock.setBy(-60 * 60_000);
		void call();
		await advance(125_000);
		expect(times()).toEqual([0, 60_500, 121_000]);
	});

	it('makes no pause longer', async () => {
		const account = newAccount();
		const { call, times } = caller(account);
		pacing.closeFor(account, sixPerMinute, 30_000);
		void call();
		await advance(1_000);
		clock.setBy(-60 * 60_000);
		await advance(60_000);
		expect(times()).toEqual([30_000]);
	});
});

describe('a place that was taken', () => {
	const one = { ...sixPerMinute, calls: 1 };

	it('counts from the moment its request leaves', async () => {
		const account = newAccount();
		const place = await pacing.takePlace(account, one);
		const { call, times } = caller(account, one);
		void call();
		await advance(90_000);
		expect(times()).toEqual([]);
		expect(place.depart()).toBe(true);
		await advance(200_000);
		expect(times()).toEqual([150_500]);
	});

	it('is for the next one when it was given back, at once', async () => {
		const account = newAccount();
		const place = await pacing.takePlace(account, one);
		const { call, times } = caller(account, one);
		void call();
		await advance(10_000);
		place.giveBack();
		place.giveBack();
		await clock.settle();
		expect(times()).toEqual([10_000]);
		expect(place.depart()).toBe(false);
		expect(pacing.freePlaces(account, one)).toBe(0);
	});

	it('stays with its request once that has left', async () => {
		const account = newAccount();
		const place = await pacing.takePlace(account, one);
		expect(place.depart()).toBe(true);
		place.giveBack();
		expect(place.depart()).toBe(false);
		await advance(60_499);
		expect(pacing.freePlaces(account, one)).toBe(0);
		await advance(1);
		expect(pacing.freePlaces(account, one)).toBe(1);
	});

	it('is no leave to send after TikTok said "too many"; the call keeps its rank', async () => {
		const account = newAccount();
		const first = await pacing.takePlace(account, one);
		const order: string[] = [];
		void pacing.takePlace(account, one).then((place) => {
			order.push('behind');
			place.depart();
		});
		pacing.closeFor(account, one, 5_000);
		expect(first.depart()).toBe(false);
		void pacing.takePlace(account, one, { repeatOf: first }).then((place) => {
			order.push('first');
			place.depart();
		});
		await advance(4_999);
		expect(order).toEqual([]);
		await advance(1);
		expect(order).toEqual(['first']);
		await advance(61_000);
		expect(order).toEqual(['first', 'behind']);
	});
});

describe('uploads among the posts of an account', () => {
	const one = { ...sixPerMinute, calls: 1 };

	/** Posts that note when they had what they need, and depart at once. */
	function posts(slots: UploadSlots) {
		const order: Array<[name: string, at: number]> = [];
		return {
			order,
			download: async (name: string, account: string, quota: Quota) => {
				const place = await pacing.takePlace(account, quota);
				order.push([name, clock.elapsed()]);
				place.depart();
				return place;
			},
			upload: async (name: string, account: string, quota: Quota, signal?: AbortSignal) => {
				const taken = await pacing.takePlaceWith(account, quota, slots, { signal });
				order.push([name, clock.elapsed()]);
				taken.place.depart();
				return taken;
			},
		};
	}

	it('have their turn in the order of asking', async () => {
		const slots = new UploadSlots(3);
		const { order, upload, download } = posts(slots);
		const account = newAccount();
		for (const name of ['a', 'b']) void download(name, account, one);
		void upload('file', account, one).then(({ companion }) => companion.giveBack());
		void download('c', account, one);
		await advance(200_000);
		expect(order).toEqual([
			['a', 0],
			['b', 60_500],
			['file', 121_000],
			['c', 181_500],
		]);
	});

	it('hold no slot while they wait for the quota', async () => {
		const slots = new UploadSlots(1);
		const { order, upload } = posts(slots);
		const [busy, idle] = [newAccount(), newAccount()];
		(await pacing.takePlace(busy, one)).depart();
		void upload('waits', busy, one);
		await advance(1_000);
		const other = await upload('of another account', idle, one);
		expect(order).toEqual([['of another account', 1_000]]);
		other.companion.giveBack();
	});

	it('let others pass while no slot is free, and are first when one comes', async () => {
		const slots = new UploadSlots(1);
		const { order, upload, download } = posts(slots);
		const account = newAccount();
		const two = { ...sixPerMinute, calls: 2 };
		const held = await slots.take();
		void upload('file', account, two);
		void download('a', account, two);
		await advance(1_000);
		void download('b', account, two);
		void download('c', account, two);
		await advance(30_000);
		held.giveBack();
		await advance(40_000);
		expect(order).toEqual([
			['a', 0],
			['b', 1_000],
			['file', 60_500],
			['c', 61_500],
		]);
	});

	it('get a free slot in the order of arrival, whichever account they belong to', async () => {
		const slots = new UploadSlots(1);
		const { order, upload } = posts(slots);
		let held = await slots.take();
		const names = ['a', 'b', 'c', 'd'];
		const waiting = names.map(async (name) => await upload(name, newAccount(), sixPerMinute));
		const resumed = slots.take();
		for (const [index, name] of names.entries()) {
			await advance(1_000);
			held.giveBack();
			held = (await waiting[index]).companion;
			expect(order.at(-1)).toEqual([name, clock.elapsed()]);
		}
		held.giveBack();
		await resumed;
	});

	it('a slot is not kept for one whose account must wait', async () => {
		const slots = new UploadSlots(1);
		const { order, upload } = posts(slots);
		const [busy, idle] = [newAccount(), newAccount()];
		const held = await slots.take();
		(await pacing.takePlace(busy, one)).depart();
		void upload('waits', busy, one);
		void upload('can go', idle, one);
		await advance(1_000);
		held.giveBack();
		await clock.settle();
		expect(order).toEqual([['can go', 1_000]]);
	});

	it('count as waiting for TikTok only what TikTok made them wait', async () => {
		const slots = new UploadSlots(1);
		const { upload, download } = posts(slots);
		const account = newAccount();
		const held = await slots.take();
		const waiting = upload('file', account, one);
		await advance(10_000);
		void download('passes', account, one);
		await advance(100_000);
		held.giveBack();
		expect((await waiting).place.waitedMs).toBe(60_500);
	});

	it('one that is given up hands slot and place to the next upload together', async () => {
		const slots = new UploadSlots(1);
		const { order, upload, download } = posts(slots);
		const account = newAccount();
		const { place, companion } = await pacing.takePlaceWith(account, one, slots);
		void upload('file', account, one);
		void download('behind', account, one);
		await advance(1_000);
		companion.giveBack();
		place.giveBack();
		await clock.settle();
		expect(order).toEqual([['file', 1_000]]);
	});

	it('a cancelled one leaves neither place nor slot behind', async () => {
		const slots = new UploadSlots(1);
		const { order, upload } = posts(slots);
		const account = newAccount();
		const held = await slots.take();
		const controller = new AbortController();
		const cancelled = upload('cancelled', account, one, controller.signal);
		void upload('next', account, one);
		await advance(1_000);
		controller.abort();
		await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
		held.giveBack();
		await clock.settle();
		expect(order).toEqual([['next', 1_000]]);
	});
});

describe('memory', () => {
	const one = { ...sixPerMinute, calls: 1 };

	async function call(account: string, quota: Quota): Promise<void> {
		(await pacing.takePlace(account, quota)).depart();
	}

	it('accounts that were not used for long are forgotten', async () => {
		const account = newAccount();
		await call(account, one);
		for (let index = 0; index < 2_000; index += 1) await call(newAccount(), one);
		expect(pacing.size).toBe(2_000);
		expect(pacing.freePlaces(account, one)).toBe(1);
	});

	it('an account in use is not', async () => {
		const quota = { ...sixPerMinute, calls: 2 };
		const account = newAccount();
		await call(account, quota);
		for (let index = 0; index < 1_500; index += 1) await call(newAccount(), quota);
		await call(account, quota);
		for (let index = 0; index < 1_500; index += 1) await call(newAccount(), quota);
		expect(pacing.freePlaces(account, quota)).toBe(0);
	});

	it('neither is one that somebody waits for', async () => {
		const account = newAccount();
		await call(account, one);
		const { call: wait, times } = caller(account, one);
		void wait();
		for (let index = 0; index < 2_100; index += 1) await call(newAccount(), one);
		expect(pacing.freePlaces(account, one)).toBe(0);
		await advance(61_000);
		expect(times()).toEqual([60_500]);
	});

	it('asking what is free remembers nothing', () => {
		expect(pacing.freePlaces(newAccount(), one)).toBe(1);
		expect(pacing.size).toBe(0);
	});
});
