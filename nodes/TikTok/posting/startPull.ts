import type { IDataObject } from 'n8n-workflow';
import type { Inits, PostMode } from '../api/inits';
import type { Task } from '../run/perItem';
import type { CheckedMedia } from '../run/checkedItem';
import type { AcceptedPost } from './finishPost';
import { startOnce } from './onceKey';
import type { Preflight } from './preflight';
import { asCreatorAllows, preflight } from './preflight';
import { entryOf, startPost } from './startPost';
import { wouldPost } from './wouldPost';

/**
 * Starts a post whose media TikTok downloads, once per run and once per Once Key: preflight → init.
 * What an earlier try started is neither checked nor started again.
 * @throws TikTokFailure
 */
export async function startPull(
	task: Task,
	inits: Inits,
	mode: PostMode,
	body: IDataObject,
): Promise<AcceptedPost> {
	const entry = entryOf(task, body);
	const source = 'PULL_FROM_URL';
	return await entry.inTurn(async () => {
		const { post } = entry;
		if (post.at === 'accepted') return { publishId: post.publishId, source, resumed: true };
		return await startOnce(task, task.session, entry, source, async () => {
			const publishId = await startChecked(task, inits, mode, body, entry);
			task.ledger.accept({ item: task.itemIndex, publish_id: publishId });
			return { publishId, source, resumed: false };
		});
	}, task.session.signal);
}

async function startChecked(
	task: Task,
	inits: Inits,
	mode: PostMode,
	body: IDataObject,
	entry: ReturnType<typeof entryOf>,
): Promise<string> {
	const found = entry.post.at === 'lost' ? undefined : await preflight(task, mode, body);
	return await startPost(task, task.session, inits[mode], asCreatorAllows(body, found), entry);
}

/**
 * Check Only of such a post: preflight → what the media are, and no init. Problems go to those of the
 * task.
 */
export async function checkPull(
	task: Task,
	inits: Inits,
	mode: PostMode,
	body: IDataObject,
	lookAtMedia: (found: Preflight) => Promise<CheckedMedia>,
): Promise<IDataObject> {
	const found = await preflight(task, mode, body);
	return await wouldPost(task, inits, mode, body, found, await lookAtMedia(found));
}
