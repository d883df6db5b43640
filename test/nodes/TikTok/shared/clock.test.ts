import { deadline, elapsed, now, wait } from '../../../../nodes/TikTok/shared/clock';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('waiting', () => {
	it.each([0, 1, 250, 251, 1_000, 30_000])('takes %d ms', async (milliseconds) => {
		const start = now();
		let over = false;
		const waiting = wait(milliseconds).then(() => {
			over = true;
		});
		if (milliseconds > 0) {
			await jest.advanceTimersByTimeAsync(milliseconds - 1);
			expect(over).toBe(false);
			await jest.advanceTimersByTimeAsync(1);
		}
		await waiting;
		expect(now() - start).toBe(milliseconds);
	});

	it('ends within a quarter of a second when the execution is cancelled', async () => {
		const controller = new AbortController();
		const start = now();
		const waiting = wait(60_000, controller.signal).catch((error: unknown) => error);
		await jest.advanceTimersByTimeAsync(10_000);
		controller.abort();
		await jest.advanceTimersByTimeAsync(250);
		await expect(waiting).resolves.toMatchObject({ name: 'AbortError' });
		expect(now() - start).toBeLessThanOrEqual(10_250);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('does not even begin when the execution is cancelled already', async () => {
		await expect(wait(60_000, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([-3_600_000, 3_600_000])(
		"takes as long when the computer's clock is set by %d ms meanwhile",
		async (offset) => {
			const start = elapsed();
			let over = false;
			const waiting = wait(30_000).then(() => {
				over = true;
			});
			await jest.advanceTimersByTimeAsync(10_000);
			jest.setSystemTime(now() + offset);
			await jest.advanceTimersByTimeAsync(19_999);
			expect(over).toBe(false);
			await jest.advanceTimersByTimeAsync(1);
			await waiting;
			expect(elapsed() - start).toBe(30_000);
		},
	);
});

describe('a deadline', () => {
	beforeEach(() => jest.useRealTimers());
	const over = async (end: AbortSignal) =>
		await new Promise((resolve) => end.addEventListener('abort', resolve));

	it('ends what waits for it', async () => {
		const end = deadline(5);
		await over(end);
		expect(end.reason).toMatchObject({ name: 'TimeoutError' });
	});

	// Node throws for the first and the last, and takes the second for one millisecond.
	it.each([246_999.999_999_999_97, 2 ** 31, Number.MAX_SAFE_INTEGER])(
		'of %d ms is not over when a shorter one is',
		async (milliseconds) => {
			const end = deadline(milliseconds);
			await over(deadline(4.5));
			expect(end.aborted).toBe(false);
		},
	);
});
