import { api, expectRefusal, get, seed, us } from './businessApiUnderTest';

describe('GET /tool/action_category/', () => {
	type Categories = Array<Record<string, unknown> & { sub_category_ids: string[] }>;

	async function categories(parameters: Record<string, string>): Promise<Categories> {
		const answer = await get('/tool/action_category/', { ...us, ...parameters });
		expect(answer.code).toBe(0);
		return answer.data.action_categories as Categories;
	}

	it('is a flat list whose tree is in sub_category_ids', async () => {
		const all = await categories({});
		const ids = all.map((category) => category.action_category_id);
		const children = all.flatMap((category) => category.sub_category_ids);
		expect(children).toHaveLength(2);
		expect(ids).toEqual(expect.arrayContaining(children));
		expect(all[0]).toEqual({
			action_category_id: '1900000000000000001',
			name: 'Home & Living',
			description: expect.any(String),
			level: 1,
			sub_category_ids: children,
			special_industries: ['HOUSING', 'CREDIT'],
			action_scene: 'VIDEO_RELATED',
		});
		expect(all.map(({ action_scene }) => action_scene)).toContain('CREATOR_RELATED');
		expect(all.map(({ special_industries }) => special_industries)).toContainEqual([]);
		expect(all.map(({ description }) => description)).toContain(null);
	});

	it('keeps what supports every special industry asked for', async () => {
		const housing = await categories({ special_industries: '["HOUSING"]' });
		expect(housing.map(({ name }) => name)).toEqual(['Home & Living', 'Moving House']);
		const two = await categories({ special_industries: '["HOUSING","CREDIT"]' });
		expect(two.map(({ name }) => name)).toEqual(['Home & Living']);
		expect(await categories({ special_industries: '[]' })).toHaveLength(4);
	});

	it('translates where it can', async () => {
		expect((await categories({ language: 'de' }))[1].name).toBe('Küche');
		expect((await categories({ language: 'fr' }))[1].name).toBe('Kitchen');
	});

	it('wants its enums to the letter', async () => {
		for (const language of ['EN', 'en-US', 'xx', '']) {
			expectRefusal(await get('/tool/action_category/', { ...us, language }), 40002, 'language');
		}
		for (const special_industries of ['["housing"]', '["HOUSING","PETS"]']) {
			const answer = await get('/tool/action_category/', { ...us, special_industries });
			expectRefusal(answer, 40002, 'special_industries');
		}
	});

	it('wants an allowlist for special industries outside the US and Canada', async () => {
		const british = { advertiser_id: seed.otherAdvertiserId };
		const special = { ...british, special_industries: '["HOUSING"]' };
		expectRefusal(await get('/tool/action_category/', special), 40118);
		expect((await get('/tool/action_category/', british)).code).toBe(0);
		const advertiser = api.advertisers.get(seed.otherAdvertiserId);
		if (advertiser) advertiser.specialIndustriesAllowlisted = true;
		expect((await get('/tool/action_category/', special)).code).toBe(0);
	});
});
