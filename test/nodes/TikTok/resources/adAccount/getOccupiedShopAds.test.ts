import { fixture } from '../../../../fixtures/adAccount/getOccupiedShopAds';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getOccupiedShopAds = operationUnderTest(fixture, { authentication: 'tikTokBusinessApi' });

const product = '1729000000000000001';
const unusedProduct = '1729000000000000002';
const look = {
	advertiserId: '7000000000000000001',
	storeId: '7490000000000000001',
	occupiedAssetType: 'SPU',
	assetIds: [product],
};
const path = '/open_api/v1.3/gmv_max/occupied_custom_shop_ads/list/';

/** An identity of the fixture that ads use, so that its cases have an answer to look at. */
function occupy(assetType: string, assetId: string) {
	getOccupiedShopAds.setting.emulator.business.occupations.push({
		storeId: look.storeId,
		assetType,
		assetId,
		ad: {
			advertiser_id: look.advertiserId,
			adgroup_id: '1780000000000000021',
			ad_id: '1780000000000000121',
			create_time: '2026-03-01 10:00:00',
		},
	});
}

beforeAll(() => {
	occupy('IDENTITY_BC_AUTH_TT', '3f2a9c10-7b4e-5d61-8e0f-1a2b3c4d5e6f');
	occupy('IDENTITY_TT_USER', '7123456789012345678');
});

describe('what comes out', () => {
	it('is one item per ad group or ad, with ids as text', async () => {
		const { items, error } = await getOccupiedShopAds.run(look);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					advertiser_id: '7000000000000000001',
					campaign_id: '1780000000000000001',
					adgroup_id: '1780000000000000011',
					create_time: '2026-01-15 09:30:00',
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					advertiser_id: '7000000000000000001',
					adgroup_id: '1780000000000000012',
					ad_id: '1780000000000000112',
					create_time: '2026-02-01 18:05:07',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it.each([
		['IDENTITY_BC_AUTH_TT', '3f2a9c10-7b4e-5d61-8e0f-1a2b3c4d5e6f'],
		['IDENTITY_TT_USER', '7123456789012345678'],
	])('is found for identities: %s', async (occupiedAssetType, assetId) => {
		const { items } = await getOccupiedShopAds.run({
			...look,
			occupiedAssetType,
			assetIds: [assetId],
		});
		expect(items.map(({ json }) => json.ad_id)).toEqual(['1780000000000000121']);
	});

	it('is nothing, and no error, for an asset that no ad uses', async () => {
		const { items, error } = await getOccupiedShopAds.run({ ...look, assetIds: [unusedProduct] });
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});
});

it('a list under another name is no empty one', async () => {
	getOccupiedShopAds.setting.emulator.faults.script({
		match: { path: '/open_api/v1.3/gmv_max/occupied_custom_shop_ads/list/' },
		do: { kind: 'drift', key: 'data', to: { occupied_shop_ads: [{ ad_id: '1' }] } },
	});
	const { items, error } = await getOccupiedShopAds.run(look);
	expect(error?.context?.tiktok).toMatchObject({ code: 'changed_answer' });
	expect(items).toEqual([]);
});

describe('two items', () => {
	it('look up their own assets, each linked to its item', async () => {
		const identity = '7123456789012345678';
		const { items } = await getOccupiedShopAds.run(
			{ ...look, occupiedAssetType: '={{ $json.type }}', assetIds: '={{ [$json.id] }}' },
			{
				items: [
					{ json: { type: 'IDENTITY_TT_USER', id: identity } },
					{ json: { type: 'SPU', id: product } },
				],
			},
		);
		expect(items.map(({ json, pairedItem }) => [json.adgroup_id, pairedItem])).toEqual([
			['1780000000000000021', { item: 0 }],
			['1780000000000000011', { item: 1 }],
			['1780000000000000012', { item: 1 }],
		]);
	});
});

describe('wrong input is refused before any request', () => {
	const digits = 'It consists of digits only, usually 19.';
	const onePerItem = 'Use one item per asset to look up several.';

	it.each([
		[
			'an advertiser ID with letters',
			{ advertiserId: 'act_123' },
			'Advertiser ID is not a number: act_123',
			digits,
		],
		[
			'a store ID with letters',
			{ storeId: 'my-shop' },
			'Store ID is not a number: my-shop',
			digits,
		],
		['no store ID', { storeId: '={{ "" }}' }, 'Store ID is empty.', digits],
		[
			'two asset IDs',
			{ assetIds: [product, unusedProduct] },
			'Asset ID takes exactly one ID, not 2.',
			onePerItem,
		],
		[
			'two asset IDs in one text',
			{ assetIds: [`${product},${unusedProduct}`] },
			'Asset ID takes exactly one ID, not 2.',
			onePerItem,
		],
		['no asset ID', { assetIds: '={{ [] }}' }, 'Asset ID takes exactly one ID, not 0.', ''],
	])('%s', async (_what, parameters, message, description) => {
		expectError(await getOccupiedShopAds.run({ ...look, ...parameters }), { message, description });
		expect(getOccupiedShopAds.sent()).toEqual([]);
	});
});

describe("TikTok's refusals, which come with HTTP 200", () => {
	it('say what to do, with code and log id', async () => {
		const result = await getOccupiedShopAds.run({ ...look, storeId: '7490000000000000009' });
		expectTikTokError(result, {
			code: '40001',
			message: 'This connection has no permission for the ad account, the shop or the data.',
			description: 'TikTok says: store_id: no permission for 7490000000000000009',
		});
		expect(getOccupiedShopAds.sent()).toHaveLength(1);
	});

	it('of the sandbox name the way out', async () => {
		getOccupiedShopAds.setting.emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', code: 40008 },
		});
		expectTikTokError(await getOccupiedShopAds.run(look), {
			code: '40008',
			message: 'TikTok does not offer this here.',
			description: 'Use the production environment.',
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await getOccupiedShopAds.run(
			{ ...look, storeId: '={{ $json.store }}', assetIds: ['7123456789012345678'] },
			{
				items: [{ json: { store: '7490000000000000009' } }, { json: { store: look.storeId } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'This connection has no permission', {
				code: '40001',
				retryable: false,
				log_id: expect.any(String),
			}),
		]);
	});
});
