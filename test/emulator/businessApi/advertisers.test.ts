import { api, expectRefusal, get, seed, us } from './businessApiUnderTest';

describe('GET /oauth2/advertiser/get/', () => {
	const credentials = { app_id: seed.appId, secret: seed.appSecret };

	it('lists what the token reaches, with advertiser_name', async () => {
		const answer = await get('/oauth2/advertiser/get/', credentials);
		expect(answer.data).toEqual({
			list: [
				{ advertiser_id: seed.usAdvertiserId, advertiser_name: 'Harbour Goods US' },
				{ advertiser_id: seed.otherAdvertiserId, advertiser_name: 'Harbour Goods GB' },
			],
		});
		const one = { 'Access-Token': api.issueToken({ advertiserIds: [seed.otherAdvertiserId] }) };
		const short = await get('/oauth2/advertiser/get/', credentials, one);
		expect(short.data.list).toHaveLength(1);
	});

	it('tells a wrong secret from an unknown app and from another app’s token', async () => {
		const wrongSecret = { ...credentials, secret: 'guess' };
		expectRefusal(await get('/oauth2/advertiser/get/', wrongSecret), 40101);
		const unknown = { ...credentials, app_id: '7300000000000000009' };
		expectRefusal(await get('/oauth2/advertiser/get/', unknown), 40113);
		const foreign = { 'Access-Token': api.issueToken({ appId: '7300000000000000002' }) };
		expectRefusal(await get('/oauth2/advertiser/get/', credentials, foreign), 40113);
	});
});

describe('GET /advertiser/info/', () => {
	const both = JSON.stringify([seed.usAdvertiserId, seed.otherAdvertiserId]);

	it('calls the name `name` and may send nulls', async () => {
		const { data } = await get('/advertiser/info/', { advertiser_ids: both });
		const list = data.list as Array<Record<string, unknown>>;
		expect(list.map(({ name }) => name)).toEqual(['Harbour Goods US', 'Harbour Goods GB']);
		expect(list[0]).not.toHaveProperty('advertiser_name');
		expect(list[0]).not.toHaveProperty('company_name_editable');
		expect(list[1].owner_bc_id).toBeNull();
	});

	it('sends the fields asked for and the id', async () => {
		const fields = '["name","currency"]';
		const { data } = await get('/advertiser/info/', { advertiser_ids: both, fields });
		expect(data.list).toContainEqual({
			advertiser_id: seed.otherAdvertiserId,
			name: 'Harbour Goods GB',
			currency: 'GBP',
		});
	});

	it('sends company_name_editable alone', async () => {
		const fields = '["name","company_name_editable"]';
		const { data } = await get('/advertiser/info/', { advertiser_ids: both, fields });
		expect(data.list).toEqual([
			{ advertiser_id: seed.usAdvertiserId, company_name_editable: true },
			{ advertiser_id: seed.otherAdvertiserId, company_name_editable: false },
		]);
	});

	it('refuses unknown fields, no ids, bad ids and foreign ids', async () => {
		const wrongField = { advertiser_ids: both, fields: '["advertiser_name"]' };
		expectRefusal(await get('/advertiser/info/', wrongField), 40002, 'fields');
		expectRefusal(
			await get('/advertiser/info/', { advertiser_ids: '[]' }),
			40002,
			'advertiser_ids',
		);
		const letters = { advertiser_ids: '["abc"]' };
		expectRefusal(await get('/advertiser/info/', letters), 40002, 'advertiser_ids');
		const foreign = {
			advertiser_ids: JSON.stringify([seed.usAdvertiserId, '7000000000000000009']),
		};
		expectRefusal(await get('/advertiser/info/', foreign), 40001, '7000000000000000009');
	});
});

it('GET /user/info/ says who authorized, with a picture that exists', async () => {
	const { data } = await get('/user/info/');
	expect(data).toEqual({
		core_user_id: '7200000000000000001',
		display_name: 'Robin Example',
		email: expect.any(String),
		avatar_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
		create_time: expect.any(Number),
	});
	expect((await fetch(String(data.avatar_url))).status).toBe(200);
});

it('GET /gmv_max/store/list/ lists the stores of one advertiser only', async () => {
	const { data } = await get('/gmv_max/store/list/', us);
	expect(data.store_list).toEqual([
		expect.objectContaining({
			store_id: seed.storeId,
			is_gmv_max_available: true,
			store_authorized_bc_id: seed.businessCenterId,
			store_status: 'ACTIVE',
		}),
	]);
	const other = await get('/gmv_max/store/list/', { advertiser_id: seed.otherAdvertiserId });
	expect(other.data).toEqual({ store_list: [] });
});
