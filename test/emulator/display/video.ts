import { Router } from 'express';

import { admit, requireScope } from '../request/admit';
import { checkKeys } from '../request/bodyShape';
import { invalidParams, sendOk } from '../request/envelope';
import { jsonObject } from '../request/requestBody';
import type { Account, Video } from '../types';
import type { World } from '../world';
import { pick, requestedFields } from './fields';
import { publicVideos } from './publicVideos';

/** The Video Object of fact sheet §4.3. */
const videoFields = [
	'id',
	'create_time',
	'cover_image_url',
	'share_url',
	'video_description',
	'duration',
	'height',
	'width',
	'title',
	'embed_html',
	'embed_link',
	'like_count',
	'comment_count',
	'share_count',
	'view_count',
	'is_aigc',
] as const;

const knownFields = ({ switches }: World) =>
	videoFields.filter((field) => field !== 'is_aigc' || switches.videosTellAigc);

const maxPage = 20;

export function videoRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/video/list/', (req, res) => {
		const token = admit(world, req, { quota: 'read' });
		requireScope(token, 'video.list');
		const fields = requestedFields(req, knownFields(world));
		const body = jsonObject(req, { optional: true });
		checkKeys(world, body, 'the body', ['cursor', 'max_count']);
		const count = pageSize(world, body.max_count);
		const before = cursor(world, body.cursor);

		const account = world.store.account(token.username);
		const older = publicVideos(world, account).filter((video) => video.createdAtMs < before);
		const page = older.slice(0, count);
		sendOk(res, {
			videos: page.map((video) => pick(videoObject(world, account, video), fields)),
			// Milliseconds, although create_time is in seconds.
			cursor: page.at(-1)?.createdAtMs ?? 0,
			has_more: older.length > page.length,
		});
	});

	router.post('/v2/video/query/', (req, res) => {
		const token = admit(world, req, { quota: 'read' });
		requireScope(token, 'video.list');
		const fields = requestedFields(req, knownFields(world));
		const body = jsonObject(req);
		checkKeys(world, body, 'the body', ['filters']);
		const ids = videoIds(world, body.filters);

		const account = world.store.account(token.username);
		const visible = publicVideos(world, account);
		// Unknown, foreign and private ids are left out without a word.
		const found = visible.filter(({ id }) => ids.includes(id));
		sendOk(res, {
			videos: found.map((video) => pick(videoObject(world, account, video), fields)),
			cursor: 0,
			has_more: false,
		});
	});

	return router;
}

function pageSize(world: World, value: unknown): number {
	if (value === undefined) return 10;
	if (!Number.isInteger(value) || (value as number) < 1) throw invalidParams('Invalid max_count');
	if ((value as number) > maxPage && world.switches.overMaxCount === 'error') {
		throw invalidParams(`Invalid max_count: at most ${maxPage}`);
	}
	return Math.min(value as number, maxPage);
}

function cursor(world: World, value: unknown): number {
	if (value === undefined) return Infinity;
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw invalidParams('Invalid cursor');
	return value === 0 && world.switches.cursorZero === 'newest' ? Infinity : (value as number);
}

function videoIds(world: World, filters: unknown): string[] {
	const ids = (filters as { video_ids?: unknown } | undefined)?.video_ids;
	if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string')) {
		throw invalidParams('filters.video_ids must be a list of strings');
	}
	checkKeys(world, filters as object, 'filters', ['video_ids']);
	if (ids.length < 1 || ids.length > 20) throw invalidParams('filters.video_ids takes 1 to 20 ids');
	return ids as string[];
}

function videoObject(world: World, account: Account, video: Video): Record<string, unknown> {
	const { shareUrlBase } = world.switches;
	const kind = video.kind === 'photo' ? 'photo' : 'video';
	const link = `${shareUrlBase}/@${account.username}/${kind}/${video.id}`;
	const embedLink = `${shareUrlBase}/player/v1/${video.id}`;
	// Cover addresses live six hours.
	const expires = Math.floor(world.clock.now() / 1000) + 6 * 3600;
	return {
		id: video.id,
		create_time: Math.floor(video.createdAtMs / 1000),
		cover_image_url: `${world.baseUrl()}/media/cover/${video.id}.svg?x-expires=${expires}`,
		share_url: `${link}?utm_campaign=tt4d_open_api&utm_source=emulator`,
		video_description: video.description.slice(0, 150),
		duration: video.durationSec,
		height: video.height,
		width: video.width,
		title: video.title.slice(0, 150),
		embed_html: `<blockquote class="tiktok-embed" cite="${link}" data-video-id="${video.id}"></blockquote>`,
		embed_link: embedLink,
		like_count: video.likes,
		comment_count: video.comments,
		share_count: video.shares,
		view_count: video.views,
		is_aigc: isAigc(world, video),
	};
}

/** As the creator has labelled it; what was not posted through the API has no label here. */
const isAigc = (world: World, { publishId }: Video) =>
	world.store.publishes.some((publish) => publish.publishId === publishId && publish.isAigc);
