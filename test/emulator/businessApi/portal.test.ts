import {
	api,
	expectRefusal,
	get,
	postJson,
	request,
	seed,
	us,
	without,
} from './businessApiUnderTest';

describe('/portal/auth', () => {
	const callback = 'http://localhost:5678/rest/oauth2-credential/callback';
	// Base64 of JSON, as n8n sends it: `+`, `/` and `=` must come back as they were.
	const state = 'eyJ0b2tlbiI6Ij4+Pz8/In0+/w==';
	const link = { app_id: seed.appId, redirect_uri: callback, state };

	const open = async (parameters: Record<string, string>) =>
		await request(`/portal/auth?${new URLSearchParams(parameters).toString()}`);
	const decide = async (fields: Record<string, string> | Array<[string, string]>) =>
		await request('/portal/auth', { method: 'POST', body: new URLSearchParams(fields) });

	function target(response: Response): URL {
		expect(response.status).toBe(302);
		const location = response.headers.get('location') ?? '';
		expect(location).toContain('/rest/oauth2-credential/callback');
		return new URL(location);
	}

	it('shows the app, the ad accounts and both buttons', async () => {
		const response = await open(link);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toContain('text/html');
		const html = await response.text();
		expect(html).toContain('Workflow Automation');
		expect(html).toContain(`value="${seed.usAdvertiserId}" checked`);
		expect(html).toContain(`value="${seed.otherAdvertiserId}" checked`);
		expect(html).toContain('id="ok"');
		expect(html).toContain('id="cancel"');
	});

	it('tolerates what generic OAuth clients add', async () => {
		const more = { ...link, response_type: 'code', client_id: seed.appId, scope: '' };
		expect((await open(more)).status).toBe(200);
	});

	it('wants app_id; client_id does not replace it', async () => {
		const { app_id, ...others } = link;
		const response = await open({ ...others, client_id: app_id });
		expect(response.status).toBe(400);
		expect(await response.text()).toContain('app_id');
		expect((await open({ ...link, app_id: '7300000000000000009' })).status).toBe(400);
	});

	it('wants a registered redirect_uri, and never redirects to another', async () => {
		api.switches.autoConsent = true;
		expect((await open(without(link, 'redirect_uri'))).status).toBe(400);
		for (const redirect_uri of [
			`${callback}/`,
			`${callback}?a=1`,
			'https://localhost:5678/rest/oauth2-credential/callback',
			'http://localhost:5679/rest/oauth2-credential/callback',
			'http://127.0.0.1/rest/oauth2-credential/callback',
			'http://127.0.0.1:80@example.com/rest/oauth2-credential/callback',
			'http://127.0.0.1:5678/elsewhere',
		]) {
			const response = await open({ ...link, redirect_uri });
			expect([redirect_uri, response.status]).toEqual([redirect_uri, 400]);
			expect(await response.text()).toContain('redirect_uri');
			expect((await decide({ ...link, redirect_uri, decision: 'ok' })).status).toBe(400);
		}
	});

	it('takes any port of 127.0.0.1, and what a test registers, up to ten', async () => {
		const anyPort = 'http://127.0.0.1:49152/rest/oauth2-credential/callback';
		expect((await open({ ...link, redirect_uri: anyPort })).status).toBe(200);
		const own = 'https://n8n.example.com/rest/oauth2-credential/callback';
		expect((await open({ ...link, redirect_uri: own })).status).toBe(400);
		api.registerRedirectUri(own);
		expect((await open({ ...link, redirect_uri: own })).status).toBe(200);
		for (let count = 3; count < 10; count++) api.registerRedirectUri(`${own}/${count}`);
		expect(() => api.registerRedirectUri(`${own}/11`)).toThrow('ten');
	});

	it('redirects with auth_code, the same value as code, and the state unchanged', async () => {
		const chosen = { ...link, advertiser_ids: seed.usAdvertiserId, decision: 'ok' };
		const { searchParams } = target(await decide(chosen));
		expect([...searchParams.keys()].sort()).toEqual(['auth_code', 'code', 'state']);
		expect(searchParams.get('auth_code')).toMatch(/^[0-9a-f]{40}$/);
		expect(searchParams.get('code')).toBe(searchParams.get('auth_code'));
		expect(searchParams.get('state')).toBe(state);
	});

	it('keeps the state through the page itself', async () => {
		const wild = `a"b'<c>&d ${state}`;
		const html = await (await open({ ...link, state: wild })).text();
		const shown = /name="state" value="([^"]*)"/.exec(html)?.[1] ?? '';
		const entered = shown.replace(/&#(\d+);/g, (_whole, number: string) =>
			String.fromCharCode(Number(number)),
		);
		expect(entered).toBe(wild);
	});

	it('sends no state when there was none', async () => {
		api.switches.autoConsent = true;
		const stateless = without(link, 'state');
		expect(target(await open(stateless)).searchParams.has('state')).toBe(false);
	});

	it('grants the chosen ad accounts only', async () => {
		const chosen = { ...link, advertiser_ids: seed.otherAdvertiserId, decision: 'ok' };
		const auth_code = target(await decide(chosen)).searchParams.get('auth_code');
		const exchange = { app_id: seed.appId, secret: seed.appSecret, auth_code };
		const { data } = await postJson('/oauth2/access_token/', exchange);
		expect(data.advertiser_ids).toEqual([seed.otherAdvertiserId]);
		const headers = { 'Access-Token': String(data.access_token) };
		const answer = await get('/term/get/', { ...us, term_type: 'LeadAds' }, headers);
		expectRefusal(answer, 40001, 'advertiser_id');
	});

	it('grants every account that was ticked', async () => {
		const ticked = [seed.otherAdvertiserId, seed.usAdvertiserId];
		const fields: Array<[string, string]> = [
			...Object.entries({ ...link, decision: 'ok' }),
			...ticked.map((id): [string, string] => ['advertiser_ids', id]),
		];
		const code = target(await decide(fields)).searchParams.get('code') ?? '';
		expect(api.authCodes.get(code)?.advertiserIds).toEqual(ticked);
	});

	it('shows the page again when no known account was chosen', async () => {
		const none = { ...link, decision: 'ok' };
		for (const fields of [none, { ...none, advertiser_ids: '7000000000000000009' }]) {
			const response = await decide(fields);
			expect(response.status).toBe(400);
			expect(await response.text()).toContain('id="problem"');
		}
	});

	it('returns nothing but the state when the person cancels', async () => {
		const refused = { ...link, advertiser_ids: seed.usAdvertiserId, decision: 'cancel' };
		const { searchParams } = target(await decide(refused));
		expect([...searchParams]).toEqual([['state', state]]);
		expect(api.authCodes.size).toBe(0);
	});

	it('leaves out code when told to', async () => {
		api.switches.autoConsent = true;
		api.switches.omitCode = true;
		const { searchParams } = target(await open(link));
		expect([...searchParams.keys()].sort()).toEqual(['auth_code', 'state']);
	});

	it('consents by itself to all ad accounts when told to', async () => {
		api.switches.autoConsent = true;
		const code = target(await open(link)).searchParams.get('code') ?? '';
		expect(api.authCodes.get(code)?.advertiserIds).toEqual([
			seed.usAdvertiserId,
			seed.otherAdvertiserId,
		]);
	});
});
