import { openIdOf } from '../ids';
import type { FailReason, Publish, Video } from '../types';
import type { World } from '../world';
import type { WebhookEventName } from './types';

/** What the app is told about posts and accounts; contents of fact sheet §13.3. */

const text = (value: string) => JSON.stringify(value);

export function tellFailed(world: World, publish: Publish, reason: FailReason, at: number): void {
	tell(world, publish, 'post.publish.failed', at, { reason: text(reason) });
}

export function tellInboxDelivered(world: World, publish: Publish, at: number): void {
	tell(world, publish, 'post.publish.inbox_delivered', at);
}

export function tellComplete(world: World, publish: Publish, at: number): void {
	tell(world, publish, 'post.publish.complete', at);
}

export function tellPublic(world: World, publish: Publish, video: Video, at: number): void {
	tell(world, publish, 'post.publish.publicly_available', at, { post_id: postId(world, video) });
}

export function tellNoLongerPublic(world: World, publish: Publish, video: Video, at: number): void {
	const id = { post_id: postId(world, video) };
	tell(world, publish, 'post.publish.no_longer_publicaly_available', at, id);
}

/** 1: disconnected by the user; 5: revoked by the developer. */
export function tellAuthorizationRemoved(
	world: World,
	clientKey: string,
	username: string,
	reason: number,
): void {
	world.webhooks.emit({
		clientKey,
		openId: openIdOf(clientKey, username),
		event: 'authorization.removed',
		at: world.clock.now(),
		content: { reason: String(reason) },
	});
}

function tell(
	world: World,
	publish: Publish,
	event: WebhookEventName,
	at: number,
	details: Record<string, string> = {},
): void {
	const isDraft = publish.flow === 'inbox' || publish.flow === 'photo_inbox';
	world.webhooks.emit({
		clientKey: publish.clientKey,
		openId: publish.openId,
		event,
		at,
		content: {
			publish_id: text(publish.publishId),
			publish_type: text(isDraft ? 'INBOX_SHARE' : 'DIRECT_PUBLISH'),
			...details,
		},
	});
}

/** Seen live as a string; the type is not documented (§13.3). */
function postId(world: World, video: Video): string {
	return world.switches.webhookPostIdAs === 'string' ? text(video.id) : video.id;
}
