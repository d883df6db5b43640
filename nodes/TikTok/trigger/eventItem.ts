import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { withIsoTime } from '../api/videos';
import { isWebAddress } from '../shared/addresses';
import { linksTo } from '../status/statusOutput';
import type { PostEvent, TriggerEvent } from './postState';

/** The fields of Get Publish Status, and which outcome fired. */
export function eventItem(
	{ event, isManual }: Pick<PostEvent, 'event' | 'isManual'>,
	status: IDataObject,
): INodeExecutionData {
	return { json: { event, ...status, ...(isManual && { manual_run: true }) } };
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
		}),
	};
}
