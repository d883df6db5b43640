import { doctypeOf } from './webmHeader';
import type { MediaKindName } from './mediaKinds';
import { recogniseText } from './recogniseText';

/** So much of a file is looked at; three packets of a transport stream are the longest signature. */
const HEAD_BYTES = 1024;

/** First bytes that give a file away, in Latin-1; `.` stands for any byte. */
const signatures: ReadonlyArray<readonly [RegExp, MediaKindName]> = [
	[/^\xff\xd8\xff/, 'jpeg'],
	[/^RIFF.{4}WEBP/s, 'webp'],
	[/^RIFF.{4}AVI /s, 'avi'],
	[/^(RIFF|RF64).{4}WAVE/s, 'wav'],
	[/^\x89PNG\r\n/, 'png'],
	[/^GIF8[79]a/, 'gif'],
	[/^BM.{4}\0{4}/s, 'bmp'],
	[/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/, 'tiff'],
	[/^8BPS/, 'photoshop'],
	[/^\0\0\x01\0[^\0]\0/, 'icon'],
	[/^(\xff\x0a|\0{3}\x0cJXL )/, 'jpegXl'],
	[/^(\0{3}\x0cjP {2}|\xff\x4f\xff\x51)/, 'jpeg2000'],
	[/^ID3/, 'mp3'],
	[/^\xff[\xf0\xf1\xf8\xf9]/, 'aac'],
	[/^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/, 'mp3'],
	[/^fLaC/, 'flac'],
	[/^#!AMR/, 'amr'],
	[/^OggS/, 'ogg'],
	[/^FLV\x01/, 'flv'],
	[/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, 'wmv'],
	[/^\.RMF/, 'realMedia'],
	[/^\0\0\x01\xba/, 'mpeg'],
	[/^\0?\0\0\x01[\x67\x27\x40\xb0\xb3]/, 'rawVideo'],
	[/^(G.{187}G.{187}G|.{4}G.{191}G.{191}G)/s, 'transportStream'],
	[/^%PDF/, 'pdf'],
	[/^PK(\x03\x04|\x05\x06)/, 'zip'],
	[/^\x1f\x8b/, 'gzip'],
	[/^(Rar!|7z\xbc\xaf)/, 'archive'],
	[/^\0+$/, 'zeros'],
];

/** Major brands of ISO files that hold no MP4 video (MP4 Registration Authority, mp4ra.org). */
const brands: ReadonlyArray<readonly [RegExp, MediaKindName]> = [
	[/^qt {2}/, 'mov'],
	[/^avi[fs]/, 'avif'],
	[/^(he[iv][cxms]|mif1|msf1|mif2)/, 'heic'],
	[/^crx /, 'rawPhoto'],
	[/^(M4[ABP] |F4[AB] |aaxc?)/i, 'm4a'],
];

/** What a file of boxes without a brand may begin with (QuickTime File Format, "Movie Files"). */
const topLevelBoxes = /^(moov|mdat|wide|free|skip|pnot|PICT|junk|uuid|udta|meta)$/;
/** What a piece of a stream begins with; it plays only behind a header that stands elsewhere. */
const segmentBoxes = /^(styp|moof|sidx|ssix|prft|emsg)$/;

/**
 * What a file is, by its first bytes alone.
 * @param size of the whole file: a box that is larger is none
 */
export function recogniseMedia(first: Buffer, size: number): MediaKindName {
	const head = first.toString('latin1', 0, HEAD_BYTES);
	if (head.startsWith('\x1a\x45\xdf\xa3'))
		return ofDoctype(doctypeOf(first.subarray(0, HEAD_BYTES)));
	return (
		recogniseBoxes(first, size) ??
		signatures.find(([pattern]) => pattern.test(head))?.[1] ??
		recogniseText(first.subarray(0, HEAD_BYTES), size) ??
		'unknown'
	);
}

function ofDoctype(doctype: string | undefined): MediaKindName {
	if (doctype === undefined) return 'ebml';
	return doctype === 'webm' ? 'webm' : 'matroska';
}

function recogniseBoxes(first: Buffer, size: number): MediaKindName | undefined {
	const box = boxAt(first, 0, size);
	if (!box) return undefined;
	if (box.type === 'ftyp') {
		const brand = first.toString('latin1', 8, 12);
		return brands.find(([pattern]) => pattern.test(brand))?.[1] ?? 'mp4';
	}
	if (segmentBoxes.test(box.type)) return 'segment';
	return isTopLevel(box) && isTopLevel(boxAt(first, box.end, size)) ? 'unbranded' : undefined;
}

/** Behind the first bytes, and at the end of the file, there is nothing to object to. */
const isTopLevel = (box: ReturnType<typeof boxAt>) =>
	box === undefined || topLevelBoxes.test(box.type) || /^(ftyp|moof)$/.test(box.type);

/** The box at a place of the first bytes; its type is empty when it does not fit into the file. */
function boxAt(first: Buffer, at: number, size: number): { type: string; end: number } | undefined {
	if (at + 8 > first.length) return undefined;
	const short = first.readUInt32BE(at);
	const isLong = short === 1 && at + 16 <= first.length;
	const length = isLong ? Number(first.readBigUInt64BE(at + 8)) : short || size - at;
	const fits = length >= 8 && at + length <= size;
	return { type: fits ? first.toString('latin1', at + 4, at + 8) : '', end: at + length };
}
