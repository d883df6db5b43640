import type { PHOTO_MIME_TYPES, VIDEO_MIME_TYPES } from '../limits';

export type VideoMimeType = (typeof VIDEO_MIME_TYPES)[number];
export type PhotoMimeType = (typeof PHOTO_MIME_TYPES)[number];

/** One kind of file: how errors call it, and as what TikTok takes it. */
interface MediaKind {
	/** Completes "The file looks like …". */
	reads: string;
	/** As which type TikTok takes it; kinds without one are refused. */
	sentAs?: VideoMimeType | PhotoMimeType;
	/** The bytes do not tell these from `sentAs`: label and name may choose one. */
	orAs?: readonly VideoMimeType[];
	/** What to do with a kind that TikTok does not take. */
	advice?: string;
	/** What came is an answer about the file, or another file altogether. */
	isOther?: boolean;
}

const noFile = 'The node before delivered something else than the file: look at its output.';
const convertPicture = "Convert it with n8n's Edit Image node (option Format: JPEG).";
const convertElsewhere = "Convert it to JPEG first; n8n's Edit Image node cannot read it.";
const convertVideo = 'Convert it to MP4 first.';
const soundOnly = 'It holds sound only: make a video of it first.';

const answer = (reads: string) => ({ reads, advice: noFile, isOther: true });
const picture = (reads: string) => ({ reads, advice: convertPicture });
const otherVideo = (reads: string) => ({ reads, advice: convertVideo });
const sound = (reads: string) => ({ reads, advice: soundOnly });

/**
 * Every kind of file that we know by its bytes: what TikTok takes (open API fact sheet §12.2, §12.3)
 * and what it does not. A kind that is not in this table is refused.
 */
export const mediaKinds = {
	mp4: { reads: 'an MP4 video', sentAs: 'video/mp4' },
	mov: { reads: 'a QuickTime video', sentAs: 'video/quicktime' },
	/** Boxes without a brand, as cameras and editors wrote them before MP4. */
	unbranded: { reads: 'a QuickTime video', sentAs: 'video/quicktime', orAs: ['video/mp4'] },
	webm: { reads: 'a WebM video', sentAs: 'video/webm' },
	jpeg: { reads: 'a JPEG picture', sentAs: 'image/jpeg' },
	webp: { reads: 'a WebP picture', sentAs: 'image/webp' },

	matroska: otherVideo('a Matroska file (.mkv)'),
	/** Matroska that does not say which dialect it is. */
	ebml: { ...otherVideo('a Matroska file (.mkv)'), orAs: ['video/webm'] },
	avi: otherVideo('an AVI video'),
	mpeg: otherVideo('an MPEG video (.mpg, .vob)'),
	transportStream: otherVideo('an MPEG transport stream (.ts)'),
	rawVideo: otherVideo('a video stream without a container (.h264, .m4v)'),
	flv: otherVideo('a Flash video (.flv)'),
	wmv: otherVideo('a Windows Media file (.wmv)'),
	realMedia: otherVideo('a RealMedia file'),
	ogg: otherVideo('an Ogg file'),
	segment: {
		reads: 'one piece of a streamed video (DASH or HLS)',
		advice: 'Download the whole video instead.',
	},

	mp3: sound('an MP3 file'),
	m4a: sound('an MPEG-4 audio file (.m4a)'),
	aac: sound('an AAC file'),
	wav: sound('a WAV file'),
	flac: sound('a FLAC file'),
	amr: sound('an AMR recording'),

	png: picture('a PNG picture'),
	gif: picture('a GIF picture'),
	bmp: picture('a BMP picture'),
	tiff: picture('a TIFF picture'),
	svg: picture('an SVG picture'),
	photoshop: picture('a Photoshop picture'),
	icon: picture('an icon (.ico)'),
	heic: { reads: 'a HEIC picture', advice: convertElsewhere },
	avif: { reads: 'an AVIF picture', advice: convertElsewhere },
	jpegXl: { reads: 'a JPEG XL picture', advice: convertElsewhere },
	jpeg2000: { reads: 'a JPEG 2000 picture', advice: convertElsewhere },
	rawPhoto: { reads: 'a raw photo of a camera', advice: convertElsewhere },

	html: {
		reads: 'a web page (HTML)',
		advice: `${noFile} The address may need a login, or has expired.`,
		isOther: true,
	},
	json: answer('JSON'),
	xml: answer('XML'),
	playlist: {
		reads: 'a playlist (.m3u8), which only names the pieces of a video',
		advice: 'Download the whole video instead.',
	},
	base64: {
		reads: 'a file that is still encoded as Base64 text',
		advice: "Decode it with n8n's Convert to File node (Move Base64 String to File).",
	},
	storageWord: answer("n8n's note of where it keeps a file"),
	text: answer('plain text'),

	pdf: answer('a PDF document'),
	zip: { reads: 'a ZIP archive', advice: "Unpack it with n8n's Compression node." },
	gzip: { reads: 'a gzip archive', advice: "Unpack it with n8n's Compression node." },
	archive: { reads: 'an archive (.rar, .7z)', advice: 'Unpack it first.' },

	zeros: answer('a file of zeros'),
	unknown: answer('no kind of file that this node knows'),
} as const satisfies Record<string, MediaKind>;

export type MediaKindName = keyof typeof mediaKinds;

/** The row of a kind, in the shape that all rows share. */
export const mediaKindOf = (name: MediaKindName): MediaKind => mediaKinds[name];
