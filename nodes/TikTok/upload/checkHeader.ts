import type { ChunkPlan, ChunkRange } from './chunkPlan';
import type { ChunkReader } from './chunkReader';
import { asFailure } from '../errors/ownFailure';
import { checkVideoFacts, locateMetadata, readTrailingMetadata } from '../media/checkVideo';
import type { Preflight } from '../posting/preflight';

/**
 * Judges a video by its header, without reading anything twice: metadata in the first chunk before
 * the init, metadata behind the media when the last chunk is in memory and not sent yet.
 * @returns the check of the last chunk, when there is still something to check
 * @throws TikTokFailure naming the value and the limit
 */
export async function checkHeader(
	reader: ChunkReader,
	plan: ChunkPlan,
	{ maxSeconds }: Preflight,
): Promise<((bytes: Buffer, range: ChunkRange) => void) | undefined> {
	const place = locateMetadata(await reader.read(0));
	if (place === 'unknown') return undefined;
	if ('facts' in place) {
		checkVideoFacts(place.facts, maxSeconds);
		return undefined;
	}
	if (plan.count === 1) return undefined;
	return (bytes, range) => {
		const facts = readTrailingMetadata(bytes, range.first, place.at);
		if (facts) checkTrailing(facts, maxSeconds);
	};
}

/** By now TikTok knows of the post, though it will never get its last chunk. */
function checkTrailing(...facts: Parameters<typeof checkVideoFacts>): void {
	try {
		checkVideoFacts(...facts);
	} catch (error) {
		throw asFailure(error).after(
			'Nothing was posted, but the attempt may hold one of five draft places for a day.',
		);
	}
}
