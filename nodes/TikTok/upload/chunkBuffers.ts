/**
 * Buffers of finished uploads, for the next ones to fill: memory for every file anew would stay until
 * a full collection. Held weakly, so that nothing is kept from being collected. Module state, safe to
 * lose.
 */

/** As many as uploads run at a time. */
const MOST = 3;

let left: Array<WeakRef<Buffer>> = [];

/** A buffer of at least so many bytes, with anything in it. */
export function takeBuffer(bytes: number): Buffer {
	const found = left.find((reference) => (reference.deref()?.length ?? 0) >= bytes);
	left = left.filter((reference) => reference !== found);
	return found?.deref() ?? Buffer.allocUnsafeSlow(bytes);
}

/** Leaves a buffer to the next upload. Nothing may read from it any more. */
export function leaveBuffer(buffer: Buffer): void {
	left = [...left, new WeakRef(buffer)].slice(-MOST);
}
