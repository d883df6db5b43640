import type { IDataObject } from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { openApiError } from '../errors/openApiErrors';
import type { OwnCode } from '../errors/ownErrors';
import type { Session } from '../request/session';
import { askStatus } from '../api/status';
import type { Task } from '../run/perItem';
import type { PublishStatus } from '../api/publishStatus';
import { readPublishStatus } from '../api/publishStatus';
import { describeStatus } from '../status/statusOutput';
import type { WaitOptions } from '../status/waitForCompletion';
import { isDone, waitForCompletion } from '../status/waitForCompletion';
import { waitOptions } from '../status/returnWhen';
import { initialStatus } from './startPost';

/** A post that TikTok has accepted in full. */
export interface AcceptedPost {
	publishId: string;
	source: keyof typeof initialStatus;
	/** Whether it may be further than just accepted: its status is asked for before the output. */
	resumed: boolean;
	/**
	 * Set when another run posted it under the same Once Key: with its status as it is now, unless
	 * TikTok no longer knows it.
	 */
	earlier?: { status?: PublishStatus };
	/** What the upload took, for the output. */
	upload?: IDataObject;
}

/**
 * The output of a posting operation, after waiting when the user asks for it.
 * @throws TikTokFailure with TikTok's reason when the post failed while we waited
 */
export async function finishPost(
	task: Task,
	session: Session,
	post: AcceptedPost,
): Promise<IDataObject> {
	const { openId: open_id } = session.connection;
	const wait = waitOptions(task.parameters);
	if (post.earlier && !post.earlier.status) return { ...forgotten(post), open_id };
	if (!wait && !post.resumed) {
		return {
			publish_id: post.publishId,
			open_id,
			status: initialStatus[post.source],
			...uploadFigures(post, session),
		};
	}

	const waited = wait && { ...wait, forPublicId: wait.forPublicId && isPublic(task) };
	const status = await statusAfter(session, post, waited);
	if (status.outcome === 'failed') throw postFailed(status);
	const described = await describeStatus(session, status, waited);
	const already = post.earlier && { already_posted: true };
	const upload = uploadFigures(post, session);
	return { ...described, open_id, ...percent(status, post), ...already, ...upload };
}

/** A post under a Once Key that TikTok accepted, and whose status it does not tell. */
const forgotten = ({ publishId }: AcceptedPost): IDataObject => ({
	publish_id: publishId,
	status: 'UNKNOWN',
	outcome: 'unknown',
	is_final: true,
	post_ids: [],
	already_posted: true,
	note: 'TikTok accepted this post earlier under the same Once Key and does not tell its status. It was not posted again.',
});

/** @throws TikTokFailure that names the post: TikTok has it, whatever became of the question */
async function statusAfter(
	session: Session,
	{ publishId, source, earlier }: AcceptedPost,
	wait: WaitOptions | undefined,
): Promise<PublishStatus> {
	const asked = earlier?.status;
	if (asked && (!wait || isDone(asked, wait))) return asked;
	const ask = async (asking: Session) => await askStatus(asking, publishId);
	const known = asked ?? readPublishStatus(publishId, { status: initialStatus[source] });
	try {
		return wait ? (await waitForCompletion(session, ask, wait, known)).status : await ask(session);
	} catch (error) {
		throw asFailure(error).ofPosted(publishId);
	}
}

/** How much of the file TikTok has, where its size is known. */
function percent({ uploaded_bytes }: PublishStatus, { upload }: AcceptedPost): IDataObject {
	const size = Number(upload?.bytes);
	if (uploaded_bytes === undefined || !(size > 0)) return {};
	return { uploaded_percent: Math.min(100, Math.floor((uploaded_bytes / size) * 100)) };
}

/** Only public posts get a public id; waiting for one on a private post would never end. */
function isPublic(task: Task): boolean {
	return task.parameters.text('privacyLevel') === 'PUBLIC_TO_EVERYONE';
}

function uploadFigures(post: AcceptedPost, session: Session): IDataObject {
	const waited = session.quotaWaitMs / 1000;
	if (!post.upload && waited === 0) return {};
	return { upload: { ...post.upload, quota_wait_seconds: waited } };
}

function postFailed({ publish_id, fail_reason, ...status }: PublishStatus): TikTokFailure {
	const entry = openApiError(fail_reason ?? '');
	return new TikTokFailure({
		headline: entry?.headline ?? 'TikTok could not publish the post.',
		advice: entry?.advice ?? status.fail_message ?? '',
		origin: 'tiktok',
		details: {
			code: fail_reason ?? ('unknown' satisfies OwnCode),
			publish_id,
			upload_state: 'complete',
			outcome: 'failed',
			retryable: status.retryable ?? false,
			retry_after_seconds: entry?.retryAfterSeconds,
		},
	});
}
