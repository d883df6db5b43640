import { TikTokFailure } from '../errors/failure';
import { UPLOAD_WINDOW_MS } from '../limits';
import type { PutKind, PutMeaning } from '../request/retryPolicy';
import { afterPut, MAX_JUMPS, mayBeComplete, meaningOfPut } from '../request/retryPolicy';
import type { PostBeingSent } from '../run/ledger';
import { elapsed, wait } from '../shared/clock';
import type { ChunkCheck } from './checkHeader';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import { chunkRange, chunkStartingAt } from './chunkPlan';
import type { ChunkReader } from './chunkReader';
import type { PutAnswer, PutChunk } from './putChunk';
import type { Position } from './uploadFailures';
import { describeAnswer, expired, givenUp, refused, unread } from './uploadFailures';

/** After so many chunks the speed is known well enough to foretell that the hour is too short. */
const CHUNKS_BEFORE_FORECAST = 3;

/** How sending ended. */
export type SendEnd =
	/** TikTok has every byte. */
	| 'complete'
	/** The URL is dead and no byte range was complete: a new init is safe. */
	| 'expiredUnused'
	/** The answers leave open what TikTok has: only its status can tell. */
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
	/** The index of the chunk at hand, and the newest answer. */
	at: number;
	answer?: PutAnswer;
}

/**
 * Sends a file in strict order, one chunk at a time; what fails on the line is sent again from
 * memory (open API fact sheet §7).
 * @throws TikTokFailure with the publish ID and `upload_state`
 */
export async function sendChunks(upload: Upload, from = 0): Promise<SendEnd> {
	const { plan, post } = upload;
	const speed = { startedAt: elapsed(), firstByte: chunkRange(plan, from).first };
	// An earlier try got that far.
	if (from > 0) post.someStored = true;
	let warned = false;
	let jumps = 0;
	for (let index = from; index < plan.count; ) {
		upload.at = index;
		const range = chunkRange(plan, index);
		const next = await sendChunk(upload, range);
		if (typeof next === 'string') return next;
		if (next !== index + 1 && ++jumps > MAX_JUMPS) {
			if (post.mayBePosted) return 'unknown';
			throw givenUp(positionOf(upload), { status: 416 }, jumps);
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

/** For the words of an error. */
export const positionOf = ({ plan, at, post: { publishId } }: Upload): Position => ({
	plan,
	range: chunkRange(plan, at),
	publishId,
});

/** @returns the next chunk that TikTok wants, or how the upload ended */
async function sendChunk(
	upload: Upload,
	range: ChunkRange,
): Promise<number | Exclude<SendEnd, 'complete'>> {
	const { plan, post } = upload;
	const bytes = await upload.reader.read(range.index).catch((error: unknown) => {
		throw error instanceof TikTokFailure ? unread(positionOf(upload), error) : error;
	});
	const kind = range.index === plan.count - 1 ? 'lastChunk' : 'chunk';
	upload.check?.(bytes, range);
	for (let attempt = 1; ; attempt++) {
		const answer = await putOnce(upload, kind, bytes, range);
		const meaning = meaningOf(kind, answer);
		if (meaning === 'stored') {
			post.someStored = true;
			return range.index + 1;
		}
		const next = meaning === 'elsewhere' ? nextWanted(plan, range, answer) : undefined;
		if (next !== undefined) {
			post.someStored = true;
			return next;
		}
		if (mayBeComplete(kind, meaning)) post.mayBePosted = true;
		const reaction = afterPut(kind, meaning, attempt, answer.retryAfterMs ?? 0);
		if (reaction.pause === undefined) {
			// Once TikTok may have had all, its URL may be used up: a refusal says nothing any more.
			if (reaction.then === 'askStatus' || post.mayBePosted) return 'unknown';
			if (meaning === 'closed' && !post.someStored) return 'expiredUnused';
			throw failureOf(meaning)(positionOf(upload), answer, attempt);
		}
		upload.resent++;
		upload.log(
			`TikTok: chunk ${range.index + 1} of ${plan.count} failed (${describeAnswer(answer)}), sent again in ${reaction.pause / 1000} s`,
		);
		await wait(reaction.pause, upload.signal);
	}
}

async function putOnce(
	upload: Upload,
	kind: PutKind,
	bytes: Buffer,
	range: ChunkRange,
): Promise<PutAnswer> {
	const { put, plan, post, reader } = upload;
	reader.lend();
	const couldBePosted = post.mayBePosted;
	// Cancelled on the way, nobody knows how much of it had left.
	if (kind === 'lastChunk') post.mayBePosted = true;
	const answer = await put(bytes, range, plan.size);
	post.mayBePosted = couldBePosted;
	if (answer.isClean) reader.takeBack();
	upload.answer = answer;
	return answer;
}

function meaningOf(kind: PutKind, { status, isNeverSent }: PutAnswer): PutMeaning {
	if (status !== undefined) return meaningOfPut(kind, status);
	return isNeverSent ? 'neverSent' : 'lost';
}

function failureOf(meaning: PutMeaning) {
	if (meaning === 'closed') return expired;
	return meaning === 'refused' ? refused : givenUp;
}

/**
 * Where TikTok wants to go on, from the progress of a 416: whether that is a count or the last index
 * is not documented, so both are understood. `undefined` when it makes no sense.
 */
function nextWanted(
	plan: ChunkPlan,
	range: ChunkRange,
	{ storedBytes }: PutAnswer,
): number | undefined {
	if (storedBytes === undefined) return undefined;
	for (const count of [storedBytes, storedBytes + 1]) {
		if (count === plan.size) return plan.count;
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
