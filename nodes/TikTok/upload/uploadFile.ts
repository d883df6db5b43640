import type { Session } from '../request/session';
import { asFailure } from '../errors/ownFailure';
import type { AcceptedPost } from '../posting/finishPost';
import { preflight } from '../posting/preflight';
import type { VideoPost } from '../posting/videoPost';
import type { Task } from '../run/perItem';
import { Transfer } from './transfer';
import { openVideo } from './videoSource';

/**
 * Posts one file of the item: file → preflight → slot → init → chunks. Within a repeated run it goes
 * on where the ledger says the earlier try ended.
 * @param field the binary field that holds the video
 * @throws TikTokFailure with the publish ID and how far the file got
 */
export async function uploadFile(
	task: Task,
	session: Session,
	post: VideoPost,
	field: string,
): Promise<AcceptedPost> {
	const source = await openVideo(task.context, field);
	const transfer = new Transfer(task, session, post, source, field);
	if (transfer.wasAccepted) return transfer.accepted;
	const limits = await preflight(task, post.mode, post.body);
	try {
		await transfer.takeSlot();
		await transfer.judge(limits);
		await transfer.send();
		return transfer.accepted;
	} catch (error) {
		// Whatever broke: a publish ID that TikTok gave must not get lost.
		throw asFailure(error).with({ publish_id: transfer.publishId });
	} finally {
		transfer.close();
	}
}
