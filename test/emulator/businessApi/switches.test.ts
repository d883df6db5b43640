import {
	api,
	clock,
	expectRefusal,
	get,
	goodCalls,
	hour,
	occupied,
	occupiedPath,
	request,
	root,
	seed,
	us,
	withToken,
} from './businessApiUnderTest';

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

it('termsReadable: only what somebody has agreed to', async () => {
	api.switches.termsReadable = 'onceConfirmed';
	const terms = async () => await get('/term/get/', { ...us, term_type: 'LeadAds' });
	expectRefusal(await terms(), 40001, 'LeadAds');
	api.confirmTerms(seed.usAdvertiserId, 'LeadAds');
	expect((await terms()).code).toBe(0);
});

it('idsAs: bare 64-bit numbers', async () => {
	api.switches.idsAs = 'number';
	const path = `${root}${occupiedPath}?${new URLSearchParams(occupied)}`;
	const text = await (await request(path, { headers: withToken })).text();
	expect(text).toMatch(/"advertiser_id":7000000000000000001[,}]/);
});

describe('the rate limit of an app', () => {
	const calls = async (count: number) => {
		const codes: number[] = [];
		for (let index = 0; index < count; index += 1) codes.push((await get('/user/info/')).code);
		return codes;
	};

	it('of a second is over with the next', async () => {
		expect(await calls(11)).toEqual([...Array(10).fill(0), 40100]);
		clock.time += 1000;
		expect(await calls(1)).toEqual([0]);
	});

	it('of a minute closes for five', async () => {
		Object.assign(api.switches, { callsPerMinute: 2 });
		expect(await calls(3)).toEqual([0, 0, 40100]);
		clock.time += 4.9 * 60_000;
		expect(await calls(1)).toEqual([40100]);
		clock.time += 0.1 * 60_000;
		expect(await calls(1)).toEqual([0]);
	});

	it('of a day ends at midnight UTC', async () => {
		Object.assign(api.switches, { callsPerDay: 1 });
		expect(await calls(2)).toEqual([0, 40100]);
		clock.time += 11 * hour;
		expect(await calls(1)).toEqual([40100]);
		clock.time += hour;
		expect(await calls(1)).toEqual([0]);
	});

	it('counts each endpoint of the sandbox by itself', async () => {
		api.switches.sandbox = true;
		expect(await calls(2)).toEqual([0, 40016]);
		expect((await get('/term/check/', { ...us, term_type: 'LeadAds' })).code).toBe(0);
	});
});
