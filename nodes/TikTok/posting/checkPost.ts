import { refusedInput } from '../errors/ownFailure';
import type { Problems } from '../errors/problems';
import { refuseFirst } from '../errors/problems';
import { MAX_CAPTION, MAX_PHOTO_DESCRIPTION, MAX_PHOTOS, MAX_PHOTO_TITLE } from '../limits';

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

/** @throws TikTokFailure the first problem, unless all are collected */
export function checkVideoPost(body: PostBody, isDirect: boolean, problems = refuseFirst): void {
	if (!isDirect) return;
	checkLength('Caption', body.post_info?.title, MAX_CAPTION, problems);
	checkPrivacy(body.post_info ?? {}, problems);
}

/** As {@link checkVideoPost}. */
export function checkPhotoPost(body: PostBody, isDirect: boolean, problems = refuseFirst): void {
	checkLength('Title', body.post_info?.title, MAX_PHOTO_TITLE, problems);
	checkLength('Description', body.post_info?.description, MAX_PHOTO_DESCRIPTION, problems);
	if (isDirect) checkPrivacy(body.post_info ?? {}, problems);
	const photos = (body.source_info?.photo_images ?? []) as unknown[];
	checkPhotoCount(photos.length, problems);
	checkCover(body.source_info?.photo_cover_index, photos.length, problems);
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
	const encoded = text.replace(/[^\x21-\x7e]+/g, (part) =>
		encodeURIComponent(Buffer.from(part).toString()),
	);
	const problem = problemOfAddress(text, encoded);
	if (!problem) return encoded;
	const { what, advice } = problem;
	const about = { field, value: shorten(text), rule: advice };
	problems.add(refusedInput(about, `${field} ${what}`, advice));
	return text;
}

function problemOfAddress(text: string, encoded: string) {
	if (text === '') return { what: 'is empty.', advice: 'Enter the https address of the file.' };
	const url = URL.canParse(encoded) ? new URL(encoded) : undefined;
	if (!url || url.protocol !== 'https:') {
		return {
			what: `is not an https address: ${shorten(text)}`,
			advice: 'TikTok downloads from addresses that start with https:// only.',
		};
	}
	const host = url.hostname;
	if (host.includes('.') && !host.startsWith('[') && !/^[\d.]+$/.test(host)) return undefined;
	return {
		what: `has no public domain name: ${host}`,
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

function checkCover(index: unknown, count: number, problems: Problems): void {
	const cover = Number(index);
	if (count === 0 || (Number.isInteger(cover) && cover >= 0 && cover < count)) return;
	const value = String(index);
	problems.add(
		refusedInput(
			{ field: 'Cover Photo', value, rule: `It takes 0 to ${count - 1}.` },
			`Cover Photo is ${value}, but the photos are numbered 0 to ${count - 1}.`,
			'The first photo is 0.',
		),
	);
}

const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
