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
	const time = new Date(Number(video.create_time ?? NaN) * 1000);
	if (Number.isNaN(time.getTime())) return video;
	return { ...video, create_time_iso: time.toISOString() };
}
