import type { Box, BoxWalk } from './isoBoxes';
import { boxType } from './isoBoxes';
import { readRhythm } from './mp4Samples';

/** One track of an MP4 or MOV file (ISO/IEC 14496-12 §8.3 to §8.6). */
export interface Mp4Track {
	/** `vide`, `soun` and others; `undefined` when it cannot be read. */
	handler?: string;
	isEnabled: boolean;
	/** How many pictures or pieces of sound the tables list; 0 when they do not tell. */
	samples: number;
	/** A single picture, or pictures in the format of a photo that the tables do not count: a cover. */
	isStill: boolean;
	/** Seconds that it plays, by its edit list if it has one. */
	seconds?: number;
	/** Pixels as shown. */
	width?: number;
	height?: number;
	frameRate?: number;
}

const box = {
	tkhd: boxType('tkhd'),
	edts: boxType('edts'),
	elst: boxType('elst'),
	mdia: boxType('mdia'),
	mdhd: boxType('mdhd'),
	hdlr: boxType('hdlr'),
	minf: boxType('minf'),
	stbl: boxType('stbl'),
	stsd: boxType('stsd'),
	stsz: boxType('stsz'),
	stz2: boxType('stz2'),
	stts: boxType('stts'),
	pasp: boxType('pasp'),
	mp4v: boxType('mp4v'),
	esds: boxType('esds'),
};
/** The fixed part of a description of pictures (§12.1.3); boxes follow. */
const VISUAL_ENTRY_BYTES = 78;
/** More is no list that somebody made. */
const MAX_EDITS = 10_000;
/** 1.0 in fixed point. */
const NORMAL_SPEED = 0x10000;
/** Pixels that are more than so many times as wide as high, or the reverse, are a slip. */
const MAX_PIXEL_ASPECT = 10;
const photoFormats = [boxType('jpeg'), boxType('png ')];
/** JPEG and PNG among the objects of MPEG-4 (mp4ra.org, "Object Types"). */
const photoObjects = [0x6c, 0x6d];

/** @param movieScale ticks a second of the movie, in which the edit list counts */
export function readTrack(walk: BoxWalk, track: Box, movieScale: number | undefined): Mp4Track {
	const { bytes } = walk;
	const header = walk.find(track, box.tkhd);
	const media = walk.find(track, box.mdia);
	const tables = media && walk.find(media, box.minf, box.stbl);
	const clock = media && readTicks(bytes, walk.find(media, box.mdhd));
	const times = tables && walk.find(tables, box.stts);
	const rhythm = times && clock && readRhythm(bytes, times, clock.scale);
	const edits = readEdits(walk, track, movieScale);
	const samples = tables ? countSamples(walk, tables) : 0;
	const description = tables && walk.find(tables, box.stsd);
	const entry = description && walk.at(description.from + 8, description.to);
	return {
		handler: media && readHandler(walk, media),
		isEnabled: header === undefined || (bytes[header.from + 3] & 1) === 1,
		samples,
		isStill: samples === 1 || (samples === 0 && holdsPhotos(walk, entry)),
		seconds: edits?.seconds ?? clock?.seconds ?? rhythm?.seconds,
		...readShownSize(walk, entry, header),
		frameRate: edits?.changesSpeed ? undefined : rhythm?.frameRate,
	};
}

/**
 * The clock of a movie or media header, whose layout has two versions: ticks a second, and the
 * seconds when it tells them.
 */
export function readTicks(
	bytes: Buffer,
	header: Box | undefined,
): { scale: number; seconds?: number } | undefined {
	if (!header) return undefined;
	const isLong = bytes[header.from] === 1;
	const at = header.from + (isLong ? 20 : 12);
	if (at + 4 > header.to) return undefined;
	const scale = bytes.readUInt32BE(at);
	if (scale === 0) return undefined;
	const ticks = readLength(bytes, at + 4, header.to, isLong);
	return { scale, seconds: ticks && ticks / scale };
}

/** Largest numbers of the fields of 32 and 64 bits: writers mean "unknown", also in a longer field. */
const unknownLengths = [0xffffffff, 0x7fffffff, Number(2n ** 64n - 1n), Number(2n ** 63n - 1n)];

/** Ticks of a field of 32 or 64 bits; `undefined` when it does not tell (§8.2.2.3: all ones). */
export function readLength(
	bytes: Buffer,
	at: number,
	to: number,
	isLong: boolean,
): number | undefined {
	if (at + (isLong ? 8 : 4) > to) return undefined;
	const ticks = isLong ? Number(bytes.readBigUInt64BE(at)) : bytes.readUInt32BE(at);
	return ticks === 0 || unknownLengths.includes(ticks) ? undefined : ticks;
}

function readHandler(walk: BoxWalk, media: Box): string | undefined {
	const handler = walk.find(media, box.hdlr);
	if (!handler || handler.from + 12 > handler.to) return undefined;
	return walk.bytes.toString('latin1', handler.from + 8, handler.from + 12);
}

/** What the edit list plays: it may leave parts of the media out, as a cut without encoding does. */
function readEdits(walk: BoxWalk, track: Box, movieScale: number | undefined) {
	const { bytes } = walk;
	const list = walk.find(track, box.edts, box.elst);
	if (!list || !movieScale || list.from + 8 > list.to) return undefined;
	const isLong = bytes[list.from] === 1;
	const length = isLong ? 20 : 12;
	const count = Math.min(bytes.readUInt32BE(list.from + 4), MAX_EDITS);
	let ticks: number | undefined = 0;
	let changesSpeed = false;
	for (let edit = 0, at = list.from + 8; edit < count && at + length <= list.to; edit++) {
		const played = readLength(bytes, at, list.to, isLong);
		ticks = ticks === undefined || played === undefined ? undefined : ticks + played;
		changesSpeed ||= bytes.readUInt32BE(at + length - 4) !== NORMAL_SPEED;
		at += length;
	}
	return { seconds: ticks ? ticks / movieScale : undefined, changesSpeed };
}

/** Both tables of sizes have the number of samples at the same place. */
function countSamples(walk: BoxWalk, tables: Box): number {
	const sizes = walk.find(tables, box.stsz) ?? walk.find(tables, box.stz2);
	return sizes && sizes.from + 12 <= sizes.to ? walk.bytes.readUInt32BE(sizes.from + 8) : 0;
}

/** MP4 names the format of a cover in a descriptor within `esds` (ISO/IEC 14496-1 §7.2.6.6). */
function holdsPhotos(walk: BoxWalk, entry: Box | undefined): boolean {
	if (!entry) return false;
	if (entry.type !== box.mp4v) return photoFormats.includes(entry.type);
	const extensions = { from: entry.from + VISUAL_ENTRY_BYTES, to: entry.to };
	const descriptor = walk.find(extensions, box.esds);
	if (!descriptor) return false;
	// Tag 3 and its fields, then tag 4 and the type of the object; each tag has a length.
	const { bytes } = walk;
	const outer = skipLength(bytes, descriptor.from + 5);
	return photoObjects.includes(bytes[skipLength(bytes, outer + 4)]);
}

/** A length of one to four bytes, of which all but the last have their first bit set. */
function skipLength(bytes: Buffer, at: number): number {
	let length = 1;
	while (length < 4 && bytes[at + length - 1] >= 0x80) length++;
	return at + length;
}

/** Pixels as stored, with the shape of a pixel (`pasp`), turned as the track says. */
function readShownSize(
	walk: BoxWalk,
	entry: Box | undefined,
	header: Box | undefined,
): Pick<Mp4Track, 'width' | 'height'> {
	const { bytes } = walk;
	if (!entry || entry.from + VISUAL_ENTRY_BYTES > entry.to) return {};
	const shape = walk.find({ from: entry.from + VISUAL_ENTRY_BYTES, to: entry.to }, box.pasp);
	const height = bytes.readUInt16BE(entry.from + 26);
	const width = bytes.readUInt16BE(entry.from + 24) * (shape ? pixelAspect(bytes, shape) : 1);
	return isTurned(bytes, header) ? { width: height, height: width } : { width, height };
}

function pixelAspect(bytes: Buffer, { from, to }: Box): number {
	if (from + 8 > to) return 1;
	const aspect = bytes.readUInt32BE(from) / bytes.readUInt32BE(from + 4);
	return aspect >= 1 / MAX_PIXEL_ASPECT && aspect <= MAX_PIXEL_ASPECT ? aspect : 1;
}

/** The matrix of the track header turns by a quarter: its diagonal is empty. */
function isTurned(bytes: Buffer, header: Box | undefined): boolean {
	if (!header) return false;
	const at = header.from + (bytes[header.from] === 1 ? 52 : 40);
	if (at + 36 > header.to) return false;
	const [a, b, , c, d] = [0, 4, 8, 12, 16].map((offset) => bytes.readInt32BE(at + offset));
	return a === 0 && d === 0 && b !== 0 && c !== 0;
}
