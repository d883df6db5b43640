import type { IDataObject } from 'n8n-workflow';
import { preflight } from '../preflight/creatorOptions';
import type { Endpoint } from '../request/endpoint';
import type { Execute, Task } from '../shared/perItem';
import type { PostMode } from '../shared/postFields';
import type { PostBody } from './checkPost';
import { checkPublicUrl, checkVideoPost, gluedTag } from './checkPost';
import { finishPost } from './finishPost';
import { entryOf, startPost } from './startPost';

/** Posts a video that TikTok downloads: check → preflight → init → wait. */
export function publishFromUrl(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const mode = task.context.getNodeParameter('postMode') as PostMode;
		const body = task.request.options.body as IDataObject & PostBody;
		checkVideoPost(body, mode === 'DIRECT_POST');
		checkPublicUrl('Video URL', body.source_info?.video_url);
		warnOfGluedTag(task, body);
		await preflight(task, mode, body);
		return [await publishPull(task, inits[mode], body)];
	};
}

/** Starts a post whose media TikTok downloads, once per run, and finishes it. */
export async function publishPull(
	task: Task,
	init: Endpoint,
	body: IDataObject,
): Promise<IDataObject> {
	const entry = entryOf(task, body);
	const resumed = entry.publishId !== undefined;
	const publishId =
		entry.publishId ?? (await startPost(task, task.session, init, body, entry)).publishId;
	task.ledger.accept({ item: task.itemIndex, publish_id: publishId });
	return await finishPost(task, task.session, {
		publishId,
		initialStatus: 'PROCESSING_DOWNLOAD',
		resumed,
	});
}

/** TikTok links a tag only when a space or line break stands before it. */
export function warnOfGluedTag(task: Task, body: PostBody): void {
	const tag = gluedTag(body.post_info?.title) ?? gluedTag(body.post_info?.description);
	if (tag)
		task.session.logger.warn(`TikTok: "${tag}" has no space before it and will not be linked`);
}
