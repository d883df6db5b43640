import { inputFailure } from '../errors/ownFailure';
import type { ForeseenCode } from '../errors/ownErrors';
import { frameRates, sidePixels } from '../limits';
import { endOfMedia, readMp4Header } from './mp4Header';
import type { VideoFacts } from './videoFacts';
import { readWebmHeader } from './webmHeader';

/**
 * Compares what the file says about itself with TikTok's limits (open API fact sheet §12.2), so
 * that a video that TikTok would fail minutes later is refused before it is posted. What the header
 * does not tell is left to TikTok.
 */

/** Measured and rounded values differ a little: 29.97, 59.94, a last frame. */
const FRAME_RATE_TOLERANCE = 0.5;
const SECOND_TOLERANCE = 1;

/** Where the metadata of a file stands. */
export type MetadataPlace =
	| { facts: VideoFacts }
	/** Behind the media, from this byte on. */
	| { at: number }
	| 'unknown';

/** Reads the first bytes of a file: its facts, or where to find them. */
export function locateMetadata(first: Buffer): MetadataPlace {
	const window = { bytes: first, start: 0 };
	const facts = readMp4Header(window, 0) ?? readWebmHeader(window);
	if (facts) return { facts };
	const at = endOfMedia(first);
	return at !== undefined && Number.isFinite(at) ? { at } : 'unknown';
}

/** Reads metadata that stands behind the media, from a chunk that holds it whole. */
export function readTrailingMetadata(
	chunk: Buffer,
	start: number,
	at: number,
): VideoFacts | undefined {
	return readMp4Header({ bytes: chunk, start }, at);
}

/**
 * @param maxSeconds the longest video this account may post
 * @throws TikTokFailure naming the value and the limit
 */
export function checkVideoFacts(facts: VideoFacts, maxSeconds: number | undefined): void {
	const { duration, width, height, frameRate } = facts;
	if (duration !== undefined && maxSeconds && duration > maxSeconds + SECOND_TOLERANCE) {
		throw tooFar(
			`The video lasts ${Math.round(duration)} s; TikTok takes up to ${maxSeconds} s here.`,
			'Cut the video. The limit of direct posts differs by account; drafts may last 10 minutes.',
			'duration_check_failed',
		);
	}
	const side = [width, height].find((pixels) => pixels && !isWithin(pixels, sidePixels));
	if (side) {
		throw tooFar(
			`The video has ${width} × ${height} pixels; TikTok takes ${sidePixels.min} to ${sidePixels.max} on each side.`,
			'Scale the video.',
			'picture_size_check_failed',
		);
	}
	if (frameRate !== undefined && !isWithin(frameRate, frameRates, FRAME_RATE_TOLERANCE)) {
		throw tooFar(
			`The video has ${Math.round(frameRate * 100) / 100} frames per second; TikTok takes ${frameRates.min} to ${frameRates.max}.`,
			'Convert the frame rate.',
			'frame_rate_check_failed',
		);
	}
}

const isWithin = (value: number, range: { min: number; max: number }, tolerance = 0) =>
	value >= range.min - tolerance && value <= range.max + tolerance;

/** TikTok's own code: the same video would fail with it later. */
function tooFar(headline: string, advice: string, code: ForeseenCode) {
	return inputFailure(headline, `${advice} Preflight can be switched off under Options.`, code);
}
