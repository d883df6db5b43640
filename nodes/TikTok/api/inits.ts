import { perMinute } from '../limits';
import type { Endpoint } from '../request/endpoint';

/**
 * Calls that start a post (open API fact sheet §6 and §8). Whether the three share one allowance is
 * not documented (§18, no. 10): they are counted apart, and when TikTok counts them together its 429
 * is absorbed by the retry policy.
 */

/** Values of the Post Mode field are TikTok's own. */
export type PostMode = 'DIRECT_POST' | 'MEDIA_UPLOAD';

export interface Init extends Endpoint {
	mode: PostMode;
}

export type Inits = Record<PostMode, Init>;

/** A video that TikTok downloads: once accepted it becomes a post without us. */
export const videoPulls: Inits = {
	DIRECT_POST: {
		mode: 'DIRECT_POST',
		method: 'POST',
		path: '/v2/post/publish/video/init/',
		scopes: ['video.publish'],
		quota: perMinute('starting direct video posts', 6),
		kind: 'pullInit',
	},
	MEDIA_UPLOAD: {
		mode: 'MEDIA_UPLOAD',
		method: 'POST',
		path: '/v2/post/publish/inbox/video/init/',
		scopes: ['video.upload'],
		quota: perMinute('starting video drafts', 6),
		kind: 'pullInit',
	},
};

/**
 * A video whose bytes follow: the same addresses, but the init alone posts nothing. So it may be
 * repeated a few times; for a draft, which costs one of five places, once.
 */
export const videoUploads: Inits = {
	DIRECT_POST: { ...videoPulls.DIRECT_POST, kind: 'directFileInit' },
	MEDIA_UPLOAD: { ...videoPulls.MEDIA_UPLOAD, kind: 'inboxFileInit' },
};

const contentInit: Init = {
	mode: 'DIRECT_POST',
	method: 'POST',
	path: '/v2/post/publish/content/init/',
	scopes: ['video.publish'],
	quota: perMinute('starting photo posts', 6),
	kind: 'pullInit',
};

/** One address for both modes of a photo post; the permission differs. */
export const photoPulls: Inits = {
	DIRECT_POST: contentInit,
	MEDIA_UPLOAD: { ...contentInit, mode: 'MEDIA_UPLOAD', scopes: ['video.upload'] },
};
