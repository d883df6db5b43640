import type { IDataObject } from 'n8n-workflow';

/** The Video Object of TikTok (open API fact sheet §4.3): what can be asked for. */
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

export const videoFields = (simple: boolean): string =>
	(simple ? simpleFields : allFields).join(',');

/** TikTok counts seconds; people and most nodes read ISO dates. */
export function withIsoTime(video: IDataObject): IDataObject {
	const seconds = Number(video.create_time);
	if (!Number.isFinite(seconds) || video.create_time === undefined) return video;
	return { ...video, create_time_iso: new Date(seconds * 1000).toISOString() };
}
