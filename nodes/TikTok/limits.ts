/**
 * Every limit that TikTok sets, once. Sizes are bytes, texts are UTF-16 units (`string.length`),
 * times are milliseconds. Section numbers point to TikTok's documentation as collected in the open
 * API fact sheet.
 */

/**
 * A file is cut into as few chunks of about this size as it takes. §7.1 allows 64 MB, without saying
 * whether a MB is 10^6 or 2^20. n8n opens a connection for every chunk, hence few; but a chunk is
 * what memory holds and what a bad line repeats.
 */
export const CHUNK_BYTES = 50_000_000;
/** Over this TikTok refuses the video (§12.2); between 4,000,000,000 and this TikTok decides. */
export const MAX_VIDEO_BYTES = 4 * 1024 ** 3;
/** An upload URL and a pull live this long (§11). */
export const UPLOAD_WINDOW_MS = 60 * 60 * 1000;

/** Each side of a video, in pixels, and its frames per second (§12.2). */
export const sidePixels = { min: 360, max: 4096 };
export const frameRates = { min: 23, max: 60 };
/** Longest draft (§12.2); direct posts have a limit per creator. */
export const MAX_DRAFT_SECONDS = 600;

/** The cover frame is an int32 of milliseconds (§6.1). */
export const MAX_COVER_MS = 2 ** 31 - 1;

export const MAX_CAPTION = 2200;
export const MAX_PHOTO_TITLE = 90;
export const MAX_PHOTO_DESCRIPTION = 4000;
export const MAX_PHOTOS = 35;
/** Ids per video/query (§4.2) and videos per page of video/list (§4.1). */
export const MAX_VIDEO_IDS = 20;
export const VIDEOS_PER_PAGE = 20;
export const MAX_PUBLISH_ID = 64;

export const VIDEO_MIME_TYPES = ['video/mp4', 'video/quicktime', 'video/webm'] as const;
export const PHOTO_MIME_TYPES = ['image/jpeg', 'image/webp'] as const;
export const MAX_PHOTO_BYTES = 20_000_000;
/** Pixels of the shorter side of a photo; what "up to 1080p" means (§12.3). */
export const MAX_PHOTO_SHORTER_SIDE = 1080;

/**
 * How often TikTok lets one account make a kind of call (§11). The numbers stand beside the calls, in
 * `api/`.
 */
export interface Quota {
	/** How errors and log lines call it. */
	readonly name: string;
	readonly calls: number;
	readonly windowMs: number;
}

/** An allowance per minute. */
export const perMinute = (name: string, calls: number): Quota => ({
	name,
	calls,
	windowMs: 60_000,
});
