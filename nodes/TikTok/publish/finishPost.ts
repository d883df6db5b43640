import type { IDataObject } from 'n8n-workflow';
import { asFailure, TikTokFailure } from '../errors/failure';
import { openApiErrors } from '../errors/openApiErrors';
import type { Session } from '../request/session';
import { askStatus } from '../resources/post/getStatus.operation';
import type { Task } from '../shared/perItem';
import type { PublishStatus } from '../status/publishStatus';
import { describeStatus } from '../status/statusOutput';
import { waitForCompletion } from '../status/waitForCompletion';
import { waitOptions } from '../status/waitFields';

/** A post that TikTok has accepted in full. */
export interface AcceptedPost {
	publishId: string;
	/** The status that TikTok gives a fresh post; asking costs a call. */
	initialStatus: 'PROCESSING_UPLOAD' | 'PROCESSING_DOWNLOAD';
	/** Whether an earlier try of the same run posted it: its status is asked for. */
	resumed: boolean;
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
	const head = { publish_id: post.publishId, open_id: session.connection.openId };
	const upload = uploadFigures(post, session);
	const wait = waitOptions(task.context);
	if (!wait && !post.resumed) return { ...head, status: post.initialStatus, ...upload };

	try {
		const ask = async () => await askStatus(session, post.publishId);
		const { status } = wait
			? await waitForCompletion(session, ask, { ...wait, forPublicId: wait.forPublicId && isPublic(task) })
			: { status: await ask() };
		if (status.outcome === 'failed') throw postFailed(status);
		return { ...head, ...(await describeStatus(session, status, wait)), ...upload };
	} catch (error) {
		// The post is at TikTok whatever happens to our questions: its ID must not get lost.
		throw asFailure(error).with({ publish_id: post.publishId, upload_state: 'complete' });
	}
}

/** Only public posts get a public id; waiting for one on a private post would never end. */
function isPublic(task: Task): boolean {
	return task.context.getNodeParameter('privacyLevel', '') === 'PUBLIC_TO_EVERYONE';
}

function uploadFigures(post: AcceptedPost, session: Session): IDataObject {
	const waited = session.quotaWaitMs / 1000;
	if (!post.upload && waited === 0) return {};
	return { upload: { ...post.upload, quota_wait_seconds: waited } };
}

function postFailed(status: PublishStatus): TikTokFailure {
	const entry = openApiErrors[status.fail_reason ?? ''];
	return new TikTokFailure(
		entry?.headline ?? 'TikTok could not publish the post.',
		entry?.advice ?? status.fail_message ?? '',
		'tiktok',
		{
			code: status.fail_reason ?? 'unknown',
			publish_id: status.publish_id,
			outcome: 'failed',
			retryable: status.retryable ?? false,
			retry_after_seconds: entry?.retryAfterSeconds,
		},
	);
}
