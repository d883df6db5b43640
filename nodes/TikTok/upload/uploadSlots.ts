/**
 * At most three uploads at a time in this process, whatever the number of items and executions:
 * each holds one chunk in memory. A slot is taken before TikTok issues the upload URL, so that no
 * URL ages in a queue. Module state, safe to lose.
 */

/**
 * What the upload before left in its slot. Memory for every file anew would stay until a full
 * collection; held weakly it can be collected all the same.
 */
type LeftBuffer = WeakRef<Buffer> | undefined;

/** The free slots. */
const free: LeftBuffer[] = [undefined, undefined, undefined];
/** Those who wait, first come, first served. */
const queue: Array<(left: LeftBuffer) => void> = [];

export interface UploadSlot {
	/** A buffer of at least so many bytes, with anything in it. */
	buffer(bytes: number): Buffer;
	/** Leaves that buffer to the next upload: nothing may read from it any more. */
	leaveBuffer(): void;
	/** Once. */
	giveBack(): void;
}

/**
 * Waits for a free slot.
 * @throws the reason of the signal when the execution is cancelled while waiting
 */
export async function takeUploadSlot(signal?: AbortSignal): Promise<UploadSlot> {
	signal?.throwIfAborted();
	let left = free.length > 0 ? free.pop() : await placeInQueue(signal);
	let used: Buffer | undefined;
	let held = true;
	return {
		buffer(bytes) {
			const found = left?.deref();
			used = found && found.length >= bytes ? found : Buffer.allocUnsafeSlow(bytes);
			left = undefined;
			return used;
		},
		leaveBuffer() {
			left = used && new WeakRef(used);
		},
		giveBack() {
			if (held) passOn(left);
			held = false;
		},
	};
}

/** A slot that comes back goes straight to the next in the queue. */
function passOn(left: LeftBuffer): void {
	const next = queue.shift();
	if (next) next(left);
	else free.push(left);
}

async function placeInQueue(signal?: AbortSignal): Promise<LeftBuffer> {
	return await new Promise((resolve, reject) => {
		const leave = () => {
			queue.splice(queue.indexOf(enter), 1);
			reject(signal?.reason as Error);
		};
		const enter = (left: LeftBuffer) => {
			signal?.removeEventListener('abort', leave);
			resolve(left);
		};
		queue.push(enter);
		signal?.addEventListener('abort', leave, { once: true });
	});
}
