import type { MediaFile } from './fileSet';
import { committed } from './fileSet';

/**
 * Files of real encoders: what to give to ffmpeg (5.1), and the truth about what comes out.
 * `make.ts` makes them anew. Bars and a tone, two seconds, unless it says otherwise.
 */
export interface Encoded extends MediaFile {
	/** Arguments before the name of the file; absent for files that came from elsewhere. */
	ffmpeg?: string;
}

const bars = (size = '360x640', rate = '30', seconds = 2) =>
	`-f lavfi -i smptebars=size=${size}:rate=${rate}:duration=${seconds}`;
const tone = (seconds = 2) => `-f lavfi -i sine=duration=${seconds}`;
const h264 = '-c:v libx264 -preset veryfast -crf 40 -pix_fmt yuv420p';
const aac = '-c:a aac -b:a 16k';
const vp8 = '-c:v libvpx -deadline realtime -cpu-used 8 -b:v 40k';
const opus = '-c:a libopus -b:a 8k';
const still = (size: string) => `-f lavfi -i smptebars=size=${size}:duration=1 -frames:v 1`;

const portrait = { duration: 2, width: 360, height: 640, frameRate: 30 };

type Row = [name: string, ffmpeg: string | undefined, truth: Partial<MediaFile>];

const file = ([name, ffmpeg, truth]: Row): Encoded => ({
	name,
	ffmpeg,
	as: 'video',
	kind: 'mp4',
	verdict: 'good',
	bytes: () => committed(name),
	...truth,
});
const mp4 = { mimeType: 'video/mp4', facts: portrait };
const mov = { kind: 'mov', mimeType: 'video/quicktime', facts: portrait };
const webm = { kind: 'webm', mimeType: 'video/webm', facts: portrait };
const refused = (kind: string): Partial<MediaFile> => ({ kind, verdict: 'wrong_file_type' });

const good: Row[] = [
	['base.mp4', undefined, { ...mp4, facts: { ...portrait, duration: 4 } }],
	['cover_first.mp4', undefined, { ...mp4, facts: { ...portrait, duration: 4 } }],
	['chapters840.mp4', undefined, { ...mp4, facts: { ...portrait, duration: 4 } }],
	['frag_unknown_v1.mp4', undefined, { ...mp4, facts: { width: 360, height: 640 } }],
	['faststart.mp4', `${bars()} ${tone()} ${h264} ${aac} -movflags +faststart`, mp4],
	['h265.mp4', `${bars()} -c:v libx265 -crf 40 -x265-params log-level=none -tag:v hvc1`, mp4],
	[
		'av1.mp4',
		`${bars('360x640', '30', 1)} -c:v libsvtav1 -crf 60`,
		{ ...mp4, facts: { ...portrait, duration: 1 } },
	],
	['vp9.mp4', `${bars()} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 30k`, mp4],
	[
		'fragmented.mp4',
		`${bars()} ${h264} -movflags frag_keyframe+empty_moov`,
		{ ...mp4, facts: { width: 360, height: 640 } },
	],
	[
		'fragmented_first_in_moov.mp4',
		`${bars()} ${h264} -g 15 -movflags frag_keyframe`,
		{ ...mp4, facts: { width: 360, height: 640 } },
	],
	[
		'fragmented_with_cover.mp4',
		`-i files/cover_first.mp4 -map 0 -c copy -movflags frag_keyframe+empty_moov`,
		{ ...mp4, facts: { width: 360, height: 640 } },
	],
	['cmaf.mp4', `${bars()} ${h264} -movflags cmaf`, { ...mp4, facts: { width: 360, height: 640 } }],
	[
		'turned.mp4',
		`-i files/faststart.mp4 -metadata:s:v rotate=90 -c copy`,
		{ ...mp4, facts: { ...portrait, width: 640, height: 360 } },
	],
	[
		'anamorphic.mp4',
		`${bars('480x640')} ${h264} -vf setsar=4/3`,
		{ ...mp4, facts: { ...portrait, width: 640 } },
	],
	[
		'sound_longer.mp4',
		`${bars()} ${tone(5)} ${h264} ${aac}`,
		{ ...mp4, facts: { ...portrait, duration: 5 } },
	],
	[
		'cut_by_edit_list.mp4',
		`-ss 1.5 -i files/base.mp4 -c copy`,
		{ ...mp4, facts: { ...portrait, duration: 2.5 } },
	],
	['subtitles.mp4', `${bars()} -i subtitles.srt ${h264} -c:s mov_text`, mp4],
	[
		'screen_that_stood_still.mp4',
		`${bars('360x640', '60', 4)} -vf select='lt(n\\,30)+eq(mod(n\\,60)\\,0)' -vsync vfr ${h264}`,
		{ ...mp4, facts: { duration: 3.0167, width: 360, height: 640 } },
	],
	[
		'rate_23.976.mp4',
		`${bars('360x640', '24000/1001')} ${h264}`,
		{ ...mp4, facts: { ...portrait, frameRate: 23.976 } },
	],
	[
		'rate_59.94.mp4',
		`${bars('360x640', '60000/1001')} ${h264}`,
		{ ...mp4, facts: { ...portrait, frameRate: 59.94 } },
	],
	[
		'largest.mp4',
		`${bars('4096x2160', '30', 0.2)} ${h264}`,
		{ ...mp4, facts: { duration: 0.2, width: 4096, height: 2160, frameRate: 30 } },
	],
	[
		'phone.3gp',
		`${bars('352x288')} -vf scale=480:360,setsar=1 ${h264}`,
		{ ...mp4, facts: { ...portrait, width: 480, height: 360 } },
	],
	['itunes.m4v', `${bars()} ${h264} -f ipod`, mp4],
	['quicktime.mov', `${bars()} ${tone()} ${h264} ${aac}`, mov],
	['timecode.mov', `${bars()} ${h264} -timecode 01:00:00:00`, mov],
	[
		'motion_jpeg.mov',
		`-f lavfi -i color=teal:size=360x640:rate=30:duration=1 -c:v mjpeg -q:v 31`,
		{ ...mov, facts: { ...portrait, duration: 1 } },
	],
	['vp8.webm', `${bars()} ${tone()} ${vp8} ${opus}`, webm],
	['vp9.webm', `${bars()} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 30k`, webm],
	[
		'live.webm',
		`${bars()} ${vp8} -live 1`,
		{ ...webm, facts: { ...portrait, duration: undefined } },
	],
	[
		'anamorphic.webm',
		`${bars('480x640')} -vf setsar=4/3 ${vp8}`,
		{ ...webm, facts: { ...portrait, width: 640 } },
	],
	[
		'two_pictures.webm',
		`${bars('320x180')} ${bars()} -map 0 -map 1 ${vp8} -disposition:v:0 0 -disposition:v:1 default`,
		webm,
	],
	[
		'baseline.jpg',
		still('1080x1920'),
		{ as: 'photo', kind: 'jpeg', mimeType: 'image/jpeg', facts: { width: 1080, height: 1920 } },
	],
	[
		'lossy.webp',
		`${still('941x1672')} -c:v libwebp`,
		{ as: 'photo', kind: 'webp', mimeType: 'image/webp', facts: { width: 941, height: 1672 } },
	],
	[
		'lossless.webp',
		`${still('1079x1081')} -c:v libwebp -lossless 1`,
		{ as: 'photo', kind: 'webp', mimeType: 'image/webp', facts: { width: 1079, height: 1081 } },
	],
];

const overTheLimits: Row[] = [
	[
		'slow15.mp4',
		undefined,
		{
			...mp4,
			verdict: 'frame_rate_check_failed',
			facts: { ...portrait, duration: 4, frameRate: 15 },
		},
	],
	[
		'one_a_second.mp4',
		`${bars('360x640', '1', 4)} ${h264}`,
		{
			...mp4,
			verdict: 'frame_rate_check_failed',
			facts: { ...portrait, duration: 4, frameRate: 1 },
		},
	],
	[
		'fast.mp4',
		`${bars('360x640', '120', 1)} ${h264}`,
		{
			...mp4,
			verdict: 'frame_rate_check_failed',
			facts: { ...portrait, duration: 1, frameRate: 120 },
		},
	],
	[
		'slow.webm',
		`${bars('360x640', '10')} ${vp8}`,
		{ ...webm, verdict: 'frame_rate_check_failed', facts: { ...portrait, frameRate: 10 } },
	],
	[
		'small.mov',
		`${bars('320x640')} ${h264}`,
		{ ...mov, verdict: 'picture_size_check_failed', facts: { ...portrait, width: 320 } },
	],
	[
		'p1086x1448.jpg',
		undefined,
		{
			as: 'photo',
			kind: 'jpeg',
			mimeType: 'image/jpeg',
			verdict: 'picture_size_check_failed',
			facts: { width: 1086, height: 1448 },
		},
	],
	[
		'square1254.jpg',
		still('1254x1254'),
		{
			as: 'photo',
			kind: 'jpeg',
			mimeType: 'image/jpeg',
			verdict: 'picture_size_check_failed',
			facts: { width: 1254, height: 1254 },
		},
	],
	[
		'square1254.webp',
		`${still('1254x1254')} -c:v libwebp`,
		{
			as: 'photo',
			kind: 'webp',
			mimeType: 'image/webp',
			verdict: 'picture_size_check_failed',
			facts: { width: 1254, height: 1254 },
		},
	],
];

const notTaken: Row[] = [
	[
		'sound_only.mp4',
		`${tone()} ${aac}`,
		{ mimeType: 'video/mp4', verdict: 'wrong_file_type', facts: { duration: 2 } },
	],
	[
		'sound_only.webm',
		`${tone()} ${opus}`,
		{ kind: 'webm', mimeType: 'video/webm', verdict: 'wrong_file_type', facts: { duration: 2 } },
	],
	['sound.m4a', `${tone()} ${aac}`, refused('m4a')],
	['sound.mp3', `${tone(1)} -c:a libmp3lame -b:a 16k`, refused('mp3')],
	[
		'sound_untagged.mp3',
		`${tone(1)} -c:a libmp3lame -b:a 16k -id3v2_version 0 -write_xing 0`,
		refused('mp3'),
	],
	['sound.wav', `${tone(0.1)}`, refused('wav')],
	['sound.flac', `${tone(0.1)}`, refused('flac')],
	['sound.aac', `${tone(1)} ${aac}`, refused('aac')],
	['sound.ogg', `${tone(1)} -c:a libopus -b:a 8k`, refused('ogg')],
	['video.mkv', `${bars()} ${h264}`, refused('matroska')],
	['video.avi', `${bars('360x640', '30', 0.3)} -c:v mpeg4 -q:v 31`, refused('avi')],
	['video.mpegts', `${bars('360x640', '30', 0.5)} ${h264} -f mpegts`, refused('transportStream')],
	[
		'video.m2ts',
		`${bars('360x640', '30', 0.5)} ${h264} -mpegts_m2ts_mode 1`,
		refused('transportStream'),
	],
	['video.mpg', `${bars('360x640', '30', 0.3)} -c:v mpeg2video -q:v 31`, refused('mpeg')],
	['video.m2v', `${bars('360x640', '30', 0.2)} -c:v mpeg2video -q:v 31`, refused('rawVideo')],
	['video.h264', `${bars('360x640', '30', 0.5)} ${h264}`, refused('rawVideo')],
	['video.flv', `${bars('360x640', '30', 0.5)} ${h264}`, refused('flv')],
	['video.wmv', `${bars('360x640', '30', 0.3)} -c:v wmv2 -q:v 31`, refused('wmv')],
	['video.ogv', `${bars('360x640', '30', 0.3)} -c:v libtheora -q:v 0`, refused('ogg')],
	[
		'picture.avif',
		`${still('360x640')} -c:v libaom-av1 -still-picture 1`,
		{ ...refused('avif'), as: 'photo' },
	],
	['picture.png', still('360x640'), { ...refused('png'), as: 'photo' }],
	['picture.gif', still('64x64'), { ...refused('gif'), as: 'photo' }],
	['picture.bmp', still('16x16'), { ...refused('bmp'), as: 'photo' }],
	['picture.tiff', still('64x64'), { ...refused('tiff'), as: 'photo' }],
	['picture.jp2', still('64x64'), { ...refused('jpeg2000'), as: 'photo' }],
];

export const encodedFiles: Encoded[] = [...good, ...overTheLimits, ...notTaken].map(file);
