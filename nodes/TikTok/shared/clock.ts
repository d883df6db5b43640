import { sleep } from 'n8n-workflow';

/**
 * The only place that reads the time or waits. Pacing, retries and status waits go through it, so
 * that one clock can be moved for all of them.
 */
export interface Clock {
	now(): number;
	elapsed(): number;
	wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Milliseconds since 1970: for times that are saved, shown or compared with those of others. */
export function now(): number {
	return Date.now();
}

/**
 * Milliseconds since some moment before. Goes on evenly when the computer's clock is set: for ages,
 * pauses and limits of this process.
 */
export function elapsed(): number {
	return Math.floor(performance.now());
}

/** What timers can hold, nearly 25 days: Node takes anything longer for one millisecond. */
export const LONGEST_MS = 2 ** 31 - 1;

/**
 * Aborted after so many milliseconds: for work that must end also when it always goes on a little.
 * Times computed from a user's minutes have fractions, and Node throws for those.
 */
export function deadline(milliseconds: number): AbortSignal {
	return AbortSignal.timeout(Math.min(Math.ceil(milliseconds), LONGEST_MS));
}

const CANCEL_CHECK_MS = 250;

/** Waits; rejects within a quarter of a second when the execution is cancelled. */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = elapsed() + milliseconds;
	for (;;) {
		signal?.throwIfAborted();
		const left = end - elapsed();
		if (left <= 0) return;
		await sleep(Math.min(left, CANCEL_CHECK_MS));
	}
}
