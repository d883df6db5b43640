import type { Element } from './ebmlElements';
import { ElementWalk } from './ebmlElements';
import type { VideoFacts } from './videoFacts';
import { sensibleDuration, sensibleFrameRate, sensibleSize } from './videoFacts';
import { readShownSize } from './webmPixels';

/**
 * Reads the header of WebM files (Matroska, RFC 9559). The facts stand at the beginning, in Info
 * and Tracks; whatever cannot be read is left unknown.
 */

const ids = {
	ebml: 0x1a45dfa3,
	doctype: 0x4282,
	segment: 0x18538067,
	cluster: 0x1f43b675,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	entry: 0xae,
	type: 0x83,
	isEnabled: 0xb9,
	isDefault: 0x88,
	defaultDuration: 0x23e383,
};
const VIDEO_TRACK = 1;
const AUDIO_TRACK = 2;
const NANOSECONDS = 1e9;
/** A millisecond is the unit of time that converters note when they do not know the rate. */
const NO_FRAME = 1_000_000;

/** The dialect that the first bytes name: `webm`, `matroska`; `undefined` when they name none. */
export function doctypeOf(first: Buffer): string | undefined {
	const walk = new ElementWalk(first);
	return walk.text(walk.find({ from: 0, to: first.length }, ids.ebml), ids.doctype);
}

/** The facts of the first bytes of a file; `undefined` when they hold no header. */
export function readWebmHeader(first: Buffer): VideoFacts | undefined {
	const walk = new ElementWalk(first);
	const segment = walk.find({ from: 0, to: first.length }, ids.segment);
	if (!segment) return undefined;
	let info: Element | undefined;
	let tracks: Element | undefined;
	for (const element of walk.within(segment)) {
		// Behind the first pictures nobody writes what they are.
		if (element.id === ids.cluster || (info && tracks)) break;
		if (element.id === ids.info) info ??= element;
		if (element.id === ids.tracks) tracks ??= element;
	}
	if (!info && !tracks) return undefined;
	const facts = { ...readInfo(walk, info), ...readTracks(walk, tracks) };
	return walk.isCutShort ? undefined : facts;
}

function readInfo(walk: ElementWalk, info: Element | undefined): VideoFacts {
	const scale = walk.unsigned(info, ids.timestampScale, 1_000_000);
	const duration = walk.float(info, ids.duration);
	if (!scale || duration === undefined) return {};
	return { duration: sensibleDuration((duration * scale) / NANOSECONDS) };
}

function readTracks(walk: ElementWalk, tracks: Element | undefined): VideoFacts {
	if (!tracks) return {};
	const entries = [...walk.within(tracks)].filter(({ id }) => id === ids.entry);
	const types = entries.map((entry) => walk.unsigned(entry, ids.type));
	const pictures = entries.filter((_, index) => types[index] === VIDEO_TRACK);
	const isSoundOnly =
		tracks.to <= walk.bytes.length &&
		types.includes(AUDIO_TRACK) &&
		types.every((type) => type !== undefined && type !== VIDEO_TRACK);
	if (isSoundOnly) return { soundOnly: true };
	const picture = pictures.sort((a, b) => rank(walk, b) - rank(walk, a))[0];
	return picture ? readPicture(walk, picture) : {};
}

/** Of several pictures a player takes one that is switched on, and marked as the usual one. */
const rank = (walk: ElementWalk, entry: Element) =>
	2 * Number(walk.unsigned(entry, ids.isEnabled, 1) !== 0) +
	Number(walk.unsigned(entry, ids.isDefault, 1) !== 0);

function readPicture(walk: ElementWalk, entry: Element): VideoFacts {
	const { width, height } = readShownSize(walk, entry);
	const frame = walk.unsigned(entry, ids.defaultDuration);
	const frameRate = frame && frame > NO_FRAME ? NANOSECONDS / frame : undefined;
	return { ...sensibleSize(width, height), frameRate: sensibleFrameRate(frameRate) };
}
