import { perMinute } from '../limits';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';
import type { PublishStatus } from './publishStatus';
import { readPublishStatus } from './publishStatus';

/** Calls about a post that was started (open API fact sheet §9). */

export const statusFetch: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/status/fetch/',
	scopes: ['video.publish', 'video.upload'],
	quota: perMinute('asking for the publish status', 30),
	kind: 'status',
};

/**
 * TikTok documents no limit for cancelling; that of the status is a calm guess. Repeated as reading
 * is: cancelling twice changes nothing more.
 */
export const publishCancel: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/cancel/',
	scopes: ['video.publish', 'video.upload'],
	quota: perMinute('cancelling posts', 30),
	kind: 'read',
};

/**
 * TikTok's status of one publish.
 * @throws TikTokFailure
 */
export async function askStatus(session: Session, publishId: string): Promise<PublishStatus> {
	const data = await session.call(statusFetch, { body: { publish_id: publishId } });
	return readPublishStatus(publishId, data);
}
