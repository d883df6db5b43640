import type { IDataObject } from 'n8n-workflow';
import { CHUNK_BYTES } from '../limits';

/**
 * How a file is cut for TikTok. The count is rounded down and the remainder travels with the last
 * chunk; a single chunk must be exactly the file (open API fact sheet §7.1).
 */
export interface ChunkPlan {
	size: number;
	chunkSize: number;
	count: number;
}

/** Bytes `first` to `last`, both inclusive, as in a `Content-Range` header. */
export interface ChunkRange {
	index: number;
	first: number;
	last: number;
	length: number;
}

/**
 * A plan that TikTok accepts whichever way it reads "MB": as few chunks as possible, of the same
 * size. `size` in bytes, 1 or more.
 */
export function planChunks(size: number): ChunkPlan {
	const count = Math.ceil(size / CHUNK_BYTES);
	return { size, chunkSize: Math.floor(size / count), count };
}

/** The range of chunk `index`, 0-based. */
export function chunkRange(plan: ChunkPlan, index: number): ChunkRange {
	const first = index * plan.chunkSize;
	const last = (index === plan.count - 1 ? plan.size : first + plan.chunkSize) - 1;
	return { index, first, last, length: last - first + 1 };
}

/** The chunk that starts at a byte, when one does. */
export function chunkStartingAt(plan: ChunkPlan, byte: number): number | undefined {
	const index = byte / plan.chunkSize;
	return Number.isInteger(index) && index < plan.count ? index : undefined;
}

/** The declared request, plus what only the file tells. */
export function withFile(declared: IDataObject, plan: ChunkPlan): IDataObject {
	return {
		...declared,
		source_info: {
			...(declared.source_info as IDataObject),
			video_size: plan.size,
			chunk_size: plan.chunkSize,
			total_chunk_count: plan.count,
		},
	};
}
