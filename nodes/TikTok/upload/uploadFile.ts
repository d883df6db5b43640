import { videoUploads } from '../api/inits';
import type { Session } from '../request/session';
import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import type { AcceptedPost } from '../posting/finishPost';
import { handOver } from '../posting/handOver';
import { startOnce } from '../posting/onceKey';
import type { Preflight } from '../posting/preflight';
import { preflight } from '../posting/preflight';
import { entryOf } from '../posting/startPost';
import type { VideoPost } from '../posting/videoPost';
import type { LedgerEntry } from '../run/ledger';
import type { Task } from '../run/perItem';
import { endingWith } from '../shared/endingWith';
import { isChanged } from './addressFailures';
import type { NamedVideo } from './namedVideo';
import { Transfer } from './transfer';
import { unconfirmed } from './uploadFailures';
import { UploadTurn } from './uploadTurn';
import type { VideoSource } from './videoSource';

/**
 * Posts one video of the item: file → preflight → slot → init → chunks; what is at an address is
 * opened with the slot in hand. Within a repeated run it goes on where the ledger says the earlier
 * try ended; what was posted under its Once Key is not posted again.
 * @param keyPart what tells it from other files of the item under one Once Key
 * @throws TikTokFailure with the publish ID and how far the file got
 */
export async function uploadFile(
	task: Task,
	session: Session,
	post: VideoPost,
	video: NamedVideo,
	keyPart?: string,
): Promise<AcceptedPost> {
	const entry = entryOf(task, post.body, video.key);
	return await entry.inTurn(async () => {
		if (entry.post.at === 'accepted') {
			return { publishId: entry.post.publishId, source: 'FILE_UPLOAD', resumed: true };
		}
		const start = async () => {
			try {
				return await send(task, session, post, video, entry);
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
	video: NamedVideo,
	entry: LedgerEntry,
): Promise<AcceptedPost> {
	const atHand = video.isAtHand ? await endingWith(video.open(), session.signal) : undefined;
	const limits = await preflight(task, post.mode, post.body);
	const turn = new UploadTurn(task, session, videoUploads[post.mode]);
	try {
		await turn.take(entry.post.at === 'notStarted');
		const source = atHand ?? (await openedAnew(video, entry));
		const transfer = new Transfer(task, session, post, source, entry, turn);
		return await through(transfer, limits);
	} finally {
		turn.close();
	}
}

async function through(transfer: Transfer, limits: Preflight): Promise<AcceptedPost> {
	try {
		await transfer.judge(limits);
		return await transfer.send();
	} catch (error) {
		throw asFailure(error).with({ publish_id: transfer.withdrawnId });
	} finally {
		transfer.close();
	}
}

/** A post that is on its way goes on with the version of the file that it began with. */
async function openedAnew(video: NamedVideo, entry: LedgerEntry): Promise<VideoSource> {
	const known = entry.post.at === 'sending' ? entry.version : undefined;
	const source = await video.open(known);
	entry.version = source.version;
	return source;
}

/** Whatever broke: neither a publish ID that TikTok gave nor a post that may exist gets lost. */
function afterAll(task: Task, entry: LedgerEntry, failure: TikTokFailure): TikTokFailure {
	const { post } = entry;
	if (post.at !== 'sending') return failure;
	const { publishId, mayBePosted } = post;
	if (mayBePosted) {
		const item = task.itemIndex;
		task.ledger.accept({ item, publish_id: publishId, upload_state: 'unknown' });
		return unconfirmed(post, failure);
	}
	// What TikTok has of another version is never completed, so a later try posts the new one.
	if (isChanged(failure)) {
		handOver.withdraw(task.session.connection.accountKey, publishId);
		entry.post = { at: 'notStarted' };
	}
	return failure.with({ publish_id: publishId });
}
