import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { withIsoTime } from '../api/videos';
import type { PostOrigin } from '../posting/handOver';
import { isWebAddress } from '../shared/addresses';
import { linksTo } from '../status/statusOutput';
import type { PostEvent, TriggerEvent } from './postState';

/**
 * The fields of Get Publish Status, and which outcome fired.
 * @param origin of posts that this n8n made: what was posted, and by which workflow
 */
export function eventItem(
	{ event, isManual }: Pick<PostEvent, 'event' | 'isManual'>,
	status: IDataObject,
	origin?: PostOrigin,
): INodeExecutionData {
	return {
		json: { event, ...status, ...fieldsOf(origin), ...(isManual && { manual_run: true }) },
	};
}

function fieldsOf(origin?: PostOrigin): IDataObject {
	if (!origin) return {};
	const { caption, mediaType, workflow } = origin;
	return { ...(caption && { caption }), media_type: mediaType, workflow };
}

/** A public post of the account, in the words of Get Publish Status; its publish ID is not known. */
export function publicPostItem(video: IDataObject): INodeExecutionData {
	// TikTok's link carries tracking parameters; what is no link is none.
	const { share_url } = video;
	const [url] = isWebAddress(share_url) ? share_url.split('?') : [];
	const event: TriggerEvent = 'public';
	return {
		json: linksTo(url ? [url] : [], {
			event,
			status: 'PUBLISH_COMPLETE',
			outcome: 'published',
			is_final: true,
			post_ids: [String(video.id)],
			...withIsoTime(video),
			...captionOf(video),
		}),
	};
}

/** TikTok tells it as title, as description, or as both (open API fact sheet §4.3). */
function captionOf({ title, video_description }: IDataObject): IDataObject {
	const caption = [title, video_description].find((text) => typeof text === 'string' && text);
	return caption ? { caption } : {};
}
