import type { IDataObject } from 'n8n-workflow';
import { asFailure } from '../errors/ownFailure';
import { perMinute, VIDEOS_PER_PAGE } from '../limits';
import type { Endpoint } from '../request/endpoint';
import { numberOf, recordsOf } from '../request/records';
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

/** Of August 2026; TikTok refuses a call that names a field it does not know. */
const newestFields = ['is_aigc'];

/** A page of the newest videos, or of those posted before a moment (`cursor`, in ms). */
export async function listPage(
	session: Session,
	{ cursor, count = VIDEOS_PER_PAGE, simple = true }: PageOptions = {},
): Promise<IDataObject> {
	const body = { max_count: count, ...(cursor !== undefined && { cursor }) };
	return await askForVideos(session, videoList, simple, body);
}

/** Whether another page follows. Who does not say is asked until nothing comes. */
export const hasMore = ({ has_more }: IDataObject, listed: number): boolean =>
	typeof has_more === 'boolean' ? has_more : listed > 0;

/** Those of some IDs that are public videos of the account. */
export async function queryVideos(
	session: Session,
	video_ids: string[],
	simple: boolean,
): Promise<IDataObject[]> {
	const body = { filters: { video_ids } };
	return recordsOf(await askForVideos(session, videoQuery, simple, body), 'videos');
}

/** Where TikTok does not know the newest fields yet, it is asked again without them. */
async function askForVideos(
	session: Session,
	endpoint: Endpoint,
	simple: boolean,
	body: IDataObject,
): Promise<IDataObject> {
	const ask = async (fields: string[]) =>
		await session.call(endpoint, { qs: { fields: fields.join(',') }, body });
	if (simple) return await ask(simpleFields);
	return await ask([...allFields, ...newestFields]).catch(async (error: unknown) => {
		if (!/^invalid_params?$/.test(asFailure(error).details.code)) throw error;
		return await ask(allFields);
	});
}

export interface PageOptions {
	cursor?: number;
	count?: number;
	simple?: boolean;
}

/** TikTok counts seconds; people and most nodes read ISO dates. */
export function withIsoTime(video: IDataObject): IDataObject {
	const time = new Date((numberOf(video.create_time) ?? NaN) * 1000);
	if (Number.isNaN(time.getTime())) return video;
	return { ...video, create_time_iso: time.toISOString() };
}
