/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { gzipSync } from 'node:zlib';
import { committed, type MediaFile } from './fileSet';
import {
	ascii,
	box,
	cluster,
	ebmlHeader,
	element,
	endlessElement,
	fileType,
	hex,
	info,
	longBox,
	media,
	movie,
	movieHeader,
	pictureTrack,
	pixels,
	track,
	tracks,
	u16,
	u32,
	unsigned,
} from './writers';

/** Files that no encoder makes on demand, built from bytes, and the truth about each. */

type Row = [name: string, bytes: Buffer | (() => Buffer), truth?: Partial<MediaFile>];

const plain = { duration: 2, width: 720, height: 1280, frameRate: 30 };
const lengthUnknown = { ...plain, duration: undefined };
const mp4 = (...content: Buffer[]) => Buffer.concat([fileType('isom', 'isom', 'mp41'), ...content]);
const good = (facts: MediaFile['facts'] = plain): Partial<MediaFile> => ({ facts });

const iso: Row[] = [
	[
		'all_ones_32.mp4',
		mp4(box('moov', movieHeader(0xffffffff), track({ ticks: 0xffffffff, times: [] })), media()),
		good({ width: 720, height: 1280 }),
	],
	[
		'all_ones_64.mp4',
		mp4(box('moov', movieHeader(2n ** 64n - 1n), track({ ticks: 2n ** 64n - 1n })), media()),
		good(),
	],
	[
		'all_ones_32_in_64.mp4',
		mp4(box('moov', movieHeader(0xffffffffn), track({ ticks: 0xffffffffn, times: [] })), media()),
		good({ width: 720, height: 1280 }),
	],
	[
		'largest_signed.mp4',
		mp4(box('moov', movieHeader(0x7fffffff), track({ ticks: 0x7fffffff, times: [] })), media()),
		good({ width: 720, height: 1280 }),
	],
	[
		'length_zero.mp4',
		mp4(box('moov', movieHeader(0), track({ ticks: 0, times: [] })), media()),
		good({ width: 720, height: 1280 }),
	],
	[
		'length_absurd.mp4',
		mp4(
			box('moov', movieHeader(0xfffffff0), track({ timescale: 1, ticks: 0xfffffff0, times: [] })),
			media(),
		),
		good({ width: 720, height: 1280 }),
	],
	[
		'length_in_the_table_only.mp4',
		mp4(box('moov', movieHeader(0), track({ ticks: 0 })), media()),
		good(),
	],
	[
		'fragments_with_length.mp4',
		mp4(
			movie(
				track({ ticks: 0, times: [] }),
				box('mvex', box('mehd', u32(0, 7000)), box('trex', Buffer.alloc(24))),
			),
			box('moof'),
			media(),
		),
		good({ duration: 7, width: 720, height: 1280 }),
	],
	[
		'fragments_length_all_ones.mp4',
		mp4(
			movie(track({ times: [] }), box('mvex', box('mehd', u32(0, 0xffffffff)))),
			box('moof'),
			media(),
		),
		good({ width: 720, height: 1280 }),
	],
	[
		'fragments_first_listed.mp4',
		mp4(movie(track({ times: [[5, 9000]] }), box('mvex')), box('moof'), media()),
		good({ width: 720, height: 1280 }),
	],
	[
		'cover_last.mp4',
		mp4(
			movie(
				track(),
				track({ format: 'jpeg', width: 100, height: 100, times: [[1, 90_000]], ticks: 900_000 }),
			),
			media(),
		),
		good(),
	],
	[
		'cover_first_fragmented.mp4',
		mp4(
			movie(
				track({ format: 'png ', width: 100, height: 100, times: [] }),
				track({ times: [] }),
				box('mvex'),
			),
			box('moof'),
			media(),
		),
		good({ width: 720, height: 1280 }),
	],
	[
		'chapter_pictures.mov',
		Buffer.concat([
			fileType('qt  ', 'qt  '),
			movie(
				track({
					format: 'jpeg',
					width: 160,
					height: 90,
					isEnabled: false,
					times: [[4, 450_000]],
					ticks: 25_000_000,
				}),
				track(),
			),
			media(),
		]),
		{ kind: 'mov', mimeType: 'video/quicktime', facts: plain },
	],
	[
		'chapter_text.mp4',
		mp4(
			box('moov', movieHeader(840_000), track(), track({ handler: 'text', ticks: 25_200_000 })),
			media(),
		),
		good(),
	],
	[
		'timecode_and_data.mp4',
		mp4(
			movie(
				track(),
				track({ handler: 'tmcd', ticks: 90_000_000 }),
				track({ handler: 'meta', ticks: 90_000_000 }),
			),
			media(),
		),
		good(),
	],
	[
		'sound_longest.mp4',
		mp4(
			movie(
				track(),
				track({
					handler: 'soun',
					format: 'mp4a',
					timescale: 48_000,
					ticks: 144_000,
					times: [[140, 1024]],
				}),
			),
			media(),
		),
		good({ ...plain, duration: 3 }),
	],
	[
		'cut_from_long.mp4',
		mp4(movie(track({ ticks: 25_200_000, times: [[25_200, 1000]], edits: [30_000] })), media()),
		good({ ...plain, duration: 30 }),
	],
	['edit_until_the_end.mp4', mp4(movie(track({ edits: [0] })), media()), good()],
	[
		'slow_motion_edit.mp4',
		mp4(movie(track({ edits: [8000], speed: 0.25, times: [[60, 250]] })), media()),
		good({ duration: 8, width: 720, height: 1280 }),
	],
	[
		'turned_by_matrix.mp4',
		mp4(movie(track({ width: 1280, height: 720, isTurned: true })), media()),
		good(),
	],
	['wide_pixels.mp4', mp4(movie(track({ width: 540, pasp: [4, 3] })), media()), good()],
	['pixels_without_shape.mp4', mp4(movie(track({ pasp: [0, 0] })), media()), good()],
	[
		'last_frame_stays.mp4',
		mp4(
			movie(
				track({
					ticks: 300_000,
					times: [
						[59, 1000],
						[1, 241_000],
					],
				}),
			),
			media(),
		),
		good({ ...plain, duration: 10 }),
	],
	[
		'two_mdat.mp4',
		mp4(media(), box('free', Buffer.alloc(20)), media(), movie(track()), media()),
		good(),
	],
	[
		'long_sizes.mp4',
		mp4(longBox('mdat', Buffer.alloc(64)), longBox('moov', movieHeader(2000), track())),
		good(),
	],
	[
		'compressed_header.mov',
		Buffer.concat([fileType('qt  ', 'qt  '), box('moov', box('cmov', Buffer.alloc(80))), media()]),
		{ kind: 'mov', mimeType: 'video/quicktime', facts: {} },
	],
	[
		'unknown_brand.mp4',
		Buffer.concat([fileType('XAVC', 'XAVC', 'mp42'), movie(track()), media()]),
		good(),
	],
	[
		'moov_first.mov',
		Buffer.concat([movie(track()), media()]),
		{ kind: 'unbranded', mimeType: 'video/quicktime', facts: plain },
	],
	[
		'wide_first.mov',
		Buffer.concat([box('wide'), media(), movie(track())]),
		{ kind: 'unbranded', mimeType: 'video/quicktime', facts: plain },
	],
	[
		'skip_first.mov',
		Buffer.concat([box('skip', Buffer.alloc(8)), movie(track()), media()]),
		{ kind: 'unbranded', mimeType: 'video/quicktime', facts: plain },
	],
	[
		'preview_first.mov',
		Buffer.concat([
			box('pnot', Buffer.alloc(12)),
			box('PICT', Buffer.alloc(30)),
			media(),
			movie(track()),
		]),
		{ kind: 'unbranded', mimeType: 'video/quicktime', facts: plain },
	],
	['mdat_first.mp4', Buffer.concat([media(), movie(track())]), { kind: 'unbranded', facts: plain }],
	[
		'free_first_by_label',
		Buffer.concat([box('free'), movie(track()), media()]),
		{ kind: 'unbranded', facts: plain, label: { mimeType: 'Video/X-M4V; codecs="avc1"' } },
	],
	[
		'octet_stream.bin',
		mp4(movie(track()), media()),
		{ facts: plain, label: { mimeType: 'application/octet-stream', fileName: 'clip.mp4' } },
	],
	[
		'eleven_minutes.mp4',
		mp4(movie(track({ ticks: 19_800_000, times: [[19_800, 1000]] })), media()),
		{ verdict: 'duration_check_failed', facts: { ...plain, duration: 660 } },
	],
	[
		'labelled_as_text.txt',
		mp4(movie(track()), media()),
		{ facts: plain, label: { mimeType: 'text/plain' } },
	],
];

const matroska = (doctype: string | undefined, ...content: Buffer[]) =>
	Buffer.concat([ebmlHeader(doctype), element('18538067', ...content)]);
const webm = (...content: Buffer[]) => matroska('webm', ...content);
const usual = pictureTrack(pixels(720, 1280), [unsigned('23e383', 33_333_333)]);
const asWebm = (facts: MediaFile['facts'] = plain): Partial<MediaFile> => ({
	kind: 'webm',
	mimeType: 'video/webm',
	facts,
});

const ebml: Row[] = [
	[
		'void_between.webm',
		webm(
			element('ec', Buffer.alloc(90)),
			info(2000),
			element('ec', Buffer.alloc(9)),
			tracks(usual),
			cluster,
		),
		asWebm(),
	],
	[
		'endless.webm',
		Buffer.concat([
			ebmlHeader('webm'),
			endlessElement(
				'18538067',
				info(),
				tracks(usual),
				endlessElement('1f43b675', Buffer.alloc(50)),
			),
		]),
		asWebm(lengthUnknown),
	],
	['length_nan.webm', webm(info(NaN), tracks(usual), cluster), asWebm(lengthUnknown)],
	['length_infinite.webm', webm(info(Infinity), tracks(usual), cluster), asWebm(lengthUnknown)],
	['length_negative.webm', webm(info(-1), tracks(usual), cluster), asWebm(lengthUnknown)],
	['length_zero.webm', webm(info(0), tracks(usual), cluster), asWebm(lengthUnknown)],
	['length_huge.webm', webm(info(1e300), tracks(usual), cluster), asWebm(lengthUnknown)],
	[
		'cropped.webm',
		webm(
			info(2000),
			tracks(
				pictureTrack(
					[...pixels(720, 1296), unsigned('54aa', 8), unsigned('54bb', 8)],
					[unsigned('23e383', 33_333_333)],
				),
			),
			cluster,
		),
		asWebm(),
	],
	[
		'ratio_as_pixels.webm',
		webm(
			info(2000),
			tracks(pictureTrack([...pixels(720, 1280), unsigned('54b0', 9), unsigned('54ba', 16)])),
			cluster,
		),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'ratio.webm',
		webm(
			info(2000),
			tracks(
				pictureTrack([
					...pixels(540, 1280),
					unsigned('54b0', 9),
					unsigned('54ba', 16),
					unsigned('54b2', 3),
				]),
			),
			cluster,
		),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'display_pixels.webm',
		webm(
			info(2000),
			tracks(pictureTrack([...pixels(540, 1280), unsigned('54b0', 720), unsigned('54ba', 1280)])),
			cluster,
		),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'display_unknown_unit.webm',
		webm(
			info(2000),
			tracks(
				pictureTrack([
					...pixels(720, 1280),
					unsigned('54b0', 100),
					unsigned('54ba', 100),
					unsigned('54b2', 4),
				]),
			),
			cluster,
		),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'millisecond_frames.webm',
		webm(
			info(2000),
			tracks(pictureTrack(pixels(720, 1280), [unsigned('23e383', 1_000_000)])),
			cluster,
		),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'frame_of_nothing.webm',
		webm(info(2000), tracks(pictureTrack(pixels(720, 1280), [unsigned('23e383', 0)])), cluster),
		asWebm({ ...plain, frameRate: undefined }),
	],
	[
		'first_picture_disabled.webm',
		webm(info(2000), tracks(pictureTrack(pixels(64, 64), [unsigned('b9', 0)]), usual), cluster),
		asWebm(),
	],
	[
		'second_picture_usual.webm',
		webm(info(2000), tracks(pictureTrack(pixels(64, 64), [unsigned('88', 0)]), usual), cluster),
		asWebm(),
	],
	['header_only_later.webm', webm(cluster, info(2000), tracks(usual)), asWebm({})],
	[
		'no_doctype.webm',
		matroska(undefined, info(2000), tracks(usual), cluster),
		{ ...asWebm(), kind: 'ebml' },
	],
	[
		'no_doctype.mkv',
		matroska(undefined, info(2000), tracks(usual), cluster),
		{ kind: 'ebml', verdict: 'wrong_file_type' },
	],
];

const app = (marker: string, ...content: Buffer[]) => {
	const bytes = Buffer.concat(content);
	return Buffer.concat([hex(`ff${marker}`), u16(bytes.length + 2), bytes]);
};
const frame = (marker: string, width: number, height: number) =>
	app(marker, hex('08'), u16(height, width), hex('01011100'));
const exif = (orientation: number) =>
	app('e1', ascii('Exif\0\0MM\0*'), u32(8), u16(1, 0x0112, 3), u32(1), u16(orientation, 0), u32(0));
const jpeg = (...content: Buffer[]) => Buffer.concat([hex('ffd8'), ...content, hex('ffda0008')]);
const asJpeg = (width: number, height: number): Partial<MediaFile> => ({
	as: 'photo',
	kind: 'jpeg',
	mimeType: 'image/jpeg',
	facts: { width, height },
});
const refused = (kind: string, truth: Partial<MediaFile> = {}): Partial<MediaFile> => ({
	kind,
	verdict: 'wrong_file_type',
	mimeType: undefined,
	...truth,
});
const asPhoto = { as: 'photo' } as const;

const photos: Row[] = [
	['progressive.jpg', jpeg(frame('c2', 1080, 1350)), asJpeg(1080, 1350)],
	['turned_by_exif.jpg', jpeg(exif(6), frame('c0', 1920, 1080)), asJpeg(1080, 1920)],
	['straight_exif.jpg', jpeg(exif(3), frame('c0', 1080, 1920)), asJpeg(1080, 1920)],
	[
		'large_exif.jpg',
		jpeg(
			...Array.from({ length: 3 }, () => app('e1', Buffer.alloc(65_000, 0xff))),
			frame('c0', 1254, 1254),
		),
		{ ...asJpeg(1254, 1254), verdict: 'picture_size_check_failed' },
	],
	[
		'thumbnail_inside.jpg',
		jpeg(app('e1', jpeg(frame('c0', 5000, 5000))), frame('c0', 800, 800)),
		asJpeg(800, 800),
	],
	[
		'small_height_told_later.jpg',
		jpeg(frame('c0', 800, 0), hex('ffdc0004 0320')),
		{ ...asJpeg(0, 0), facts: {} },
	],
	[
		'bytes_between_segments.jpg',
		jpeg(app('e1', Buffer.alloc(20)), hex('000000 ff00 12'), frame('c0', 800, 802)),
		asJpeg(800, 802),
	],
	[
		'scan_first.jpg',
		jpeg(hex('ffda000c 00000000 00000000')),
		{ ...asJpeg(0, 0), facts: {}, verdict: 'wrong_file_type' },
	],
	['fill_bytes.jpg', jpeg(hex('ffff'), frame('c0', 800, 800)), asJpeg(800, 800)],
	[
		'tables_first.jpg',
		jpeg(app('c4', Buffer.alloc(30)), app('cc', Buffer.alloc(4)), frame('c1', 800, 801)),
		asJpeg(800, 801),
	],
	[
		'labelled_image_jpg',
		jpeg(frame('c0', 800, 800)),
		{ ...asJpeg(800, 800), label: { mimeType: 'image/jpg' } },
	],
	[
		'telegram_photo.jpg',
		jpeg(frame('c0', 800, 800)),
		{
			...asJpeg(800, 800),
			label: { mimeType: 'application/octet-stream', fileName: 'file_12.jpg' },
		},
	],
	[
		'height_told_later.jpg',
		jpeg(frame('c0', 800, 0), Buffer.alloc(300_000)),
		{ ...asJpeg(0, 0), facts: {} },
	],
	[
		'broken_off.jpg',
		hex('ffd8ff e000104a46494600'),
		{ ...asJpeg(0, 0), facts: {}, verdict: 'wrong_file_type' },
	],
	[
		'animated_extended.webp',
		Buffer.concat([
			ascii('RIFF'),
			hex('40000000'),
			ascii('WEBPVP8X'),
			hex('0a000000 10000000 370400 7f0700'),
			Buffer.alloc(40),
		]),
		{ as: 'photo', kind: 'webp', mimeType: 'image/webp', facts: { width: 1080, height: 1920 } },
	],
	[
		'extended_large.webp',
		Buffer.concat([
			ascii('RIFF'),
			hex('40000000'),
			ascii('WEBPVP8X'),
			hex('0a000000 10000000 3d0400 a70500'),
			Buffer.alloc(40),
		]),
		{
			as: 'photo',
			kind: 'webp',
			mimeType: 'image/webp',
			verdict: 'picture_size_check_failed',
			facts: { width: 1086, height: 1448 },
		},
	],
	[
		'empty.jpg',
		Buffer.alloc(0),
		{
			as: 'photo',
			kind: 'unknown',
			verdict: 'empty_file',
			mimeType: undefined,
			label: { mimeType: 'image/jpeg' },
		},
	],
	[
		'video_as_photo.jpg',
		() => committed('base.mp4'),
		{ as: 'photo', kind: 'mp4', verdict: 'wrong_file_type', label: { mimeType: 'image/jpeg' } },
	],
];

const labelledMp4 = { label: { mimeType: 'video/mp4', fileName: 'clip.mp4' } };
const text = (content: string, kind: string): Row => [
	`${kind} ${content.slice(0, 24).trim()}`,
	Buffer.from(content),
	refused(kind, labelledMp4),
];
const noise = Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 73 + 41) % 251));

const others: Row[] = [
	text('<!DOCTYPE html><html><title>502 Bad Gateway</title></html>', 'html'),
	text('\ufeff\n  <HTML lang="en"><body>Log in</body></HTML>', 'html'),
	text('<!-- cached --><html><head></head></html>', 'html'),
	text('<?xml version="1.0"?>\n<!-- one -->\n<!-- two - -- -->\n<!DOCTYPE html>', 'html'),
	text('<!-- one --><!-- two --><svg viewBox="0 0 1 1"></svg>', 'svg'),
	text('<?xml version="1.0"?><!DOCTYPE html><html></html>', 'html'),
	text('{"error":{"code":404,"message":"File not found"}}', 'json'),
	text('[{"id":1}]', 'json'),
	text('{\n  "ok": false\n}', 'json'),
	text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'xml'),
	text('<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'svg'),
	text('#EXTM3U\n#EXT-X-VERSION:3\n', 'playlist'),
	text('data:video/mp4;base64,AAAAIGZ0eXBpc29t', 'base64'),
	text('AAAAIGZ0eXBpc29tAAACAGlzb21pc28y\nYXZjMW1wNDE=', 'base64'),
	text('filesystem-v2', 'storageWord'),
	text('filesystem-v2:workflows/1/executions/2/binary_data/abc', 'storageWord'),
	text('database', 'storageWord'),
	text('Not Found', 'text'),
	text("I'm free this afternoon, and the mdat of it is long.", 'text'),
	text('Grüße aus Köln', 'text'),
	['text_utf16.mp4', Buffer.from('\ufeffNot Found', 'utf16le'), refused('text', labelledMp4)],
	['empty.mp4', Buffer.alloc(0), refused('unknown', { ...labelledMp4, verdict: 'empty_file' })],
	['one_byte.mp4', hex('00'), refused('zeros', labelledMp4)],
	['zeros.mp4', Buffer.alloc(5000), refused('zeros', labelledMp4)],
	['noise.mp4', noise, refused('unknown', labelledMp4)],
	[
		'picture.heic',
		Buffer.concat([fileType('heic', 'mif1', 'heic'), box('meta', Buffer.alloc(90)), media()]),
		refused('heic', asPhoto),
	],
	[
		'picture_heif.mp4',
		Buffer.concat([fileType('mif1', 'mif1', 'heic', 'miaf'), media()]),
		refused('heic', labelledMp4),
	],
	['burst.heics', Buffer.concat([fileType('hevc', 'msf1'), media()]), refused('heic', asPhoto)],
	[
		'sequence.avif',
		Buffer.concat([fileType('avis', 'avif', 'msf1'), media()]),
		refused('avif', asPhoto),
	],
	[
		'raw.cr3',
		Buffer.concat([fileType('crx ', 'crx ', 'isom'), media()]),
		refused('rawPhoto', asPhoto),
	],
	['audio_book.m4b', Buffer.concat([fileType('M4B ', 'M4B ', 'isom'), media()]), refused('m4a')],
	[
		'picture.jxl',
		Buffer.concat([box('JXL ', hex('0d0a870a')), fileType('jxl ', 'jxl ')]),
		refused('jpegXl', asPhoto),
	],
	[
		'segment.m4s',
		Buffer.concat([
			box('styp', ascii('msdh'), u32(0), ascii('msdh')),
			box('moof', Buffer.alloc(60)),
			media(),
		]),
		refused('segment'),
	],
	[
		'segment_without_type.m4s',
		Buffer.concat([box('moof', Buffer.alloc(60)), media()]),
		refused('segment'),
	],
	[
		'box_larger_than_the_file.mov',
		Buffer.concat([u32(5000), ascii('moov'), Buffer.alloc(40)]),
		refused('unknown', labelledMp4),
	],
	['document.pdf', ascii('%PDF-1.7\n%âãÏÓ\n1 0 obj'), refused('pdf', labelledMp4)],
	[
		'archive.zip',
		Buffer.concat([ascii('PK\x03\x04'), Buffer.alloc(40, 7)]),
		refused('zip', labelledMp4),
	],
	['archive.gz', gzipSync('Not Found'), refused('gzip', labelledMp4)],
	['archive.rar', ascii('Rar!\x1a\x07\x01\0...'), refused('archive')],
	['layers.psd', ascii('8BPS\0\x01\0\0\0\0\0\0\0\x03'), refused('photoshop', asPhoto)],
	['favicon.ico', hex('0000010001001010000001002000'), refused('icon', asPhoto)],
	['recording.amr', ascii('#!AMR\n<'), refused('amr')],
	['real.rm', ascii('.RMF\0\0\0\x12\0\0'), refused('realMedia')],
	[
		'photo_as_video.mp4',
		() => committed('baseline.jpg'),
		refused('jpeg', { ...labelledMp4, mimeType: 'image/jpeg' }),
	],
];

const file = ([name, bytes, truth]: Row): MediaFile => ({
	name,
	as: 'video',
	kind: 'mp4',
	verdict: 'good',
	mimeType: 'video/mp4',
	bytes: typeof bytes === 'function' ? bytes : () => bytes,
	...truth,
});

export const builtFiles: MediaFile[] = [...iso, ...ebml, ...photos, ...others].map(file);
