import type { Element, ElementWalk } from './ebmlElements';

/** The pixels of a WebM track as they are shown (RFC 9559 §5.1.4.1.28). */

const ids = {
	video: 0xe0,
	width: 0xb0,
	height: 0xba,
	cropTop: 0x54bb,
	cropBottom: 0x54aa,
	cropLeft: 0x54cc,
	cropRight: 0x54dd,
	displayWidth: 0x54b0,
	displayHeight: 0x54ba,
	displayUnit: 0x54b2,
	projection: 0x7670,
	poseRoll: 0x7675,
};
/** Values of DisplayUnit: centimetres, inches and a ratio give the shape only. */
const PIXELS = 0;
const UNKNOWN = 4;
/** Some writers note the ratio, such as 9 and 16, as if it were pixels. */
const SMALLEST_SCREEN = 100;

/** Empty when the track does not tell. */
export function readShownSize(
	walk: ElementWalk,
	entry: Element,
): { width?: number; height?: number } {
	const video = walk.find(entry, ids.video);
	if (!video) return {};
	const stored = storedSize(walk, video);
	if (!stored) return {};
	const shown = asDisplayed(walk, video, stored);
	const roll = Math.abs(walk.float(walk.find(video, ids.projection), ids.poseRoll) ?? 0);
	return roll === 90 || roll === 270 ? { width: shown.height, height: shown.width } : shown;
}

interface Size {
	width: number;
	height: number;
}

function storedSize(walk: ElementWalk, video: Element): Size | undefined {
	const read = (id: number) => walk.unsigned(video, id) ?? 0;
	const width = read(ids.width) - read(ids.cropLeft) - read(ids.cropRight);
	const height = read(ids.height) - read(ids.cropTop) - read(ids.cropBottom);
	return width > 0 && height > 0 ? { width, height } : undefined;
}

function asDisplayed(walk: ElementWalk, video: Element, stored: Size): Size {
	const unit = walk.unsigned(video, ids.displayUnit, PIXELS);
	const width = walk.unsigned(video, ids.displayWidth, stored.width);
	const height = walk.unsigned(video, ids.displayHeight, stored.height);
	if (!width || !height || unit === UNKNOWN) return stored;
	const isPixels = unit === PIXELS && Math.min(width, height) >= SMALLEST_SCREEN;
	return isPixels ? { width, height } : { ...stored, width: (stored.height * width) / height };
}
