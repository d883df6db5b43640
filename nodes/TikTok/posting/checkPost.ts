import type { IDataObject } from 'n8n-workflow';
import { refusedInput } from '../errors/ownFailure';
import type { Problems } from '../errors/problems';
import { refuseFirst } from '../errors/problems';
import { MAX_CAPTION, MAX_PHOTO_DESCRIPTION, MAX_PHOTOS, MAX_PHOTO_TITLE } from '../limits';
import { encodedAddress, hasPublicName, parsedAddress, withoutUser } from '../shared/addresses';

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

/** @throws TikTokFailure the first problem, unless all are collected */
export function checkVideoPost(body: PostBody, isDirect: boolean, problems = refuseFirst): void {
	if (!isDirect) return;
	checkCaption('Caption', body.post_info?.title, problems);
	checkPrivacy(body.post_info ?? {}, problems);
}

/** As {@link checkVideoPost}, of one of several posts. */
export function checkCaption(label: string, text: unknown, problems = refuseFirst): void {
	checkLength(label, text, MAX_CAPTION, problems);
}

/** As {@link checkVideoPost}. */
export function checkPhotoPost(body: PostBody, isDirect: boolean, problems = refuseFirst): void {
	checkLength('Title', body.post_info?.title, MAX_PHOTO_TITLE, problems);
	checkLength('Description', body.post_info?.description, MAX_PHOTO_DESCRIPTION, problems);
	if (isDirect) checkPrivacy(body.post_info ?? {}, problems);
	const photos = (body.source_info?.photo_images ?? []) as unknown[];
	checkPhotoCount(photos.length, problems);
	checkCover(body.source_info?.photo_cover_index ?? 0, photos.length, problems);
}

/** As {@link checkVideoPost}. */
export function checkPhotoCount(count: number, problems = refuseFirst): void {
	if (count >= 1 && count <= MAX_PHOTOS) return;
	const rule = `A photo post takes 1 to ${MAX_PHOTOS} photos`;
	problems.add(
		refusedInput(
			{ field: 'Photos', value: count, rule: `${rule}.` },
			`${rule}, not ${count}.`,
			count === 0 ? 'Add at least one photo.' : 'Split the photos over several posts.',
		),
	);
}

/**
 * TikTok downloads from https addresses with a domain name only, and follows no redirect (open API
 * fact sheet §12.1). Whether the domain is verified only TikTok knows.
 * @returns the address as it may be sent: what must not stand in an address is encoded
 * @throws TikTokFailure, unless all problems are collected
 */
export function publicAddress(field: string, value: unknown, problems = refuseFirst): string {
	const text = String(value ?? '').trim();
	const encoded = encodedAddress(text);
	const problem = problemOfAddress(text, encoded);
	if (!problem) return encoded;
	const { what, advice } = problem;
	const about = { field, value: shorten(text), rule: advice };
	problems.add(refusedInput(about, `${field} ${what}`, advice));
	return text;
}

/** Whether TikTok would be asked to download from there. */
export const isPublicAddress = (text: string): boolean => !problemOfAddress(text, text);

function problemOfAddress(text: string, encoded: string) {
	if (text === '') return { what: 'is empty.', advice: 'Enter the https address of the file.' };
	const url = parsedAddress(encoded);
	if (!url || url.protocol !== 'https:') {
		return {
			what: `is not an https address: ${shorten(text)}`,
			advice:
				'TikTok downloads from addresses that start with https:// only. Upload takes a video from others, too.',
		};
	}
	if (hasPublicName(url)) return undefined;
	return {
		what: `has no public domain name: ${url.hostname}`,
		advice: 'TikTok downloads neither from IP addresses nor from your own machine.',
	};
}

function checkLength(field: string, text: unknown, limit: number, problems: Problems): void {
	const length = typeof text === 'string' ? text.length : 0;
	if (length <= limit) return;
	problems.add(
		refusedInput(
			{ field, value: shorten(String(text)), rule: `It takes up to ${limit} characters.` },
			`${field} is too long: ${length}/${limit} characters.`,
			'TikTok counts UTF-16 units: most emoji count as two.',
		),
	);
}

function checkPrivacy(post: PostInfo, problems: Problems): void {
	if (!post.privacy_level) {
		const rule = "TikTok's rules allow no default.";
		problems.add(
			refusedInput(
				{ field: 'Privacy Level', rule },
				'Privacy Level is empty.',
				`Choose who can see the post; ${rule}`,
			),
		);
	}
	if (post.privacy_level === 'SELF_ONLY' && post.brand_content_toggle) {
		problems.add(
			refusedInput(
				{ field: 'Branded Content', value: 'true', rule: 'Branded content cannot be private.' },
				'Branded Content cannot be combined with the privacy level Only Me (SELF_ONLY).',
				'Choose another privacy level or switch Branded Content off.',
			),
		);
	}
}

/** @param index counted from 0, as TikTok counts; users count from 1 */
function checkCover(index: number, count: number, problems: Problems): void {
	if (count === 0 || (Number.isInteger(index) && index >= 0 && index < count)) return;
	const value = index + 1;
	problems.add(
		refusedInput(
			{ field: 'Cover Photo', value, rule: `It takes 1 to ${count}.` },
			`Cover Photo is ${value}, but the post has ${count} ${count === 1 ? 'photo' : 'photos'}.`,
			'The first photo is 1.',
		),
	);
}

/** A query may hold a signature. */
function shorten(text: string): string {
	const [place] = withoutUser(text).split('?');
	return place.length > 100 || place !== text ? `${place.slice(0, 100)}…` : text;
}
