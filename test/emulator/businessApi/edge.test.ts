import { api, envelope, get, goodCalls, request, root, withToken } from './businessApiUnderTest';

describe('the edge', () => {
	const posts = ['/oauth/token/', '/oauth2/access_token/', '/oauth2/revoke_token/'];

	it('knows exactly these endpoints', () => {
		const expected = [
			...goodCalls.map(([path]) => `GET ${root}${path}`),
			...posts.map((path) => `POST ${root}${path}`),
		];
		const known = api.endpoints.map(({ method, path }) => `${method} ${path}`);
		expect(known.sort()).toEqual(expected.sort());
	});

	it.each([
		`${root}/user/info`,
		`${root}/nothing/here/`,
		`${root}//user/info/`,
		`${root}/User/Info/`,
		'/open_api/v1.2/user/info/',
		'/open_api/',
	])('answers %s with 404 in plain text', async (path) => {
		const response = await request(path, { headers: withToken });
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toContain('text/plain');
		expect(await response.text()).toContain('page not found');
	});

	it.each([
		['POST', '/term/get/'],
		['HEAD', '/user/info/'],
		['GET', '/oauth/token/'],
		['PUT', '/oauth2/access_token/'],
	])('answers %s %s with 405', async (method, path) => {
		expect((await request(root + path, { method, headers: withToken })).status).toBe(405);
	});

	it('leaves foreign paths to whoever comes next', async () => {
		expect((await request('/v2/user/info/')).status).toBe(418);
	});
});

describe('the envelope', () => {
	it.each(goodCalls)('%s succeeds with data', async (path, parameters) => {
		const answer = await get(path, parameters);
		expect(answer).toEqual({
			code: 0,
			message: 'OK',
			request_id: expect.stringMatching(/^20260301120000[0-9A-F]{20}$/),
			data: expect.any(Object),
		});
	});

	it('has the log id of the header in the body, for success and refusal', async () => {
		for (const headers of [withToken, undefined]) {
			const response = await request(`${root}/user/info/`, { headers });
			const { request_id } = await envelope(response);
			expect(response.headers.get('x-tt-logid')).toBe(request_id);
		}
	});

	it('has another log id for every request', async () => {
		const first = await get('/user/info/');
		const second = await get('/user/info/');
		expect(first.request_id).not.toBe(second.request_id);
	});

	it('answers in full even to a conditional request', async () => {
		const headers = { ...withToken, 'If-None-Match': '*' };
		expect(await envelope(await request(`${root}/user/info/`, { headers }))).toHaveProperty('data');
	});

	it('writes every id as a string of nineteen digits above 2^53', async () => {
		const answers = await Promise.all(goodCalls.map(async (call) => await get(...call)));
		const ids: Array<[string, unknown]> = [];
		JSON.stringify(answers, (key, value) => {
			if (/_id$/.test(key) && key !== 'request_id') ids.push([key, value]);
			if (/_ids$/.test(key)) for (const id of value as unknown[]) ids.push([key, id]);
			return value as unknown;
		});
		const present = ids.filter(([, id]) => id !== null);
		expect(present.length).toBeGreaterThan(15);
		for (const [key, id] of present) {
			expect([key, id]).toEqual([key, expect.stringMatching(/^\d{19}$/)]);
			expect(Number.isSafeInteger(Number(id))).toBe(false);
		}
	});
});
