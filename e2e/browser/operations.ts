import { seedIds } from '../../test/emulator/businessApi/seed';

export interface OperationExample {
	/** Also the name of its node on the canvas: n8n names a node after the action. */
	action: string;
	resource: string;
	operation: string;
	/** Values a user could have entered; everything else keeps its default. */
	parameters?: Record<string, unknown>;
}

const direct = { privacyLevel: 'SELF_ONLY', title: 'Behind the scenes #studio' };
const { usAdvertiserId, storeId: store, productInUse } = seedIds;
/** As n8n saves what was chosen from a list. */
const chosen = (value: string, cachedResultName: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName,
});
const advertiserId = chosen(usAdvertiserId, 'Harbour Goods US');
const storeId = chosen(store, 'Harbour Goods Shop');

/** Every operation once, filled in as a person would. */
export const operationExamples: OperationExample[] = [
	{
		resource: 'video',
		operation: 'publish',
		action: 'Publish a video from a URL',
		parameters: { ...direct, videoUrl: 'https://media.example.com/clips/launch.mp4' },
	},
	{ resource: 'video', operation: 'upload', action: 'Upload a video', parameters: direct },
	{ resource: 'video', operation: 'uploadMany', action: 'Upload many videos', parameters: direct },
	{ resource: 'video', operation: 'getAll', action: 'Get many videos' },
	{
		resource: 'video',
		operation: 'get',
		action: 'Get videos by ID',
		parameters: { videoIds: ['7500001480772396371'] },
	},
	{
		resource: 'photo',
		operation: 'post',
		action: 'Post photos',
		parameters: {
			...direct,
			photoUrls: ['https://media.example.com/photos/1.jpg'],
		},
	},
	{
		resource: 'post',
		operation: 'getStatus',
		action: 'Get the publish status',
		parameters: { publishIds: ['v_pub_file~v2-1.7600000000000000001'] },
	},
	{
		resource: 'post',
		operation: 'cancel',
		action: 'Cancel a post',
		parameters: { publishId: 'v_pub_url~v2.7600000000000000001' },
	},
	{ resource: 'creator', operation: 'getStats', action: 'Get profile and statistics' },
	{ resource: 'creator', operation: 'getPostingOptions', action: 'Get posting options' },
	{
		resource: 'adAccount',
		operation: 'getActionCategories',
		action: 'Get action categories',
		parameters: { advertiserId },
	},
	{
		resource: 'adAccount',
		operation: 'getTerms',
		action: 'Get terms',
		parameters: { advertiserId },
	},
	{
		resource: 'adAccount',
		operation: 'getOccupiedShopAds',
		action: 'Get occupied shop ads',
		parameters: { advertiserId, storeId, assetIds: [productInUse] },
	},
];
