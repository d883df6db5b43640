import fc from 'fast-check';
import type { Quota } from '../../../../nodes/TikTok/limits';
import { closeFor, takePlace } from '../../../../nodes/TikTok/request/governor';
import { now, wait } from '../../../../nodes/TikTok/shared/clock';

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ now: jest.fn(), wait: jest.fn() }));

interface Sleeper {
	due: number;
	wake: () => void;
}

let time: number;
let sleepers: Sleeper[];
let accounts = 0;

beforeEach(() => {
	time = 1_800_000_000_000;
	sleepers = [];
	jest.mocked(now).mockImplementation(() => time);
	jest.mocked(wait).mockImplementation(
		async (ms, signal) =>
			await new Promise<void>((wake, reject) => {
				if (signal?.aborted) reject(signal.reason as Error);
				signal?.addEventListener('abort', () => reject(signal.reason as Error));
				sleepers.push({ due: time + ms, wake });
			}),
	);
});

const settled = async () => {
	for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

async function advance(ms: number): Promise<void> {
	const until = time + ms;
	for (;;) {
		await settled();
		const next = sleepers.sort((a, b) => a.due - b.due)[0];
		if (!next || next.due > until) break;
		sleepers.shift();
		time = Math.max(time, next.due);
		next.wake();
	}
	time = until;
}

/** Each test has an account of its own: the governor remembers across tests. */
function newAccount(): string {
	accounts += 1;
	return `account ${accounts}`;
}

const sixPerMinute: Quota = { name: 'posts', calls: 6, windowMs: 60_000 };

/** Calls that leave when they get their place; says when each left, since the start. */
function caller(account: string, quota = sixPerMinute) {
	const start = time;
	const left: Array<{ name: number; at: number }> = [];
	let asked = 0;
	return {
		left,
		times: () => left.map(({ at }) => at),
		async call(): Promise<number> {
			const name = asked;
			asked += 1;
			const waited = await takePlace(account, quota);
			left.push({ name, at: time - start });
			return waited;
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

	it('a cancelled execution stops waiting', async () => {
		const account = newAccount();
		const quota = { ...sixPerMinute, calls: 1 };
		const controller = new AbortController();
		await takePlace(account, quota);
		const waiting = takePlace(account, quota, controller.signal);
		await settled();
		controller.abort();
		await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
	});
});

describe('after TikTok said "too many"', () => {
	it('nobody who asks afterwards sends before the pause is over', async () => {
		const account = newAccount();
		const { call, times } = caller(account);
		closeFor(account, sixPerMinute, 30_000);
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
		closeFor(account, { ...sixPerMinute, calls: 1 }, 30_000);
		await advance(29_000);
		expect(times()).toEqual([0]);
		await advance(120_000);
		expect(times()).toHaveLength(2);
	});

	it('a shorter pause does not open what a longer one has closed', async () => {
		const account = newAccount();
		const { call, times } = caller(account);
		closeFor(account, sixPerMinute, 60_000);
		closeFor(account, sixPerMinute, 5_000);
		void call();
		await advance(59_000);
		expect(times()).toEqual([]);
	});

	it('other accounts go on', async () => {
		closeFor(newAccount(), sixPerMinute, 60_000);
		const { call, times } = caller(newAccount());
		void call();
		await advance(0);
		expect(times()).toEqual([0]);
	});
});

describe('memory', () => {
	it('accounts that were not used for long are forgotten', async () => {
		const quota = { ...sixPerMinute, calls: 1 };
		const account = newAccount();
		await takePlace(account, quota);
		for (let index = 0; index < 2_000; index += 1) await takePlace(newAccount(), quota);
		await expect(takePlace(account, quota)).resolves.toBe(0);
	});

	it('an account in use is not', async () => {
		const quota = { ...sixPerMinute, calls: 2 };
		const account = newAccount();
		await takePlace(account, quota);
		for (let index = 0; index < 1_500; index += 1) await takePlace(newAccount(), quota);
		await takePlace(account, quota);
		for (let index = 0; index < 1_500; index += 1) await takePlace(newAccount(), quota);
		const { call, times } = caller(account, quota);
		void call();
		await advance(1_000);
		expect(times()).toEqual([]);
	});
});
