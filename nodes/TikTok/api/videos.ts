import type { IDataObject } from 'n8n-workflow';
import { perMinute, VIDEOS_PER_PAGE } from '../limits';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';

/** Calls about the public videos of the account (open API fact sheet §4). */

export const videoList: Endpoint = {
	method: 'POST',
	path: '/v2/video/list/',
	scopes: ['video.list'],
	quota: perMinute('listing videos', 600),
	kind: 'read',
};

export const videoQuery: Endpoint = {
	method: 'POST',
	path: '/v2/video/query/',
	scopes: ['video.list'],
	quota: perMinute('reading videos by ID', 600),
	kind: 'read',
};

/** The Video Object (§4.3): what can be asked for. */
const simpleFields = [
	'id',
	'create_time',
	'title',
	'video_description',
	'duration',
	'share_url',
	'like_count',
	'comment_count',
	'share_count',
	'view_count',
];
const allFields = [
	...simpleFields,
	'cover_image_url',
	'height',
	'width',
	'embed_html',
	'embed_link',
];

/** TikTok's `fields` of a call about videos. */
export const videoFields = (simple: boolean): string =>
	(simple ? simpleFields : allFields).join(',');

/** A page of the newest videos, or of those posted before a moment (`cursor`, in ms). */
export async function listPage(
	session: Session,
	{ cursor, count = VIDEOS_PER_PAGE, simple = true }: PageOptions = {},
): Promise<IDataObject> {
	return await session.call(videoList, {
		qs: { fields: videoFields(simple) },
		body: { max_count: count, ...(cursor !== undefined && { cursor }) },
	});
}

export interface PageOptions {
	cursor?: number;
	count?: number;
	simple?: boolean;
}

/** TikTok counts seconds; people and most nodes read ISO dates. */
export function withIsoTime(video: IDataObject): IDataObject {
	const seconds = Number(video.create_time);
	if (!Number.isFinite(seconds) || video.create_time === undefined) return video;
	return { ...video, create_time_iso: new Date(seconds * 1000).toISOString() };
}
