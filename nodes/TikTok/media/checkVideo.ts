import { inputFailure } from '../errors/ownFailure';
import type { ForeseenCode } from '../errors/ownErrors';
import { refuseFirst } from '../errors/problems';
import { frameRates, sidePixels } from '../limits';
import type { VideoFacts } from './videoFacts';

/**
 * Compares what the file says about itself with TikTok's limits (open API fact sheet §12.2), so
 * that a video that TikTok would fail minutes later is refused before it is posted. What the header
 * does not tell is left to TikTok.
 */

/** Measured and rounded values differ a little: 29.97, 59.94, a last frame. */
const FRAME_RATE_TOLERANCE = 0.5;
const SECOND_TOLERANCE = 1;

/**
 * @param maxSeconds the longest video this account may post
 * @throws TikTokFailure naming the value and the limit: the first problem, unless all are collected
 */
export function checkVideoFacts(
	facts: VideoFacts,
	maxSeconds: number | undefined,
	problems = refuseFirst,
): void {
	const { duration, width, height, frameRate, soundOnly } = facts;
	if (soundOnly) problems.add(noPicture());
	if (duration !== undefined && maxSeconds && duration > maxSeconds + SECOND_TOLERANCE) {
		problems.add(
			tooFar(
				`The video lasts ${Math.round(duration)} s; TikTok takes up to ${maxSeconds} s here.`,
				'Cut the video. The limit of direct posts differs by account; drafts may last 10 minutes.',
				'duration_check_failed',
			),
		);
	}
	const side = [width, height].find((pixels) => pixels && !isWithin(pixels, sidePixels));
	if (side) {
		problems.add(
			tooFar(
				`The video has ${width} × ${height} pixels; TikTok takes ${sidePixels.min} to ${sidePixels.max} on each side.`,
				'Scale the video.',
				'picture_size_check_failed',
			),
		);
	}
	if (frameRate !== undefined && !isWithin(frameRate, frameRates, FRAME_RATE_TOLERANCE)) {
		problems.add(
			tooFar(
				`The video has ${inFrames(frameRate)} per second; TikTok takes ${frameRates.min} to ${frameRates.max}.`,
				'Convert the frame rate.',
				'frame_rate_check_failed',
			),
		);
	}
}

const isWithin = (value: number, range: { min: number; max: number }, tolerance = 0) =>
	value >= range.min - tolerance && value <= range.max + tolerance;

function inFrames(rate: number): string {
	const rounded = Math.round(rate * 100) / 100;
	return rounded === 1 ? '1 frame' : `${rounded} frames`;
}

const canBeSwitchedOff = 'The check can be switched off: Options → Check File Before Posting.';

/**
 * TikTok's own code: the same video would fail with it later.
 * @param headline what the video is; what TikTok takes
 */
function tooFar(headline: string, advice: string, code: ForeseenCode) {
	const [value, rule] = headline.split('; ');
	const about = { field: 'Video', value, rule };
	return inputFailure(headline, `${advice} ${canBeSwitchedOff}`, code, about);
}

const noPicture = () =>
	inputFailure(
		'The file holds sound only, no picture.',
		`Make a video of it first. ${canBeSwitchedOff}`,
		'wrong_file_type',
		{ field: 'Video', value: 'sound only', rule: 'TikTok takes videos.' },
	);
