import { TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import { UPLOAD_WINDOW_MS } from '../limits';
import { afterChunk } from '../request/retryPolicy';
import { elapsed, wait } from '../shared/clock';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import { chunkRange, chunkStartingAt } from './chunkPlan';
import type { ChunkReader } from './chunkReader';
import type { PutAnswer, PutChunk } from './putChunk';

/** How often TikTok's 416 may name another place than the next; then its answers make no sense. */
const MAX_JUMPS = 5;
/** After so many chunks the speed is known well enough to foretell that the hour is too short. */
const CHUNKS_BEFORE_FORECAST = 3;

/** How an upload ended. */
export type UploadEnd =
	/** TikTok has every byte. */
	| { state: 'complete'; byStatus?: boolean }
	/** The URL is dead and no byte range was complete: a new init is safe. */
	| { state: 'expiredUnused' }
	/** The answer to the last chunk was lost: only TikTok's status can tell. */
	| { state: 'unknown' };

export interface Upload {
	plan: ChunkPlan;
	reader: ChunkReader;
	put: PutChunk;
	publishId: string;
	signal?: AbortSignal;
	log: (message: string, level?: 'info' | 'warn') => void;
	/** What is known of this upload, over all tries. */
	soFar: { someStored: boolean; mayBePosted: boolean };
	/** Judges the last chunk before it is sent: after it the video is posted. */
	checkLast?: (bytes: Buffer, range: ChunkRange) => void;
	/** Counted here, for the output. */
	resent: number;
}

/**
 * Sends a file in strict order, one chunk at a time; what fails on the line is sent again from
 * memory (open API fact sheet §7).
 * @throws TikTokFailure with the publish ID and `upload_state`
 */
export async function sendFile(upload: Upload, from = 0): Promise<UploadEnd> {
	const { plan } = upload;
	const speed = { startedAt: elapsed(), firstByte: chunkRange(plan, from).first };
	// An earlier try got that far.
	if (from > 0) upload.soFar.someStored = true;
	let warned = false;
	let jumps = 0;
	for (let index = from; index < plan.count; ) {
		const range = chunkRange(plan, index);
		const end = await sendChunk(upload, range);
		if (end.next === undefined) return end.upload;
		if (end.next !== index + 1 && ++jumps > MAX_JUMPS) {
			if (upload.soFar.mayBePosted) return { state: 'unknown' };
			throw givenUp(upload, range, { status: 416 }, jumps);
		}
		if (end.next <= index) upload.resent++;
		index = end.next;
		upload.log(
			`TikTok: chunk ${range.index + 1} of ${plan.count} sent (${range.last + 1} of ${plan.size} bytes)`,
		);
		warned = warned || warnWhenTooSlow(upload, range, speed);
	}
	return { state: 'complete' };
}

type ChunkEnd = { next: number } | { next?: undefined; upload: UploadEnd };

async function sendChunk(upload: Upload, range: ChunkRange): Promise<ChunkEnd> {
	const bytes = await upload.reader.read(range.index);
	const isLast = range.index === upload.plan.count - 1;
	if (isLast) upload.checkLast?.(bytes, range);
	for (let attempt = 1; ; attempt++) {
		const answer = await upload.put(bytes, range, upload.plan.size);
		const stored = progress(upload.plan, range, answer);
		if (stored !== undefined) {
			upload.soFar.someStored = true;
			return { next: stored };
		}
		const isRefused = answer.status !== undefined && answer.status < 500;
		// A lost answer to the last chunk may have been the good one: then the URL is used up, and
		// a refusal of any repeat says nothing.
		if (isRefused && upload.soFar.mayBePosted) return { upload: { state: 'unknown' } };
		if (answer.status === 403 || answer.status === 404) {
			if (!upload.soFar.someStored) return { upload: { state: 'expiredUnused' } };
			throw expired(upload, range, answer);
		}
		if (isLast && !isRefused) upload.soFar.mayBePosted = true;
		const reaction = afterChunk(isLast ? 'lastChunk' : 'chunk', answer.status, attempt);
		if (reaction.pause === undefined) {
			if (reaction.then === 'askStatus') return { upload: { state: 'unknown' } };
			throw isRefused
				? refused(upload, range, answer, attempt)
				: givenUp(upload, range, answer, attempt);
		}
		upload.resent++;
		upload.log(
			`TikTok: chunk ${range.index + 1} of ${upload.plan.count} failed (${describe(answer)}), sent again in ${reaction.pause / 1000} s`,
		);
		await wait(reaction.pause, upload.signal);
	}
}

/**
 * The next chunk that TikTok wants; `undefined` when this one was not stored. A 416 tells what
 * TikTok has: whether as a count or as the last index is not documented, so both are understood.
 */
function progress(plan: ChunkPlan, range: ChunkRange, answer: PutAnswer): number | undefined {
	if (answer.status === 201 || answer.status === 200 || answer.status === 206)
		return range.index + 1;
	if (answer.status !== 416 || answer.storedBytes === undefined) return undefined;
	for (const count of [answer.storedBytes, answer.storedBytes + 1]) {
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

const describe = (answer: PutAnswer) =>
	answer.status === undefined ? 'no answer' : `HTTP ${answer.status}`;

function chunkFailure(
	upload: Upload,
	range: ChunkRange,
	headline: string,
	advice: string,
	details: { code: string; http_status?: number; retryable: boolean; attempts?: number },
): TikTokFailure {
	return new TikTokFailure(headline, advice, 'tiktok', {
		...details,
		publish_id: upload.publishId,
		upload_state: range.index === 0 ? 'none' : 'partial',
		chunk: range.index + 1,
		chunks: upload.plan.count,
		bytes_sent: range.first,
		bytes: upload.plan.size,
	});
}

const chunkName = (upload: Upload, range: ChunkRange) =>
	`chunk ${range.index + 1} of ${upload.plan.count} (bytes ${range.first}-${range.last} of ${upload.plan.size})`;

function refused(
	upload: Upload,
	range: ChunkRange,
	answer: PutAnswer,
	attempts: number,
): TikTokFailure {
	return chunkFailure(
		upload,
		range,
		`TikTok refused ${chunkName(upload, range)} with HTTP ${answer.status}.`,
		'Nothing was posted. Check that the file is a complete video; when it is, report this with the publish ID.',
		{
			code: `upload_http_${answer.status}`,
			http_status: answer.status,
			retryable: false,
			attempts,
		},
	);
}

function givenUp(
	upload: Upload,
	range: ChunkRange,
	answer: PutAnswer,
	attempts: number,
): TikTokFailure {
	return chunkFailure(
		upload,
		range,
		`Uploading ${chunkName(upload, range)} failed ${attempts} times, last with ${describe(answer)}.`,
		'Nothing was posted. Check the network between n8n and TikTok, then run the item again.',
		{
			code: 'upload_failed' satisfies OwnCode,
			http_status: answer.status,
			retryable: true,
			attempts,
		},
	);
}

function expired(upload: Upload, range: ChunkRange, answer: PutAnswer): TikTokFailure {
	const neededMbit = (upload.plan.size * 8) / (UPLOAD_WINDOW_MS / 1000) / 1_000_000;
	return chunkFailure(
		upload,
		range,
		`TikTok closed the upload after ${range.first} of ${upload.plan.size} bytes (HTTP ${answer.status}).`,
		`An upload must finish within 60 min; this file needs at least ${neededMbit.toFixed(1)} Mbit/s. Nothing was posted.`,
		{ code: 'upload_url_expired' satisfies OwnCode, http_status: answer.status, retryable: true },
	);
}
