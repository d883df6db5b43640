import type { IDataObject } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { MAX_CAPTION, MAX_PHOTO_DESCRIPTION, MAX_PHOTOS, MAX_PHOTO_TITLE } from '../limits';

/**
 * What TikTok would refuse anyway is refused here, before any request, naming the field, the value
 * and the rule. The functions read the request that the fields have described.
 */

interface PostInfo extends IDataObject {
	title?: string;
	description?: string;
	privacy_level?: string;
	brand_content_toggle?: boolean;
}

interface SourceInfo extends IDataObject {
	video_url?: string;
	photo_images?: string[];
	/** Counted from 0. */
	photo_cover_index?: number;
}

export interface PostBody {
	post_info?: PostInfo;
	source_info?: SourceInfo;
}

/** TikTok's table calls both toggles required, its examples leave them out: sent always. */
export const ofDirectPost = (post: PostInfo | undefined): PostInfo => ({
	brand_content_toggle: false,
	brand_organic_toggle: false,
	...post,
});

/** @throws TikTokFailure */
export function checkVideoPost(body: PostBody, isDirect: boolean): void {
	if (!isDirect) return;
	checkLength('Caption', body.post_info?.title, MAX_CAPTION);
	checkPrivacy(body.post_info ?? {});
}

/** @throws TikTokFailure */
export function checkPhotoPost(body: PostBody, isDirect: boolean): void {
	checkLength('Title', body.post_info?.title, MAX_PHOTO_TITLE);
	checkLength('Description', body.post_info?.description, MAX_PHOTO_DESCRIPTION);
	if (isDirect) checkPrivacy(body.post_info ?? {});
	const photos = (body.source_info?.photo_images ?? []) as unknown[];
	checkPhotoCount(photos.length);
	checkCover(body.source_info?.photo_cover_index ?? 0, photos.length);
}

/** @throws TikTokFailure */
export function checkPhotoCount(count: number): void {
	if (count >= 1 && count <= MAX_PHOTOS) return;
	throw inputFailure(
		`A photo post takes 1 to ${MAX_PHOTOS} photos, not ${count}.`,
		count === 0 ? 'Add at least one photo.' : 'Split the photos over several posts.',
	);
}

/**
 * TikTok downloads from https addresses with a domain name only, and follows no redirect (open API
 * fact sheet §12.1). Whether the domain is verified only TikTok knows.
 * @returns the address as it may be sent: what must not stand in an address is encoded
 * @throws TikTokFailure
 */
export function publicAddress(field: string, value: unknown): string {
	const text = String(value ?? '').trim();
	if (text === '') throw inputFailure(`${field} is empty.`, 'Enter the https address of the file.');
	const encoded = text.replace(/[^\x21-\x7e]+/g, (part) =>
		encodeURIComponent(Buffer.from(part).toString()),
	);
	const url = URL.canParse(encoded) ? new URL(encoded) : undefined;
	if (!url || url.protocol !== 'https:') {
		throw inputFailure(
			`${field} is not an https address: ${shorten(text)}`,
			'TikTok downloads from addresses that start with https:// only.',
		);
	}
	const host = url.hostname;
	if (!host.includes('.') || host.startsWith('[') || /^[\d.]+$/.test(host)) {
		throw inputFailure(
			`${field} has no public domain name: ${host}`,
			'TikTok downloads neither from IP addresses nor from your own machine.',
		);
	}
	return encoded;
}

function checkLength(field: string, value: unknown, limit: number): void {
	const length = typeof value === 'string' ? value.length : 0;
	if (length <= limit) return;
	throw inputFailure(
		`${field} is too long: ${length}/${limit} characters.`,
		'TikTok counts UTF-16 units: most emoji count as two.',
	);
}

function checkPrivacy(post: PostInfo): void {
	if (!post.privacy_level) {
		throw inputFailure(
			'Privacy Level is empty.',
			"Choose who can see the post; TikTok's rules allow no default.",
		);
	}
	if (post.privacy_level === 'SELF_ONLY' && post.brand_content_toggle) {
		throw inputFailure(
			'Branded Content cannot be combined with the privacy level Only Me (SELF_ONLY).',
			'Choose another privacy level or switch Branded Content off.',
		);
	}
}

/** @param index counted from 0, as TikTok counts; users count from 1 */
function checkCover(index: number, count: number): void {
	if (Number.isInteger(index) && index >= 0 && index < count) return;
	throw inputFailure(
		`Cover Photo is ${index + 1}, but the post has ${count} ${count === 1 ? 'photo' : 'photos'}.`,
		'The first photo is 1.',
	);
}

const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
