import { wait } from '../shared/clock';

/**
 * At most three uploads at a time in this process, whatever the number of items and executions:
 * each holds one chunk in memory. A slot is taken before TikTok issues the upload URL, so that no
 * URL ages in a queue. Module state, safe to lose.
 */

const SLOTS = 3;
const CHECK_MS = 100;

let taken = 0;
const queue: symbol[] = [];

/** Waits for a free slot, first come, first served. Call the returned function to give it back, once. */
export async function takeUploadSlot(signal?: AbortSignal): Promise<() => void> {
	const place = Symbol('place in the queue');
	queue.push(place);
	try {
		while (taken >= SLOTS || queue[0] !== place) await wait(CHECK_MS, signal);
		taken++;
	} finally {
		queue.splice(queue.indexOf(place), 1);
	}
	let held = true;
	return () => {
		if (held) taken--;
		held = false;
	};
}
