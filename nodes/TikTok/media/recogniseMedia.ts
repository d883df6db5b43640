import { doctypeOf } from './webmHeader';
import type { MediaKindName } from './mediaKinds';
import { recogniseText } from './recogniseText';

/** So much of a file is looked at: the longest signature is that of three packets of a stream. */
const HEAD_BYTES = 1024;

/** First bytes that give a file away, in Latin-1; a number stands for so many bytes of any value. */
const signatures: ReadonlyArray<readonly [MediaKindName, ...Array<string | number>]> = [
	['jpeg', '\xff\xd8\xff'],
	['webp', 'RIFF', 4, 'WEBP'],
	['avi', 'RIFF', 4, 'AVI '],
	['wav', 'RIFF', 4, 'WAVE'],
	['wav', 'RF64', 4, 'WAVE'],
	['png', '\x89PNG\r\n'],
	['gif', 'GIF87a'],
	['gif', 'GIF89a'],
	['bmp', 'BM', 4, '\0\0\0\0'],
	['tiff', 'II*\0'],
	['tiff', 'MM\0*'],
	['photoshop', '8BPS'],
	['icon', '\0\0\x01\0'],
	['jpegXl', '\xff\x0a'],
	['jpegXl', '\0\0\0\x0cJXL '],
	['jpeg2000', '\0\0\0\x0cjP  '],
	['jpeg2000', '\xff\x4f\xff\x51'],
	['mp3', 'ID3'],
	...['\xf1', '\xf9', '\xf0', '\xf8'].map((second) => ['aac', `\xff${second}`] as const),
	...['\xfb', '\xfa', '\xf3', '\xf2', '\xe3'].map((second) => ['mp3', `\xff${second}`] as const),
	['flac', 'fLaC'],
	['amr', '#!AMR'],
	['ogg', 'OggS'],
	['flv', 'FLV\x01'],
	['wmv', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	['realMedia', '.RMF'],
	['mpeg', '\0\0\x01\xba'],
	...['\xb3', '\xb0', '\x67', '\x09'].map((code) => ['rawVideo', `\0\0\x01${code}`] as const),
	...['\x67', '\x27', '\x09', '\x40'].map((code) => ['rawVideo', `\0\0\0\x01${code}`] as const),
	['transportStream', 'G', 187, 'G', 187, 'G'],
	['transportStream', 4, 'G', 191, 'G', 191, 'G'],
	['pdf', '%PDF'],
	['zip', 'PK\x03\x04'],
	['zip', 'PK\x05\x06'],
	['gzip', '\x1f\x8b'],
	['archive', 'Rar!'],
	['archive', '7z\xbc\xaf'],
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
		signatures.find(([, ...parts]) => beginsWith(head, parts))?.[0] ??
		(size > 0 && first.subarray(0, HEAD_BYTES).every((byte) => byte === 0) ? 'zeros' : undefined) ??
		recogniseText(first.subarray(0, HEAD_BYTES), size) ??
		'unknown'
	);
}

function beginsWith(head: string, parts: ReadonlyArray<string | number>): boolean {
	let at = 0;
	return parts.every((part) => {
		const fits = typeof part === 'number' || head.startsWith(part, at);
		at += typeof part === 'number' ? part : part.length;
		return fits;
	});
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
