/** Fact sheet §13. */

export const webhookEventNames = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.publicly_available',
	'post.publish.no_longer_publicaly_available',
	'authorization.removed',
	'video.upload.failed',
	'video.publish.completed',
	'portability.download.ready',
] as const;
export type WebhookEventName = (typeof webhookEventNames)[number];

export interface WebhookEvent {
	clientKey: string;
	/** Missing in portability events */
	openId?: string;
	event: WebhookEventName;
	/** When it happened, in milliseconds; the first delivery is due then */
	at: number;
	/** Key → value as JSON text */
	content: Record<string, string>;
}

/** What a fault can do to one attempt. */
export type WebhookSabotage = {
	kind: 'wrongSignature' | 'noSignature' | 'otherSecret' | 'changedByte';
};

export interface WebhookDelivery {
	seq: number;
	time: number;
	url: string;
	clientKey: string;
	event: WebhookEventName;
	attempt: number;
	sabotage?: WebhookSabotage['kind'];
	headers: Record<string, string>;
	body: string;
	/** Undefined when no answer came */
	status?: number;
}
