import type { INodeProperties } from 'n8n-workflow';
import { quotas } from '../../limits';
import { publishFromUrl } from '../../posting/publishFromUrl';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { PostMode } from '../postFields';
import {
	caption,
	defaultPostMode,
	postModeTexts,
	postOptions,
	privacyLevel,
	videoOptions,
} from '../postFields';
import type { Operation } from '../resource';

/** Where a video post starts, by post mode. A URL is a pull: it becomes a post without us. */
export const videoInits: Record<PostMode, Endpoint> = {
	DIRECT_POST: {
		method: 'POST',
		path: '/v2/post/publish/video/init/',
		scopes: ['video.publish'],
		quota: quotas.directVideoInit,
		kind: 'pullInit',
	},
	MEDIA_UPLOAD: {
		method: 'POST',
		path: '/v2/post/publish/inbox/video/init/',
		scopes: ['video.upload'],
		quota: quotas.inboxVideoInit,
		kind: 'pullInit',
	},
};

/** Chooses the request: a draft takes neither caption nor settings (open API fact sheet §6.2). */
export const videoPostMode: INodeProperties = {
	displayName: 'Post Mode',
	name: 'postMode',
	type: 'options',
	noDataExpression: true,
	default: defaultPostMode,
	description:
		'Whether the video is published at once or waits in the creator\'s TikTok inbox. By posting, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en">Music Usage Confirmation</a>.',
	options: [
		{
			...postModeTexts.direct,
			routing: {
				request: {
					...requestTo(videoInits.DIRECT_POST),
					// TikTok's table calls both required, its examples leave them out: sent always.
					body: { post_info: { brand_content_toggle: false, brand_organic_toggle: false } },
				},
			},
		},
		{
			...postModeTexts.draft,
			routing: { request: requestTo(videoInits.MEDIA_UPLOAD) },
		},
	],
};

const videoUrl: INodeProperties = {
	displayName: 'Video URL',
	name: 'videoUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://media.example.com/clips/launch.mp4',
	description:
		'Address from which TikTok downloads the video: https, no redirect, MP4, MOV or WebM up to 4 GB. It must stay reachable for up to an hour.',
	hint: 'The domain must be verified under URL properties of your TikTok app.',
	routing: {
		send: {
			type: 'body',
			property: 'source_info.video_url',
			value: '={{ String($value ?? "").trim() }}',
		},
	},
};

export const publish: Operation = {
	name: 'Publish From URL',
	value: 'publish',
	action: 'Publish a video from a URL',
	description:
		'Let TikTok download a video from a public https address and post it (changes the account)',
	routing: { request: { body: { source_info: { source: 'PULL_FROM_URL' } } } },
	execute: publishFromUrl(videoInits),
	fields: [
		videoUrl,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions(videoOptions, { isFile: false }),
	],
};
