import type { INodeProperties } from 'n8n-workflow';
import { quotas } from '../../limits';
import { publishPhotos } from '../../posting/publishPhotos';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { PostMode } from '../postFields';
import {
	aiGenerated,
	autoAddMusic,
	brandContent,
	brandOrganic,
	defaultPostMode,
	disableComment,
	postModeTexts,
	postOptions,
	privacyLevel,
	sendText,
} from '../postFields';
import type { Operation } from '../resource';

const photoInit: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/content/init/',
	scopes: ['video.publish'],
	quota: quotas.photoInit,
	kind: 'pullInit',
};

/** One address for both modes; the permission differs. */
const photoInits: Record<PostMode, Endpoint> = {
	DIRECT_POST: photoInit,
	MEDIA_UPLOAD: { ...photoInit, scopes: ['video.upload'] },
};

const postMode: INodeProperties = {
	displayName: 'Post Mode',
	name: 'postMode',
	type: 'options',
	noDataExpression: true,
	default: defaultPostMode,
	description:
		'Whether the photos are published at once or wait in the creator\'s TikTok inbox. By posting, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en">Music Usage Confirmation</a>.',
	options: [
		{
			...postModeTexts.direct,
			routing: {
				request: {
					body: { post_info: { brand_content_toggle: false, brand_organic_toggle: false } },
				},
			},
		},
		{
			...postModeTexts.draft,
			description: 'Send to the inbox; title and description are filled in there',
		},
	],
	routing: { send: { type: 'body', property: 'post_mode' } },
};

const media: INodeProperties[] = [
	{
		displayName: 'Photos From',
		name: 'photoSource',
		type: 'options',
		noDataExpression: true,
		default: 'url',
		description: 'Where TikTok downloads the photos',
		hint: 'TikTok downloads them: the domain must be verified under URL properties of your app.',
		options: [
			{ name: 'Public URLs', value: 'url', description: 'Addresses on your verified domain' },
			{
				name: 'Files of the Input Item',
				value: 'binary',
				description: 'Served by this n8n over signed, expiring links',
			},
		],
	},
	{
		displayName: 'Photo URLs',
		name: 'photoUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Photo URL' },
		default: [],
		required: true,
		placeholder: 'e.g. https://media.example.com/photos/1.jpg',
		description:
			'Addresses of 1 to 35 photos, JPEG or WebP, up to 20 MB each, in the order of the post',
		displayOptions: { show: { photoSource: ['url'] } },
	},
	{
		displayName: 'Input Binary Fields',
		name: 'binaryPropertyNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. data, data_1',
		description:
			'Names of the fields of the input item that hold the photos, separated by commas, in the order of the post. JPEG or WebP, up to 20 MB each.',
		hint: 'Leave empty to post all files of the item. They come from this n8n: it needs a public https address and must keep executions for an hour.',
		displayOptions: { show: { photoSource: ['binary'] } },
	},
	{
		displayName: 'Cover Photo',
		name: 'coverIndex',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 34 },
		default: 0,
		description: 'Which of the photos is the cover',
		hint: 'The first photo is 0.',
		routing: { send: { type: 'body', property: 'source_info.photo_cover_index' } },
	},
];

const texts: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. New in the studio',
		description: 'Headline of the post',
		hint: 'Up to 90 characters; most emoji count as two.',
		routing: sendText('post_info.title'),
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Five looks for autumn #studio',
		description: 'Text of the post; hashtags and mentions need a space before them',
		hint: 'Up to 4000 characters; most emoji count as two.',
		routing: sendText('post_info.description'),
	},
];

export const post: Operation = {
	name: 'Post',
	value: 'post',
	action: 'Post photos',
	description: 'Post 1 to 35 photos from public addresses or from files (changes the account)',
	routing: {
		request: {
			...requestTo(photoInit),
			body: { media_type: 'PHOTO', post_info: {}, source_info: { source: 'PULL_FROM_URL' } },
		},
	},
	execute: publishPhotos(photoInits),
	fields: [
		...media,
		postMode,
		...texts,
		privacyLevel,
		...postOptions(
			[aiGenerated('is_aigc'), autoAddMusic, brandContent, brandOrganic, disableComment],
			{ isFile: false },
		),
	],
};
