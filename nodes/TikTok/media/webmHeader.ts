import type { FileWindow, VideoFacts } from './videoFacts';

/**
 * Reads the header of WebM files (Matroska, RFC 9559): elements with an id, a size and a content.
 * The facts stand at the beginning, in Info and Tracks; whatever cannot be read is left unknown.
 */

const ids = {
	segment: 0x18538067,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	entry: 0xae,
	type: 0x83,
	defaultDuration: 0x23e383,
	video: 0xe0,
	width: 0xb0,
	height: 0xba,
};
const VIDEO_TRACK = 1;
const NANOSECONDS = 1e9;

interface Element {
	id: number;
	from: number;
	to: number;
}

/** The facts of the first bytes of a file; `undefined` when they hold no WebM header. */
export function readWebmHeader({ bytes, start }: FileWindow): VideoFacts | undefined {
	if (start !== 0) return undefined;
	const segment = find(bytes, ids.segment, 0, bytes.length);
	if (!segment) return undefined;
	const info = find(bytes, ids.info, segment.from, segment.to);
	const tracks = find(bytes, ids.tracks, segment.from, segment.to);
	if (!info && !tracks) return undefined;
	return { ...readInfo(bytes, info), ...readVideoTrack(bytes, tracks) };
}

function readInfo(bytes: Buffer, info: Element | undefined): VideoFacts {
	if (!info) return {};
	const scale = unsigned(bytes, find(bytes, ids.timestampScale, info.from, info.to)) ?? 1_000_000;
	const duration = float(bytes, find(bytes, ids.duration, info.from, info.to));
	return duration === undefined ? {} : { duration: (duration * scale) / NANOSECONDS };
}

function readVideoTrack(bytes: Buffer, tracks: Element | undefined): VideoFacts {
	if (!tracks) return {};
	for (const entry of elements(bytes, tracks.from, tracks.to)) {
		if (entry.id !== ids.entry) continue;
		if (unsigned(bytes, find(bytes, ids.type, entry.from, entry.to)) !== VIDEO_TRACK) continue;
		const video = find(bytes, ids.video, entry.from, entry.to);
		const frame = unsigned(bytes, find(bytes, ids.defaultDuration, entry.from, entry.to));
		return {
			...(video && {
				width: unsigned(bytes, find(bytes, ids.width, video.from, video.to)),
				height: unsigned(bytes, find(bytes, ids.height, video.from, video.to)),
			}),
			...(frame && { frameRate: NANOSECONDS / frame }),
		};
	}
	return {};
}

function find(bytes: Buffer, id: number, from: number, to: number): Element | undefined {
	for (const element of elements(bytes, from, to)) if (element.id === id) return element;
	return undefined;
}

function* elements(bytes: Buffer, from: number, to: number): Generator<Element> {
	for (let at = from; at < Math.min(to, bytes.length); ) {
		const idLength = lengthOf(bytes[at]);
		const sizeAt = at + idLength;
		const sizeLength = lengthOf(bytes[sizeAt]);
		const contentAt = sizeAt + sizeLength;
		if (!idLength || idLength > 4 || !sizeLength || contentAt > bytes.length) return;
		const size = sizeOf(bytes, sizeAt, sizeLength);
		yield { id: bytes.readUIntBE(at, idLength), from: contentAt, to: contentAt + size };
		at = contentAt + size;
	}
}

/** The leading zero bits of the first byte tell how many bytes a number has; 0 is no number. */
function lengthOf(first: number | undefined): number {
	if (!first) return 0;
	const length = Math.clz32(first) - 23;
	return length <= 8 ? length : 0;
}

/** All ones mean "unknown": a live recording, read to the end of the buffer. */
function sizeOf(bytes: Buffer, at: number, length: number): number {
	const mask = (1 << (8 - length)) - 1;
	let value = bytes[at] & mask;
	let isUnknown = value === mask;
	for (let index = 1; index < length; index++) {
		value = value * 256 + bytes[at + index];
		isUnknown = isUnknown && bytes[at + index] === 0xff;
	}
	return isUnknown ? Infinity : value;
}

function unsigned(bytes: Buffer, element: Element | undefined): number | undefined {
	if (!element) return undefined;
	const length = element.to - element.from;
	if (length < 1 || length > 8 || element.to > bytes.length) return undefined;
	let value = 0;
	for (let at = element.from; at < element.to; at++) value = value * 256 + bytes[at];
	return value;
}

function float(bytes: Buffer, element: Element | undefined): number | undefined {
	if (!element || element.to > bytes.length) return undefined;
	const length = element.to - element.from;
	if (length === 4) return bytes.readFloatBE(element.from);
	return length === 8 ? bytes.readDoubleBE(element.from) : undefined;
}
