import {
	api,
	clock,
	expectRefusal,
	get,
	goodCalls,
	hour,
	seed,
	us,
	withToken,
} from './businessApiUnderTest';

describe('the access token', () => {
	it.each(goodCalls)('%s refuses a request without the header', async (path, parameters) => {
		expectRefusal(await get(path, parameters, {}), 40104);
	});

	it.each(goodCalls)('%s refuses a token in the query only', async (path, parameters) => {
		const names = { ...parameters, access_token: seed.token, 'Access-Token': seed.token };
		expectRefusal(await get(path, names, {}), 40104);
	});

	it.each(goodCalls)('%s refuses Authorization only', async (path, parameters) => {
		expectRefusal(await get(path, parameters, { Authorization: `Bearer ${seed.token}` }), 40104);
	});

	it.each(goodCalls)('%s refuses an unknown token', async (path, parameters) => {
		expectRefusal(await get(path, parameters, { 'Access-Token': 'nobody' }), 40105);
	});

	it('is missing when the header is empty', async () => {
		expectRefusal(await get('/user/info/', {}, { 'Access-Token': '' }), 40104);
	});

	it('has no scheme word', async () => {
		const headers = { 'Access-Token': `Bearer ${seed.token}` };
		expectRefusal(await get('/user/info/', {}, headers), 40105);
	});

	it('is looked at before the parameters', async () => {
		expectRefusal(await get('/term/get/', {}, {}), 40104);
	});

	it('may stand beside Authorization, unless the switch says otherwise', async () => {
		const both = { ...withToken, Authorization: `Bearer ${seed.token}` };
		expect((await get('/user/info/', {}, both)).code).toBe(0);
		api.switches.bearerBesideAccessToken = 'refuse';
		expectRefusal(await get('/user/info/', {}, both), 40105, 'Authorization');
		expect((await get('/user/info/')).code).toBe(0);
	});

	it('is unknown once revoked', async () => {
		api.revoke(seed.token);
		expectRefusal(await get('/user/info/'), 40105);
		expect(() => api.revoke(seed.token)).toThrow('no such token');
	});

	it('does not expire', async () => {
		clock.time += 10_000 * hour;
		expect((await get('/user/info/')).code).toBe(0);
	});

	it('reaches only what its scope grants', async () => {
		const termsOnly = { 'Access-Token': api.issueToken({ scope: ['120'] }) };
		expect((await get('/term/check/', { ...us, term_type: 'Pixel' }, termsOnly)).code).toBe(0);
		expectRefusal(await get('/gmv_max/store/list/', us, termsOnly), 40001, 'scope');
		expectRefusal(await get('/tool/action_category/', us, termsOnly), 40001, 'scope');
		expect((await get('/user/info/', {}, termsOnly)).code).toBe(0);
	});
});
