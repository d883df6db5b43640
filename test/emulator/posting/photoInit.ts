import { Router } from 'express';

import { admit, requireScope } from '../request/admit';
import { checkShape } from '../request/bodyShape';
import { invalidParams, Refusal, sendOk } from '../request/envelope';
import { jsonObject } from '../request/requestBody';
import type { App } from '../types';
import type { World } from '../world';
import { acceptInit } from './acceptInit';
import { checkDirectPost, checkDraft, limitText } from './postingRules';
import { checkSourceUrl } from './sourceUrl';

const bodyShape = {
	media_type: 'string',
	post_mode: 'string',
	post_info: 'object',
	source_info: 'object',
} as const;

const postInfoShape = {
	title: 'string',
	description: 'string',
	privacy_level: 'string',
	disable_comment: 'boolean',
	auto_add_music: 'boolean',
	brand_content_toggle: 'boolean',
	brand_organic_toggle: 'boolean',
} as const;

const titleLimit = 90;
const descriptionLimit = 4000;
const maxImages = 35;

/** Photo posts and photo drafts; fact sheet §8. */
export function photoInitRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/post/publish/content/init/', (req, res) => {
		const token = admit(world, req, { quota: 'init' });
		const body = jsonObject(req);
		const isDirect = body.post_mode === 'DIRECT_POST';
		if (body.media_type !== 'PHOTO' || (!isDirect && body.post_mode !== 'MEDIA_UPLOAD')) {
			throw invalidParams('Invalid media_type or post_mode');
		}
		requireScope(token, isDirect ? 'video.publish' : 'video.upload');
		const { postInfo, isAigc } = postInfoOf(world, body);
		const app = world.store.app(token.clientKey)!;
		const sourceInfo = photoSource(world, app, body.source_info);
		const account = world.store.account(token.username);
		if (isDirect) checkDirectPost(world, app, account, postInfo);
		else checkDraft(world, account);
		if (!isDirect && !isAtLeast(account.appVersion, 31, 8)) {
			throw new Refusal(400, 'app_version_check_failed');
		}

		const flow = isDirect ? 'photo_direct' : 'photo_inbox';
		const publish = acceptInit(world, token, { flow, postInfo, sourceInfo, isAigc });
		world.pulls.start(publish, sourceInfo.photo_images as string[]);
		sendOk(res, { publish_id: publish.publishId });
	});

	return router;
}

/** is_aigc stands beside post_info, unlike for videos (§8). */
function postInfoOf(
	world: World,
	body: Record<string, unknown>,
): { postInfo: Record<string, unknown>; isAigc: boolean } {
	const aigc = { is_aigc: 'boolean' } as const;
	const { isAigcPosition } = world.switches;
	const onTop = isAigcPosition !== 'post_info';
	const inside = isAigcPosition !== 'top';
	checkShape(world, body, 'the body', { ...bodyShape, ...(onTop ? aigc : {}) });
	const shape = { ...postInfoShape, ...(inside ? aigc : {}) };
	const postInfo = checkShape(world, body.post_info, 'post_info', shape);
	limitText(world, postInfo, 'title', titleLimit);
	limitText(world, postInfo, 'description', descriptionLimit);
	const isAigc = (onTop && body.is_aigc === true) || (inside && postInfo.is_aigc === true);
	return { postInfo, isAigc };
}

function photoSource(world: World, app: App, value: unknown): Record<string, unknown> {
	const info = checkShape(world, value, 'source_info', {
		source: 'string',
		photo_images: 'strings',
		photo_cover_index: 'integer',
	});
	const images = (info.photo_images ?? []) as string[];
	if (info.source !== 'PULL_FROM_URL' || images.length === 0) {
		throw invalidParams('The request source info is empty or incorrect');
	}
	if (images.length > maxImages) throw invalidParams(`At most ${maxImages} photos are allowed`);
	const cover = info.photo_cover_index as number | undefined;
	if (cover === undefined) throw invalidParams('photo_cover_index is missing');
	if (cover < 0 || cover >= images.length) {
		if (world.switches.coverIndexOutOfRange === 'error') {
			throw invalidParams('photo_cover_index is out of range');
		}
		info.photo_cover_index = 0;
	}
	for (const image of images) checkSourceUrl(app, image);
	return info;
}

function isAtLeast(version: string, major: number, minor: number): boolean {
	const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
	return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
