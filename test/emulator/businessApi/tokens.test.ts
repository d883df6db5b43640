import {
	api,
	clock,
	envelope,
	expectRefusal,
	get,
	hour,
	postForm,
	postJson,
	request,
	root,
	seed,
	without,
} from './businessApiUnderTest';

/** Both token endpoints take the same codes; only field names and shape differ. */
describe.each([
	{
		path: '/oauth/token/',
		names: { id: 'client_id', secret: 'client_secret', code: 'code' },
		extra: { grant_type: 'authorization_code' } as Record<string, string>,
	},
	{
		path: '/oauth2/access_token/',
		names: { id: 'app_id', secret: 'secret', code: 'auth_code' },
		extra: {} as Record<string, string>,
	},
])('POST $path', ({ path, names, extra }) => {
	const fields = (code: string): Record<string, string> => ({
		[names.id]: seed.appId,
		[names.secret]: seed.appSecret,
		[names.code]: code,
		...extra,
	});

	it('takes a code once', async () => {
		const code = api.issueAuthCode();
		expect((await postJson(path, fields(code))).code).toBe(0);
		expectRefusal(await postJson(path, fields(code)), 40110);
	});

	it('takes a code within its hour', async () => {
		const inTime = api.issueAuthCode();
		clock.time += hour - 1;
		expect((await postJson(path, fields(inTime))).code).toBe(0);
		const late = api.issueAuthCode();
		clock.time += hour;
		expectRefusal(await postJson(path, fields(late)), 40110);
	});

	it('refuses a code nobody issued and a code of another app', async () => {
		expectRefusal(await postJson(path, fields('guess')), 40110);
		const foreign = api.issueAuthCode({ appId: '7300000000000000002' });
		expectRefusal(await postJson(path, fields(foreign)), 40110);
	});

	it('refuses a wrong secret or app without using up the code', async () => {
		const code = api.issueAuthCode();
		const wrongSecret = { ...fields(code), [names.secret]: 'guess' };
		expectRefusal(await postJson(path, wrongSecret), 40101);
		const unknownApp = { ...fields(code), [names.id]: '7300000000000000009' };
		expectRefusal(await postJson(path, unknownApp), 40113);
		expect((await postJson(path, fields(code))).code).toBe(0);
	});

	it('names what is missing, empty or not a string', async () => {
		const good = fields(api.issueAuthCode());
		for (const name of Object.keys(good)) {
			const others = without(good, name);
			expectRefusal(await postJson(path, others), 40002, `${name}: is required`);
			expectRefusal(await postJson(path, { ...others, [name]: '' }), 40002, `${name}: is required`);
			expectRefusal(
				await postJson(path, { ...others, [name]: 7 }),
				40002,
				`${name}: must be a string`,
			);
		}
		expect((await postJson(path, good)).code).toBe(0);
	});

	it('refuses bodies that are not what they say', async () => {
		for (const body of ['', '{', '[]', 'null', 'a=b']) {
			expectRefusal(await postJson(path, body), 40002, 'body');
		}
	});

	it('refuses other content types', async () => {
		const text = JSON.stringify(fields(api.issueAuthCode()));
		const multipart = new FormData();
		for (const [name, value] of Object.entries(fields(api.issueAuthCode()))) {
			multipart.set(name, value);
		}
		for (const body of [new Blob([text]), new Blob([text], { type: 'text/plain' }), multipart]) {
			const response = await request(root + path, { method: 'POST', body });
			expectRefusal(await envelope(response), 40002, 'Content-Type');
		}
	});

	it('writes permission ids as numbers, one of them too long for a double', async () => {
		const headers = { 'Content-Type': 'application/json; charset=utf-8' };
		const body = JSON.stringify(fields(api.issueAuthCode()));
		const response = await request(root + path, { method: 'POST', headers, body });
		expect(await response.text()).toContain('"scope":[1,2,7300000000000000123]');
	});

	it('issues tokens that work', async () => {
		const answer = await postJson(path, fields(api.issueAuthCode()));
		const token = String(answer.access_token ?? answer.data.access_token);
		expect(token).toMatch(/^[0-9a-f]{40}$/);
		expect((await get('/user/info/', {}, { 'Access-Token': token })).code).toBe(0);
	});
});

describe('POST /oauth/token/', () => {
	const fields = () => ({
		client_id: seed.appId,
		client_secret: seed.appSecret,
		code: api.issueAuthCode(),
		grant_type: 'authorization_code',
	});

	it('answers flat, to form and JSON, and ignores redirect_uri', async () => {
		const flat = {
			code: 0,
			message: 'OK',
			request_id: expect.any(String),
			access_token: expect.any(String),
			token_type: 'Bearer',
			advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
			scope: expect.arrayContaining([1, 2]),
		};
		const more = { ...fields(), redirect_uri: 'http://elsewhere.example.com/' };
		expect(await postForm('/oauth/token/', more)).toEqual(flat);
		expect(await postJson('/oauth/token/', fields())).toEqual(flat);
	});

	it('takes authorization_code only', async () => {
		for (const grant_type of ['refresh_token', 'client_credentials', 'AUTHORIZATION_CODE']) {
			expectRefusal(await postForm('/oauth/token/', { ...fields(), grant_type }), 40108);
		}
	});

	it('does not take the field names of the other endpoint, nor Basic authentication', async () => {
		const { client_id, client_secret, ...others } = fields();
		const renamed = { ...others, app_id: client_id, secret: client_secret };
		expectRefusal(await postForm('/oauth/token/', renamed), 40002, 'client_id');
		const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
		const response = await request(`${root}/oauth/token/`, {
			method: 'POST',
			headers: { Authorization: `Basic ${basic}` },
			body: new URLSearchParams(others),
		});
		expectRefusal(await envelope(response), 40002, 'client_id');
	});

	it('takes each form field once', async () => {
		const twice = `${new URLSearchParams(fields()).toString()}&code=again`;
		expectRefusal(await postForm('/oauth/token/', twice), 40002, 'code');
	});
});

describe('POST /oauth2/access_token/', () => {
	const fields = () => ({
		app_id: seed.appId,
		secret: seed.appSecret,
		auth_code: api.issueAuthCode(),
	});

	it('answers nested', async () => {
		expect(await postJson('/oauth2/access_token/', fields())).toEqual({
			code: 0,
			message: 'OK',
			request_id: expect.any(String),
			data: {
				access_token: expect.any(String),
				advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
				scope: expect.any(Array),
			},
		});
	});

	it('refuses a form', async () => {
		expectRefusal(await postForm('/oauth2/access_token/', fields()), 40002, 'Content-Type');
	});

	it('ignores grant_type', async () => {
		const answer = await postJson('/oauth2/access_token/', { ...fields(), grant_type: 'anything' });
		expect(answer.code).toBe(0);
	});

	it('leaves out the advertisers on request, and wants a real boolean for that', async () => {
		const short = { ...fields(), return_advertiser_ids: false };
		const { data } = await postJson('/oauth2/access_token/', short);
		expect(Object.keys(data).sort()).toEqual(['access_token', 'scope']);
		const text = { ...fields(), return_advertiser_ids: 'false' };
		expectRefusal(await postJson('/oauth2/access_token/', text), 40002, 'return_advertiser_ids');
	});
});

describe('POST /oauth2/revoke_token/', () => {
	const fields = { app_id: seed.appId, secret: seed.appSecret, access_token: seed.token };

	it('ends the token', async () => {
		const { data } = await postJson('/oauth2/revoke_token/', fields);
		expect(data).toEqual({
			app_id: seed.appId,
			advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
		});
		expectRefusal(await get('/user/info/'), 40105);
		expectRefusal(await postJson('/oauth2/revoke_token/', fields), 40105);
	});

	it('needs the app’s secret, its own token, and JSON', async () => {
		const wrongSecret = { ...fields, secret: 'guess' };
		expectRefusal(await postJson('/oauth2/revoke_token/', wrongSecret), 40101);
		const foreign = { ...fields, access_token: api.issueToken({ appId: '7300000000000000002' }) };
		expectRefusal(await postJson('/oauth2/revoke_token/', foreign), 40113);
		expectRefusal(await postForm('/oauth2/revoke_token/', fields), 40002, 'Content-Type');
		expect((await get('/user/info/')).code).toBe(0);
	});
});
