import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../request/endpoint';
import type { Execute } from '../run/perItem';
import type { PostMode } from '../resources/postFields';
import type { PostBody } from './checkPost';
import { checkPublicUrl, checkVideoPost } from './checkPost';
import { warnOfGluedTag } from './gluedTag';
import { publishPull } from './publishPull';

/** Posts a video that TikTok downloads: check → preflight → init → wait. */
export function publishFromUrl(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const mode = task.context.getNodeParameter('postMode') as PostMode;
		const body = task.request.options.body as IDataObject & PostBody;
		checkVideoPost(body, mode === 'DIRECT_POST');
		checkPublicUrl('Video URL', body.source_info?.video_url);
		warnOfGluedTag(task, body);
		return [await publishPull(task, inits, mode, body)];
	};
}
