import { Router } from 'express';

import { admit, requireScope } from '../request/admit';
import { checkShape } from '../request/bodyShape';
import { invalidParams, sendOk } from '../request/envelope';
import { jsonObject } from '../request/requestBody';
import type { App, Publish } from '../types';
import type { World } from '../world';
import { acceptInit, openUpload } from './acceptInit';
import { checkChunks } from './chunkRules';
import { checkDirectPost, checkDraft, limitText } from './postingRules';
import { checkSourceUrl } from './sourceUrl';

const videoPostInfo = {
	privacy_level: 'string',
	title: 'string',
	disable_duet: 'boolean',
	disable_stitch: 'boolean',
	disable_comment: 'boolean',
	video_cover_timestamp_ms: 'integer',
	brand_content_toggle: 'boolean',
	brand_organic_toggle: 'boolean',
	is_aigc: 'boolean',
} as const;

const videoSourceInfo = {
	source: 'string',
	video_url: 'string',
	video_size: 'integer',
	chunk_size: 'integer',
	total_chunk_count: 'integer',
} as const;

const titleLimit = 2200;

/** Video inits; fact sheet §6. */
export function videoInitRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/post/publish/video/init/', (req, res) => {
		const token = admit(world, req, { quota: 'init' });
		requireScope(token, 'video.publish');
		const body = jsonObject(req);
		checkShape(world, body, 'the body', { post_info: 'object', source_info: 'object' });
		const postInfo = checkShape(world, body.post_info, 'post_info', videoPostInfo);
		limitText(world, postInfo, 'title', titleLimit);
		const app = world.store.app(token.clientKey)!;
		const sourceInfo = videoSource(world, app, body.source_info);
		checkDirectPost(world, app, world.store.account(token.username), postInfo);

		const isAigc = postInfo.is_aigc === true;
		const publish = acceptInit(world, token, { flow: 'direct', postInfo, sourceInfo, isAigc });
		sendOk(res, begin(world, publish));
	});

	router.post('/v2/post/publish/inbox/video/init/', (req, res) => {
		const token = admit(world, req, { quota: 'init' });
		requireScope(token, 'video.upload');
		const body = jsonObject(req);
		// A post_info is not in the schema; one integrator sends it without effect (§6.2).
		checkShape(world, body, 'the body', { post_info: 'object', source_info: 'object' });
		const app = world.store.app(token.clientKey)!;
		const sourceInfo = videoSource(world, app, body.source_info);
		checkDraft(world, world.store.account(token.username));

		const init = { flow: 'inbox' as const, postInfo: {}, sourceInfo, isAigc: false };
		sendOk(res, begin(world, acceptInit(world, token, init)));
	});

	return router;
}

function videoSource(world: World, app: App, value: unknown): Record<string, unknown> {
	const info = checkShape(world, value, 'source_info', videoSourceInfo);
	if (info.source === 'PULL_FROM_URL') {
		if (!info.video_url) throw invalidParams('The request source info is empty or incorrect');
		checkSourceUrl(app, info.video_url as string);
		return info;
	}
	const sizes = [info.video_size, info.chunk_size, info.total_chunk_count];
	if (info.source !== 'FILE_UPLOAD' || sizes.includes(undefined)) {
		throw invalidParams('The request source info is empty or incorrect');
	}
	const [size, chunk, count] = sizes as number[];
	checkChunks(size, chunk, count, world.switches);
	return info;
}

function begin(world: World, publish: Publish): object {
	if (publish.source === 'FILE_UPLOAD') {
		return { publish_id: publish.publishId, upload_url: openUpload(world, publish) };
	}
	world.pulls.start(publish, [publish.sourceInfo.video_url as string]);
	return { publish_id: publish.publishId };
}
