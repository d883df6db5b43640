import type { INodeParameters } from 'n8n-workflow';
import type { FixtureMedia, Given } from '../fixtures/fixture';
import { byId } from '../fixtures/requests';

/** One worked example per operation, as docs/operations.md shows it. */
export interface Example {
	resource: string;
	operation: string;
	/** What the user fills in; all else keeps its default. */
	parameters: INodeParameters;
	media?: FixtureMedia[];
	given?: Pick<Given, 'posts' | 'videos'>;
}

const mp4 = (property: string, fileName: string, bytes: number): FixtureMedia => ({
	property,
	fileName,
	bytes,
	mimeType: 'video/mp4',
	head: 'mp4',
});

const videos = [
	{ id: '7600000000000000011', create_time: 1790000000 },
	{ id: '7600000000000000012', create_time: 1789900000 },
];

const adAccount = {
	authentication: 'tikTokBusinessApi',
	advertiserId: byId('7000000000000000001'),
};

export const examples: Example[] = [
	{
		resource: 'video',
		operation: 'upload',
		media: [mp4('data', 'launch.mp4', 60_000_000)],
		parameters: {
			binaryPropertyName: 'data',
			postMode: 'DIRECT_POST',
			title: 'Behind the scenes #studio',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			options: { waitForCompletion: true, waitForPublicId: true },
		},
	},
	{
		resource: 'video',
		operation: 'publish',
		parameters: {
			videoUrl: 'https://media.example.com/clips/launch.mp4',
			postMode: 'DIRECT_POST',
			title: 'Behind the scenes #studio',
			privacyLevel: 'SELF_ONLY',
		},
	},
	{
		resource: 'video',
		operation: 'uploadMany',
		media: [mp4('data', 'one.mp4', 6_000_000), mp4('data_1', 'two.mp4', 4_000_000)],
		parameters: { binaryPropertyNames: 'data, data_1', postMode: 'MEDIA_UPLOAD' },
	},
	{
		resource: 'video',
		operation: 'getAll',
		given: { videos },
		parameters: { returnAll: false, limit: 1 },
	},
	{
		resource: 'video',
		operation: 'get',
		given: { videos },
		parameters: { videoIds: ['7600000000000000012'], simple: false },
	},
	{
		resource: 'photo',
		operation: 'post',
		parameters: {
			photoSource: 'url',
			photoUrls: [
				'https://media.example.com/photos/1.jpg',
				'https://media.example.com/photos/2.webp',
			],
			coverIndex: 0,
			postMode: 'DIRECT_POST',
			title: 'New in the studio',
			description: 'Two looks for autumn #studio',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			options: { waitForCompletion: true, waitForPublicId: true },
		},
	},
	{
		resource: 'post',
		operation: 'getStatus',
		given: {
			posts: [
				{
					publish_id: 'v_pub_url~v2.7600000000000000021',
					status: 'FAILED',
					fail_reason: 'frame_rate_check_failed',
				},
			],
		},
		parameters: { publishIds: ['v_pub_url~v2.7600000000000000021'] },
	},
	{
		resource: 'post',
		operation: 'cancel',
		given: {
			posts: [{ publish_id: 'v_pub_url~v2.7600000000000000022', status: 'PROCESSING_DOWNLOAD' }],
		},
		parameters: { publishId: 'v_pub_url~v2.7600000000000000022' },
	},
	{
		resource: 'creator',
		operation: 'getStats',
		parameters: { fields: ['username', 'follower_count', 'likes_count', 'video_count'] },
	},
	{ resource: 'creator', operation: 'getPostingOptions', parameters: {} },
	{
		resource: 'adAccount',
		operation: 'getActionCategories',
		parameters: { ...adAccount, language: 'en' },
	},
	{
		resource: 'adAccount',
		operation: 'getTerms',
		parameters: { ...adAccount, termType: 'LeadAds', language: 'EN' },
	},
	{
		resource: 'adAccount',
		operation: 'getOccupiedShopAds',
		parameters: {
			...adAccount,
			storeId: byId('7490000000000000001'),
			occupiedAssetType: 'SPU',
			assetIds: ['1729000000000000001'],
		},
	},
];
