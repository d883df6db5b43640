import { invalidParams } from '../request/envelope';
import type { Switches } from '../switches';

const maxChunk = 64_000_000;
const maxLastChunk = 128_000_000;
const maxCount = 1000;

/**
 * Chunk arithmetic of an init, accepting only what is right under both readings of "MB"
 * (fact sheet §7.1): 5,242,880 to 64,000,000 bytes, floor division, remainder in the last chunk.
 */
export function checkChunks(
	size: number,
	chunk: number,
	count: number,
	{ maxVideoBytes, minChunkBytes }: Pick<Switches, 'maxVideoBytes' | 'minChunkBytes'>,
): void {
	if (size < 1 || size > maxVideoBytes) throw invalidParams('The video size is invalid');
	if (chunk < 1 || chunk > maxChunk) throw invalidParams('The chunk size is invalid');
	if (count < 1 || count > maxCount || count !== Math.floor(size / chunk)) {
		throw invalidParams('The total chunk count is invalid');
	}
	if (count === 1) {
		// A single chunk is the whole file, whatever its size.
		if (chunk !== size) throw invalidParams('The chunk size is invalid');
		return;
	}
	const last = size - (count - 1) * chunk;
	if (chunk < minChunkBytes || last > maxLastChunk)
		throw invalidParams('The chunk size is invalid');
}

/** First and last byte of a chunk, both inclusive. */
export function rangeOfChunk(
	index: number,
	{
		videoSize,
		chunkSize,
		chunkCount,
	}: { videoSize: number; chunkSize: number; chunkCount: number },
): { first: number; last: number } {
	const first = index * chunkSize;
	return { first, last: (index === chunkCount - 1 ? videoSize : first + chunkSize) - 1 };
}
