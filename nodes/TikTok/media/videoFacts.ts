/**
 * What a file says about its video, as far as its header could be read. A value that nobody can
 * have meant is left out like one that is missing: a header may exaggerate, a refusal must not.
 */
export interface VideoFacts {
	/** Seconds: the longest of picture and sound. */
	duration?: number;
	/** Pixels as shown: turned, cropped and with the shape of a pixel. */
	width?: number;
	height?: number;
	/** Average frames per second, of a video whose frames come about evenly. */
	frameRate?: number;
	/** The header lists tracks, and none of them is a picture. */
	soundOnly?: true;
}

/** Longer than any file of 4 GB plays: a placeholder, such as the largest number of a field. */
const MAX_SECONDS = 7 * 24 * 3600;
/** Faster is a unit of time taken for a frame, as converters write it; slower is no rate. */
const sensibleFrameRates = { min: 0.05, max: 250 };

export const sensibleDuration = (seconds: number | undefined) =>
	seconds !== undefined && seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;

export const sensibleFrameRate = (rate: number | undefined) =>
	rate !== undefined && rate >= sensibleFrameRates.min && rate <= sensibleFrameRates.max
		? rate
		: undefined;

/** Whole pixels; `{}` when one of the sides is not known. */
export function sensibleSize(
	width: number | undefined,
	height: number | undefined,
): Pick<VideoFacts, 'width' | 'height'> {
	if (!width || !height || !(width > 0) || !(height > 0)) return {};
	if (!Number.isFinite(width) || !Number.isFinite(height)) return {};
	return { width: Math.round(width), height: Math.round(height) };
}

/** The facts as items tell them, rounded; what is not known has no key. */
export function describeFacts({ duration, width, height, frameRate }: VideoFacts) {
	return {
		...(duration !== undefined && { seconds: rounded(duration) }),
		...(width && { width, height }),
		...(frameRate !== undefined && { frames_per_second: rounded(frameRate) }),
	};
}

const rounded = (value: number) => Math.round(value * 100) / 100;
