import type { Session } from '../request/session';
import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import type { AcceptedPost } from '../posting/finishPost';
import { startOnce } from '../posting/onceKey';
import { preflight } from '../posting/preflight';
import { entryOf } from '../posting/startPost';
import type { VideoPost } from '../posting/videoPost';
import type { LedgerEntry } from '../run/ledger';
import type { Task } from '../run/perItem';
import { endingWith } from '../shared/endingWith';
import { Transfer } from './transfer';
import { unconfirmed } from './uploadFailures';
import { openVideo } from './videoSource';

/**
 * Posts one file of the item: file → preflight → slot → init → chunks. Within a repeated run it goes
 * on where the ledger says the earlier try ended; what was posted under its Once Key is not posted again.
 * @param field the binary field that holds the video
 * @param keyPart what tells it from other files of the item under one Once Key
 * @throws TikTokFailure with the publish ID and how far the file got
 */
export async function uploadFile(
	task: Task,
	session: Session,
	post: VideoPost,
	field: string,
	keyPart?: string,
): Promise<AcceptedPost> {
	const entry = entryOf(task, post.body, field);
	return await entry.inTurn(async () => {
		if (entry.post.at === 'accepted') {
			return { publishId: entry.post.publishId, source: 'FILE_UPLOAD', resumed: true };
		}
		const start = async () => {
			try {
				return await send(task, session, post, field, entry);
			} catch (error) {
				throw afterAll(task, entry, asFailure(error));
			}
		};
		return await startOnce(task, session, entry, 'FILE_UPLOAD', start, keyPart);
	}, session.signal);
}

async function send(
	task: Task,
	session: Session,
	post: VideoPost,
	field: string,
	entry: LedgerEntry,
): Promise<AcceptedPost> {
	const source = await endingWith(openVideo(task.context, field), session.signal);
	const limits = await preflight(task, post.mode, post.body);
	const transfer = new Transfer(task, session, post, source, entry);
	try {
		await transfer.takeSlot();
		await transfer.judge(limits);
		return await transfer.send();
	} catch (error) {
		throw asFailure(error).with({ publish_id: transfer.withdrawnId });
	} finally {
		transfer.close();
	}
}

/** Whatever broke: neither a publish ID that TikTok gave nor a post that may exist gets lost. */
function afterAll(task: Task, { post }: LedgerEntry, failure: TikTokFailure): TikTokFailure {
	if (post.at !== 'sending') return failure;
	const { publishId, mayBePosted } = post;
	if (!mayBePosted) return failure.with({ publish_id: publishId });
	const item = task.itemIndex;
	task.ledger.accept({ item, publish_id: publishId, upload_state: 'unknown' });
	return unconfirmed(post, failure);
}
