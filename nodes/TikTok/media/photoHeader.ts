/** The pixels of a photo, from its first bytes. */
export interface PhotoPixels {
	/** As shown. */
	width: number;
	height: number;
}

/** So much of a file is read to find its pixels: what cameras write before them fits. */
export const PHOTO_HEAD_BYTES = 256 * 1024;

/** A picture follows whose pixels stand elsewhere: a JPEG may give its height behind the picture. */
type Untold = 'untold';

/**
 * @param first the first {@link PHOTO_HEAD_BYTES} of a JPEG or WebP file, or all it has
 * @returns `undefined` when they hold no picture, or end before it begins
 */
export function readPhotoHeader(first: Buffer): PhotoPixels | Untold | undefined {
	return first[0] === 0xff ? readJpeg(first) : readWebp(first);
}

/** As {@link readPhotoHeader}; `undefined` when the bytes do not tell the pixels. */
export function readPhotoPixels(first: Buffer): PhotoPixels | undefined {
	const header = readPhotoHeader(first);
	return header === 'untold' ? undefined : header;
}

/**
 * Segments with a marker and a length (ITU-T T.81 §B.1); one of them is the frame header. What stands
 * between two segments is passed over, as decoders do.
 */
function readJpeg(bytes: Buffer): PhotoPixels | Untold | undefined {
	let isTurned = false;
	for (let at = 2; at + 9 <= bytes.length; ) {
		const marker = bytes[at + 1];
		// Any number of 0xff may stand before a marker; some markers have no length.
		const isBetween = bytes[at] !== 0xff || marker === 0xff;
		if (isBetween || isBare(marker)) {
			at += isBetween ? 1 : 2;
			continue;
		}
		const length = bytes.readUInt16BE(at + 2);
		if (isFrameHeader(marker)) {
			const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
			// No height: a marker behind the first scan gives it (T.81 §B.2.5).
			if (height === 0) return 'untold';
			if (width === 0) return undefined;
			return isTurned ? { width: height, height: width } : { width, height };
		}
		if (marker === START_OF_SCAN || marker === END_OF_IMAGE || length < 2) return undefined;
		if (marker === APP1) isTurned ||= isTurnedByExif(bytes.subarray(at + 4, at + 2 + length));
		at += 2 + length;
	}
	return undefined;
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;

/** 0x00 makes no marker of the 0xff before it. */
const isBare = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** SOF0 to SOF15, without the three markers among them that mean something else. */
const isFrameHeader = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const ORIENTATION = 0x0112;

/** Orientations 5 to 8 of Exif lie on their side (Exif 2.3, tag 274). */
function isTurnedByExif(segment: Buffer): boolean {
	if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return false;
	const tiff = segment.subarray(6);
	const isLittle = tiff[0] === 0x49;
	const word = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
	const long = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
	if (tiff.length < 10) return false;
	const directory = long(4);
	if (directory + 2 > tiff.length) return false;
	const entries = word(directory);
	for (let entry = 0; entry < entries; entry++) {
		const at = directory + 2 + entry * 12;
		if (at + 12 > tiff.length) return false;
		if (word(at) === ORIENTATION) return word(at + 8) >= 5 && word(at + 8) <= 8;
	}
	return false;
}

/** The first chunk tells, whichever of the three formats it is (RFC 9649 §2). */
function readWebp(bytes: Buffer): PhotoPixels | undefined {
	const pixels = bytes.length < 30 ? undefined : webpPixels(bytes);
	return pixels && pixels.width > 0 && pixels.height > 0 ? pixels : undefined;
}

function webpPixels(bytes: Buffer): PhotoPixels | undefined {
	switch (bytes.toString('latin1', 12, 16)) {
		case 'VP8 ':
			if (bytes.readUIntBE(23, 3) !== 0x9d012a) return undefined;
			return {
				width: bytes.readUInt16LE(26) & 0x3fff,
				height: bytes.readUInt16LE(28) & 0x3fff,
			};
		case 'VP8L': {
			if (bytes[20] !== 0x2f) return undefined;
			const packed = bytes.readUInt32LE(21);
			return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
		}
		case 'VP8X':
			return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
		default:
			return undefined;
	}
}
