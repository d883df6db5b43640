import { UPLOAD_WINDOW_MS } from '../limits';
import { afterChunk, MAX_JUMPS, meaningOfChunk } from '../request/retryPolicy';
import type { PostBeingSent } from '../run/ledger';
import { elapsed, wait } from '../shared/clock';
import type { ChunkCheck } from './checkHeader';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import { chunkRange, chunkStartingAt } from './chunkPlan';
import type { ChunkReader } from './chunkReader';
import type { PutAnswer, PutChunk } from './putChunk';
import { describeAnswer, expired, givenUp, refused } from './uploadFailures';

/** After so many chunks the speed is known well enough to foretell that the hour is too short. */
const CHUNKS_BEFORE_FORECAST = 3;

/** How sending ended. */
export type SendEnd =
	/** TikTok has every byte. */
	| 'complete'
	/** The URL is dead and no byte range was complete: a new init is safe. */
	| 'expiredUnused'
	/** The answer to the last chunk was lost: only TikTok's status can tell. */
	| 'unknown';

export interface Upload {
	plan: ChunkPlan;
	reader: ChunkReader;
	put: PutChunk;
	signal?: AbortSignal;
	log: (message: string, level?: 'info' | 'warn') => void;
	/** What is known of this upload, over all tries. */
	post: PostBeingSent;
	/** Judges a chunk before it is sent: after the last one the video is posted. */
	check?: ChunkCheck;
	/** Counted here, for the output. */
	resent: number;
}

/**
 * Sends a file in strict order, one chunk at a time; what fails on the line is sent again from
 * memory (open API fact sheet §7).
 * @throws TikTokFailure with the publish ID and `upload_state`
 */
export async function sendFile(upload: Upload, from = 0): Promise<SendEnd> {
	const { plan, post } = upload;
	const speed = { startedAt: elapsed(), firstByte: chunkRange(plan, from).first };
	// An earlier try got that far.
	if (from > 0) post.someStored = true;
	let warned = false;
	let jumps = 0;
	for (let index = from; index < plan.count; ) {
		const range = chunkRange(plan, index);
		const next = await sendChunk(upload, range);
		if (typeof next === 'string') return next;
		if (next !== index + 1 && ++jumps > MAX_JUMPS) {
			if (post.mayBePosted) return 'unknown';
			throw givenUp(positionOf(upload, range), { status: 416 }, jumps);
		}
		if (next <= index) upload.resent++;
		index = next;
		upload.log(
			`TikTok: chunk ${range.index + 1} of ${plan.count} sent (${range.last + 1} of ${plan.size} bytes)`,
		);
		warned = warned || warnWhenTooSlow(upload, range, speed);
	}
	return 'complete';
}

const positionOf = ({ plan, post: { publishId } }: Upload, range: ChunkRange) => ({
	plan,
	range,
	publishId,
});

/** @returns the next chunk that TikTok wants, or how the upload ended */
async function sendChunk(
	upload: Upload,
	range: ChunkRange,
): Promise<number | Exclude<SendEnd, 'complete'>> {
	const { plan, post } = upload;
	const bytes = await upload.reader.read(range.index);
	const isLast = range.index === plan.count - 1;
	upload.check?.(bytes, range);
	for (let attempt = 1; ; attempt++) {
		const answer = await upload.put(bytes, range, plan.size);
		const meaning = meaningOfChunk(answer.status);
		const next = meaning === 'stored' ? range.index + 1 : nextWanted(plan, range, answer);
		if (next !== undefined) {
			post.someStored = true;
			return next;
		}
		const isRefused = meaning !== 'lost' && meaning !== 'serverError';
		// A lost answer to the last chunk may have been the good one: then the URL is used up, and
		// a refusal of any repeat says nothing.
		if (isRefused && post.mayBePosted) return 'unknown';
		if (meaning === 'closed') {
			if (!post.someStored) return 'expiredUnused';
			throw expired(positionOf(upload, range), answer);
		}
		if (isLast && !isRefused) post.mayBePosted = true;
		const reaction = afterChunk(isLast ? 'lastChunk' : 'chunk', meaning, attempt);
		if (reaction.pause === undefined) {
			if (reaction.then === 'askStatus') return 'unknown';
			throw (isRefused ? refused : givenUp)(positionOf(upload, range), answer, attempt);
		}
		upload.resent++;
		upload.log(
			`TikTok: chunk ${range.index + 1} of ${plan.count} failed (${describeAnswer(answer)}), sent again in ${reaction.pause / 1000} s`,
		);
		await wait(reaction.pause, upload.signal);
	}
}

/**
 * Where TikTok wants to go on, from the progress of a 416: whether that is a count or the last index
 * is not documented, so both are understood.
 */
function nextWanted(
	plan: ChunkPlan,
	range: ChunkRange,
	{ status, storedBytes }: PutAnswer,
): number | undefined {
	if (meaningOfChunk(status) !== 'elsewhere' || storedBytes === undefined) return undefined;
	for (const count of [storedBytes, storedBytes + 1]) {
		if (count >= plan.size) return plan.count;
		const next = chunkStartingAt(plan, count);
		if (next !== undefined && next !== range.index) return next;
	}
	return undefined;
}

function warnWhenTooSlow(
	upload: Upload,
	range: ChunkRange,
	speed: { startedAt: number; firstByte: number },
): boolean {
	if (range.index + 1 < CHUNKS_BEFORE_FORECAST) return false;
	const sent = range.last + 1 - speed.firstByte;
	const forecastMs = ((elapsed() - speed.startedAt) / sent) * upload.plan.size;
	if (forecastMs <= UPLOAD_WINDOW_MS) return false;
	upload.log(
		`TikTok: at this speed the upload needs ${Math.round(forecastMs / 60_000)} min, but TikTok closes it after 60 min`,
		'warn',
	);
	return true;
}
