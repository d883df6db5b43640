import { api, expectRefusal, get, goodCalls, occupiedPath, seed, us } from './businessApiUnderTest';

describe('the sandbox', () => {
	const missing = ['/gmv_max/store/list/', '/tool/action_category/', occupiedPath];

	it.each(goodCalls)('%s is there or answers 40008', async (path, parameters) => {
		api.switches.sandbox = true;
		const answer = await get(path, parameters);
		if (missing.includes(path)) expectRefusal(answer, 40008);
		else expect(answer.code).toBe(0);
	});
});

it('reset forgets codes, tokens, switches and changed records', async () => {
	const token = api.issueToken();
	api.issueAuthCode();
	api.revoke(seed.token);
	api.switches.sandbox = true;
	api.stores.length = 0;
	api.confirmTerms(seed.usAdvertiserId, 'LeadAds');

	api.reset();

	expectRefusal(await get('/user/info/', {}, { 'Access-Token': token }), 40105);
	expect(api.authCodes.size).toBe(0);
	expect((await get('/user/info/')).code).toBe(0);
	expect((await get('/gmv_max/store/list/', us)).data.store_list).toHaveLength(1);
	const check = await get('/term/check/', { ...us, term_type: 'LeadAds' });
	expect(check.data).toEqual({ confirmed: false });
});
