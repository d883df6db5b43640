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
			'The post is on the account, or the creator has posted the draft; a draft can be posted twice',
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

/**
 * What the output calls each event: the words of the TikTok Trigger where it tells the same. A
 * workflow compares with them: none ever changes.
 */
export const wordsOfEvents: ReadonlyMap<string, string> = new Map([
	['post.publish.complete', 'published'],
	['post.publish.failed', 'failed'],
	['post.publish.inbox_delivered', 'inbox'],
	['post.publish.publicly_available', 'public'],
	['post.publish.no_longer_publicaly_available', 'no_longer_public'],
	['authorization.removed', 'disconnected'],
	['portability.download.ready', 'download_ready'],
	['video.publish.completed', 'video_kit_published'],
	['video.upload.failed', 'video_kit_failed'],
]);

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

/** TikTok's name of an event that somebody has written, as such or in our words. */
export function eventNamed(given: string): string {
	const [name] = [...wordsOfEvents].find(([, word]) => word === given) ?? [];
	return name ?? spellingOf(given);
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
