import { asFailure } from '../errors/ownFailure';
import { checkVideoFacts } from '../media/checkVideo';
import { MetadataSearch } from '../media/metadataSearch';
import type { VideoFacts } from '../media/videoFacts';
import type { Preflight } from '../posting/preflight';
import type { ChunkRange } from './chunkPlan';

/** Looks at a chunk that is in memory and not sent yet. */
export type ChunkCheck = (bytes: Buffer, range: ChunkRange) => void;

/**
 * Judges a video by its header, without reading anything twice: metadata in the first chunk before
 * the init, metadata further back when its chunk is in memory and not sent yet.
 * @returns the check, which throws a TikTokFailure naming the value and the limit
 */
export function headerCheck({ maxSeconds }: Preflight): ChunkCheck {
	const search = new MetadataSearch();
	return (bytes, range) => {
		const facts = search.look(bytes, range.first);
		if (!facts) return;
		if (range.index === 0) checkVideoFacts(facts, maxSeconds);
		else checkLater(facts, maxSeconds);
	};
}

/** By now TikTok knows of the post, though it will never get its last chunk. */
function checkLater(facts: VideoFacts, maxSeconds: number | undefined): void {
	try {
		checkVideoFacts(facts, maxSeconds);
	} catch (error) {
		throw asFailure(error).after(
			'Nothing was posted, but the attempt may hold one of five draft places for a day.',
		);
	}
}
