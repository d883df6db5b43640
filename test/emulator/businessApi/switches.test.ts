import {
	api,
	expectRefusal,
	get,
	goodCalls,
	occupiedPath,
	postForm,
	seed,
	us,
} from './businessApiUnderTest';

describe('scripted answers', () => {
	const terms = async () => await get('/term/get/', { ...us, term_type: 'LeadAds' });

	it.each([40100, 40016, 40133, 51010])('gives %i twice, then success', async (code) => {
		api.script({ path: '/term/get/', code, times: 2 });
		expectRefusal(await terms(), code);
		expectRefusal(await terms(), code);
		expect((await terms()).code).toBe(0);
	});

	it('come in order, with their own message, for their own path', async () => {
		api.script({ path: '/term/get/', code: 40133, message: 'Slow down' });
		api.script({ path: '/term/get/', code: 51010 });
		expect((await get('/user/info/')).code).toBe(0);
		expectRefusal(await terms(), 40133, 'Slow down');
		expect(api.unusedScripts()).toMatchObject([{ path: '/term/get/', code: 51010, times: 1 }]);
		expectRefusal(await terms(), 51010);
		expect(api.unusedScripts()).toEqual([]);
	});

	it('also reach the token endpoints', async () => {
		api.script({ path: '/oauth/token/', code: 40110 });
		expectRefusal(await postForm('/oauth/token/', {}), 40110);
	});

	it('cannot be ordered for a path that does not exist', () => {
		expect(() => api.script({ path: '/term/get', code: 40100 })).toThrow('/term/get');
	});
});

describe('the sandbox', () => {
	const missing = ['/gmv_max/store/list/', '/tool/action_category/', occupiedPath];

	it.each(goodCalls)('%s is there or answers 40008', async (path, parameters) => {
		api.switches.sandbox = true;
		const answer = await get(path, parameters);
		if (missing.includes(path)) expectRefusal(answer, 40008);
		else expect(answer.code).toBe(0);
	});
});

it('reset forgets codes, tokens, switches, scripts and changed records', async () => {
	const token = api.issueToken();
	api.issueAuthCode();
	api.revoke(seed.token);
	api.switches.sandbox = true;
	api.script({ path: '/user/info/', code: 40100 });
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
