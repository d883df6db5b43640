import { api, expectRefusal, get, occupied, occupiedPath, seed } from './businessApiUnderTest';

describe(`GET ${occupiedPath}`, () => {
	it('has two kinds of items, all strings', async () => {
		const { data } = await get(occupiedPath, occupied);
		expect(data).toEqual({
			occupied_custom_shop_ads: [
				{
					advertiser_id: seed.usAdvertiserId,
					campaign_id: expect.any(String),
					adgroup_id: expect.any(String),
					create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				},
				{
					advertiser_id: seed.usAdvertiserId,
					adgroup_id: expect.any(String),
					ad_id: expect.any(String),
					create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				},
			],
		});
	});

	it('takes an identity that is no number', async () => {
		const asset_ids = JSON.stringify([seed.identityInUse]);
		const { data } = await get(occupiedPath, {
			...occupied,
			occupied_asset_type: seed.identityType,
			asset_ids,
		});
		expect(data.occupied_custom_shop_ads).toHaveLength(1);
	});

	it('is an empty list for what is not in use, and for the wrong kind of asset', async () => {
		const free = { ...occupied, asset_ids: JSON.stringify([seed.productNotInUse]) };
		const wrongKind = { ...occupied, occupied_asset_type: 'IDENTITY_TTS_TT' };
		for (const parameters of [free, wrongKind]) {
			const answer = await get(occupiedPath, parameters);
			expect(answer).toMatchObject({ code: 0, data: { occupied_custom_shop_ads: [] } });
		}
	});

	it('answers for the store asked about', async () => {
		const store_id = '7490000000000000002';
		const [{ advertiserId, listing }] = api.stores;
		api.stores.push({ advertiserId, listing: { ...listing, store_id } });
		const answer = await get(occupiedPath, { ...occupied, store_id });
		expect(answer).toMatchObject({ code: 0, data: { occupied_custom_shop_ads: [] } });
	});

	it('wants exactly one asset', async () => {
		for (const asset_ids of ['[]', '["1","2"]', '[""]']) {
			expectRefusal(await get(occupiedPath, { ...occupied, asset_ids }), 40002, 'asset_ids');
		}
	});

	it('wants the asset type to the letter; SHOP is a switch', async () => {
		for (const occupied_asset_type of ['spu', 'TT_USER', 'SHOP']) {
			const answer = await get(occupiedPath, { ...occupied, occupied_asset_type });
			expectRefusal(answer, 40002, 'occupied_asset_type');
		}
		api.switches.shopAssetType = 'accept';
		expect((await get(occupiedPath, { ...occupied, occupied_asset_type: 'SHOP' })).code).toBe(0);
	});

	it('wants a store id of digits that this advertiser may use', async () => {
		expectRefusal(await get(occupiedPath, { ...occupied, store_id: 'shop' }), 40002, 'store_id');
		const unknown = { ...occupied, store_id: '7490000000000000009' };
		expectRefusal(await get(occupiedPath, unknown), 40001, 'store_id');
		const other = { ...occupied, advertiser_id: seed.otherAdvertiserId };
		expectRefusal(await get(occupiedPath, other), 40001, 'store_id');
	});
});
