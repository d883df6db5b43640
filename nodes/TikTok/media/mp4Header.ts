import type { FileWindow, VideoFacts } from './videoFacts';

/**
 * Reads the header of MP4 and MOV files (ISO base media, ISO/IEC 14496-12). The file is a row of
 * boxes, each with a size and a four-letter type; `moov` holds what we look for and stands before or
 * behind the media. Nothing here is needed to upload: whatever cannot be read is left unknown.
 */

interface Box {
	type: string;
	/** First and last + 1 byte of the content that the buffer holds. */
	from: number;
	to: number;
	/** Where the box ends in the file, perhaps beyond the buffer. */
	end: number;
}

/** The facts of a window that holds a complete `moov` box; `undefined` when it does not. */
export function readMp4Header(window: FileWindow, boxStart: number): VideoFacts | undefined {
	const offset = boxStart - window.start;
	if (offset < 0 || offset >= window.bytes.length) return undefined;
	const moov = findBox(window.bytes, ['moov'], offset, window.bytes.length);
	if (!moov || moov.end > window.bytes.length) return undefined;
	return factsOfMovie(window.bytes, moov);
}

/**
 * Where the first box behind the media starts, when the first bytes tell: the place to look for a
 * trailing `moov`.
 */
export function endOfMedia(bytes: Buffer): number | undefined {
	const media = findBox(bytes, ['mdat'], 0, bytes.length);
	return media?.end;
}

function factsOfMovie(bytes: Buffer, moov: Box): VideoFacts {
	const header = findBox(bytes, ['mvhd'], moov.from, moov.to);
	const duration = header && readDuration(bytes, header);
	for (const track of boxes(bytes, moov.from, moov.to)) {
		if (track.type !== 'trak') continue;
		const handler = findBox(bytes, ['mdia', 'hdlr'], track.from, track.to);
		if (handler && text(bytes, handler.from + 8) === 'vide') {
			return { duration, ...readSize(bytes, track), ...readFrameRate(bytes, track) };
		}
	}
	return { duration };
}

/** Seconds from a movie or media header, whose layout has two versions. */
function readDuration(bytes: Buffer, header: Box): number | undefined {
	const isLong = bytes[header.from] === 1;
	const at = header.from + (isLong ? 20 : 12);
	if (at + 12 > header.to) return undefined;
	const scale = bytes.readUInt32BE(at);
	const units = isLong ? Number(bytes.readBigUInt64BE(at + 4)) : bytes.readUInt32BE(at + 4);
	return scale > 0 && units > 0 ? units / scale : undefined;
}

function readSize(bytes: Buffer, track: Box): Pick<VideoFacts, 'width' | 'height'> {
	const description = findBox(bytes, ['mdia', 'minf', 'stbl', 'stsd'], track.from, track.to);
	if (!description) return {};
	// The first entry: 8 bytes of box, 24 of fields we skip, then width and height.
	const at = description.from + 8 + 8 + 24;
	if (at + 4 > description.to) return {};
	return { width: bytes.readUInt16BE(at), height: bytes.readUInt16BE(at + 2) };
}

/** The number of frames over the duration of the track. */
function readFrameRate(bytes: Buffer, track: Box): Pick<VideoFacts, 'frameRate'> {
	const header = findBox(bytes, ['mdia', 'mdhd'], track.from, track.to);
	const sizes = findBox(bytes, ['mdia', 'minf', 'stbl', 'stsz'], track.from, track.to);
	const seconds = header && readDuration(bytes, header);
	if (!sizes || !seconds || sizes.from + 12 > sizes.to) return {};
	const frames = bytes.readUInt32BE(sizes.from + 8);
	return frames > 1 ? { frameRate: frames / seconds } : {};
}

function findBox(bytes: Buffer, path: string[], from: number, to: number): Box | undefined {
	const [type, ...rest] = path;
	for (const box of boxes(bytes, from, to)) {
		if (box.type !== type) continue;
		return rest.length === 0 ? box : findBox(bytes, rest, box.from, box.to);
	}
	return undefined;
}

function* boxes(bytes: Buffer, from: number, to: number): Generator<Box> {
	for (let at = from; at + 8 <= Math.min(to, bytes.length); ) {
		const type = text(bytes, at + 4);
		let size = bytes.readUInt32BE(at);
		let header = 8;
		if (size === 1 && at + 16 <= bytes.length) {
			size = Number(bytes.readBigUInt64BE(at + 8));
			header = 16;
		}
		if (size === 0) size = Infinity;
		if (size < header) return;
		const end = at + size;
		yield { type, from: at + header, to: Math.min(end, to, bytes.length), end };
		at += size;
	}
}

const text = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4);
