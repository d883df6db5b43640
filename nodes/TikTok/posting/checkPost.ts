import { inputFailure } from '../errors/ownFailure';
import { MAX_CAPTION, MAX_PHOTO_DESCRIPTION, MAX_PHOTOS, MAX_PHOTO_TITLE } from '../limits';
import { encodedAddress, hasPublicName, parsedAddress } from '../shared/addresses';

/**
 * What TikTok would refuse anyway is refused here, before any request, naming the field, the value
 * and the rule. The functions read the request that the fields have described.
 */

interface PostInfo {
	title?: unknown;
	description?: unknown;
	privacy_level?: unknown;
	brand_content_toggle?: unknown;
}

export interface PostBody {
	post_info?: PostInfo;
	source_info?: { video_url?: unknown; photo_images?: unknown; photo_cover_index?: unknown };
}

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
	checkCover(body.source_info?.photo_cover_index, photos.length);
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
	const encoded = encodedAddress(text);
	const url = parsedAddress(encoded);
	if (!url || url.protocol !== 'https:') {
		throw inputFailure(
			`${field} is not an https address: ${shorten(text)}`,
			'TikTok downloads from addresses that start with https:// only.',
		);
	}
	if (!hasPublicName(url)) {
		throw inputFailure(
			`${field} has no public domain name: ${url.hostname}`,
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

function checkCover(index: unknown, count: number): void {
	const cover = Number(index);
	if (Number.isInteger(cover) && cover >= 0 && cover < count) return;
	throw inputFailure(
		`Cover Photo is ${String(index)}, but the photos are numbered 0 to ${count - 1}.`,
		'The first photo is 0.',
	);
}

/** A query may hold a signature. */
function shorten(text: string): string {
	const [place] = text.split('?');
	return place.length > 100 || place !== text ? `${place.slice(0, 100)}…` : text;
}
