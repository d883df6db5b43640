import type { PostMode } from '../api/inits';
import { asFailure } from '../errors/ownFailure';
import { checkVideoFacts } from '../media/checkVideo';
import { MetadataSearch } from '../media/metadataSearch';
import type { VideoFacts } from '../media/videoFacts';
import type { Preflight } from '../posting/preflight';
import { ABANDONED_DRAFT } from '../posting/startPost';
import type { ChunkRange } from './chunkPlan';
import type { VideoSource } from './videoSource';

/** Looks at a chunk that is in memory and not sent yet. */
export type ChunkCheck = (bytes: Buffer, range: ChunkRange) => void;

/** What stands behind the media of the longest video has a few MB. */
const MAX_TAIL_BYTES = 16_000_000;

/**
 * Judges a video by its header, without reading anything twice. Metadata in the first chunk is judged
 * before the init; so is what stands behind the media, where the source lets itself be asked for that
 * alone. Otherwise it is judged when its chunk is in memory and not sent yet.
 */
export class HeaderCheck {
	private readonly search = new MetadataSearch();

	constructor(
		private readonly limits: Preflight,
		private readonly mode: PostMode,
	) {}

	/** @throws TikTokFailure naming the value and the limit */
	async beforeInit(source: VideoSource, first: Buffer): Promise<void> {
		const facts = this.search.look(first, 0) ?? (await lookAhead(this.search, source));
		if (facts) checkVideoFacts(facts, this.limits.maxSeconds);
	}

	/** As {@link beforeInit}, when TikTok knows of the post. */
	readonly ofChunk: ChunkCheck = (bytes, range) => {
		const facts = this.search.look(bytes, range.first);
		if (facts) checkLater(facts, this.limits.maxSeconds, this.mode);
	};
}

/** The facts behind the media, where the source can be asked for them at once. */
export async function lookAhead(
	search: MetadataSearch,
	source: Pick<VideoSource, 'size' | 'peek'>,
): Promise<VideoFacts | undefined> {
	const { next } = search;
	const { size } = source;
	if (next === undefined || next >= size || size - next > MAX_TAIL_BYTES) return undefined;
	const tail = await source.peek?.(next, size - next);
	return tail && search.look(tail, next);
}

/** TikTok will never get the last chunk. */
function checkLater(facts: VideoFacts, maxSeconds: number | undefined, mode: PostMode): void {
	try {
		checkVideoFacts(facts, maxSeconds);
	} catch (error) {
		throw asFailure(error).after(mode === 'MEDIA_UPLOAD' ? ABANDONED_DRAFT : 'Nothing was posted.');
	}
}
