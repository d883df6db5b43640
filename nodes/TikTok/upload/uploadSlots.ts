/**
 * At most three uploads at a time in this process, whatever the number of items and executions:
 * each holds one chunk in memory. A slot is taken before TikTok issues the upload URL, so that no
 * URL ages in a queue. Module state, safe to lose.
 */

const SLOTS = 3;

let free = SLOTS;
/** Those who wait, first come, first served. */
const queue: Array<() => void> = [];

/**
 * Waits for a free slot. Call the returned function once to give it back.
 * @throws the reason of the signal when the execution is cancelled while waiting
 */
export async function takeUploadSlot(signal?: AbortSignal): Promise<() => void> {
	signal?.throwIfAborted();
	if (free > 0) free--;
	else await placeInQueue(signal);
	let held = true;
	return () => {
		if (held) giveBack();
		held = false;
	};
}

/** A slot that comes back goes straight to the next in the queue. */
function giveBack(): void {
	const next = queue.shift();
	if (next) next();
	else free++;
}

async function placeInQueue(signal?: AbortSignal): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const leave = () => {
			queue.splice(queue.indexOf(enter), 1);
			reject(signal?.reason as Error);
		};
		const enter = () => {
			signal?.removeEventListener('abort', leave);
			resolve();
		};
		queue.push(enter);
		signal?.addEventListener('abort', leave, { once: true });
	});
}
