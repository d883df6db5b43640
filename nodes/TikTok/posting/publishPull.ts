import type { IDataObject } from 'n8n-workflow';
import { asCreatorAllows, preflight } from './preflight';
import type { Endpoint } from '../request/endpoint';
import type { Task } from '../run/perItem';
import type { PostMode } from '../resources/postFields';
import { finishPost } from './finishPost';
import { entryOf, startPost } from './startPost';

/**
 * Starts a post whose media TikTok downloads, once per run, and finishes it. What an earlier try
 * started is neither checked nor started again.
 */
export async function publishPull(
	task: Task,
	inits: Record<PostMode, Endpoint>,
	mode: PostMode,
	body: IDataObject,
): Promise<IDataObject> {
	const { session } = task;
	const entry = entryOf(task, body);
	const resumed = entry.publishId !== undefined;
	if (!entry.publishId) {
		const found = entry.lost ? undefined : await preflight(task, mode, body);
		await startPost(task, session, inits[mode], asCreatorAllows(body, found), entry);
	}
	const publishId = String(entry.publishId);
	task.ledger.accept({ item: task.itemIndex, publish_id: publishId });
	return await finishPost(task, session, {
		publishId,
		initialStatus: 'PROCESSING_DOWNLOAD',
		resumed,
	});
}
