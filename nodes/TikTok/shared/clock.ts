import { sleep } from 'n8n-workflow';

/**
 * The only place that reads the time or waits. Pacing, retries and status waits go through it, so
 * that one clock can be moved for all of them.
 */

/** Milliseconds since 1970. */
export function now(): number {
	return Date.now();
}

const CANCEL_CHECK_MS = 250;

/** Waits; rejects within a quarter of a second when the execution is cancelled. */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = Date.now() + milliseconds;
	for (;;) {
		signal?.throwIfAborted();
		const left = end - Date.now();
		if (left <= 0) return;
		await sleep(Math.min(left, CANCEL_CHECK_MS));
	}
}
