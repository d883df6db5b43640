import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * TikTok's webhook events (open API fact sheet §13.3), posting events first. The values are TikTok's
 * own names, one of them misspelt.
 */
export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Post Published',
		value: 'post.publish.complete',
		description:
			'TikTok has published a direct post, or the creator has posted a draft; can happen more than once for a draft',
	},
	{
		name: 'Post Failed',
		value: 'post.publish.failed',
		description: 'TikTok could not publish the post; the output says why and what to do',
	},
	{
		name: 'Draft Delivered to Inbox',
		value: 'post.publish.inbox_delivered',
		description: 'The creator has been notified of a draft',
	},
	{
		name: 'Post Became Public',
		value: 'post.publish.publicly_available',
		description: 'Everybody can see the post; the output holds its post ID',
	},
	{
		name: 'Post No Longer Public',
		value: 'post.publish.no_longer_publicaly_available',
		description: 'The creator has made a public post private',
	},
	{
		name: 'Account Disconnected',
		value: 'authorization.removed',
		description: 'An account has removed your app; its credential has stopped working',
	},
	{
		name: 'Data Download Ready',
		value: 'portability.download.ready',
		description: 'A download requested with the Data Portability API is ready',
	},
	{
		name: 'Video Kit Publish Completed',
		value: 'video.publish.completed',
		description: 'A video shared with the older Video Kit was published',
	},
	{
		name: 'Video Kit Upload Failed',
		value: 'video.upload.failed',
		description: 'A video shared with the older Video Kit could not be uploaded',
	},
];

export const eventNames: ReadonlySet<string> = new Set(
	eventOptions.map(({ value }) => String(value)),
);

/**
 * TikTok spells "publicly" in two ways, the same word differently in its two APIs (§13.3): whichever
 * comes, the event has the name that stands above. Other names are returned as they are.
 */
export function spellingOf(event: string): string {
	return documentedSpellings.get(properlySpelt(event)) ?? event;
}

const properlySpelt = (event: string) => event.replace('publicaly', 'publicly');
const documentedSpellings = new Map([...eventNames].map((name) => [properlySpelt(name), name]));

/** The status that Get Publish Status would tell at the moment of a posting event. */
export const statusOfEvent: ReadonlyMap<string, string> = new Map([
	['post.publish.complete', 'PUBLISH_COMPLETE'],
	['post.publish.failed', 'FAILED'],
	['post.publish.inbox_delivered', 'SEND_TO_USER_INBOX'],
	['post.publish.publicly_available', 'PUBLISH_COMPLETE'],
	['post.publish.no_longer_publicaly_available', 'PUBLISH_COMPLETE'],
]);

/** Why an account left the app, by TikTok's number. */
export const disconnectReasons = [
	'TikTok gave no reason.',
	'The user disconnected the app.',
	'The TikTok account was deleted.',
	'The age of the user was changed.',
	'The TikTok account was banned.',
	'The developer revoked the authorization.',
];
