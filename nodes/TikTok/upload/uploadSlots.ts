import type { Companion } from '../request/pacing';

/** Each upload holds one chunk in memory. */
export const UPLOADS_AT_A_TIME = 3;

/**
 * What the upload before left in its slot. Memory for every file anew would stay until a full
 * collection; held weakly it can be collected all the same.
 */
type LeftBuffer = WeakRef<Buffer> | undefined;

export interface UploadSlot {
	/** A buffer of at least so many bytes, with anything in it. */
	buffer(bytes: number): Buffer;
	/** Leaves that buffer to the next upload: nothing may read from it any more. */
	leaveBuffer(): void;
	/** Once. */
	giveBack(): void;
}

/**
 * Few uploads at a time in this process, whatever the number of items and executions. A slot is
 * taken before TikTok issues the upload URL, so that no URL ages in a queue. Module state, safe to
 * lose.
 */
export class UploadSlots implements Companion<UploadSlot> {
	private readonly free: LeftBuffer[];

	/** Those who wait, first come, first told. */
	private readonly listeners = new Set<() => void>();

	constructor(count = UPLOADS_AT_A_TIME) {
		this.free = Array.from({ length: count }, () => undefined);
	}

	tryTake(): UploadSlot | undefined {
		if (this.free.length === 0) return undefined;
		let left = this.free.pop();
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
			giveBack: () => {
				if (held) this.passOn(left);
				held = false;
			},
		};
	}

	onFree(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * Waits for a free slot.
	 * @throws the reason of the signal, at once, when the execution is cancelled while waiting
	 */
	async take(signal?: AbortSignal): Promise<UploadSlot> {
		signal?.throwIfAborted();
		return (
			this.tryTake() ??
			(await new Promise((resolve, reject) => {
				const end = () => {
					endListening();
					signal?.removeEventListener('abort', leave);
				};
				const endListening = this.onFree(() => {
					const slot = this.tryTake();
					if (!slot) return;
					end();
					resolve(slot);
				});
				const leave = () => {
					end();
					reject(signal?.reason as Error);
				};
				signal?.addEventListener('abort', leave);
			}))
		);
	}

	/** A slot that comes back goes to the first who can use it. */
	private passOn(left: LeftBuffer): void {
		this.free.push(left);
		for (const listener of this.listeners) {
			if (this.free.length === 0) return;
			listener();
		}
	}
}

/** The upload slots of this process. */
export const uploadSlots = new UploadSlots();
