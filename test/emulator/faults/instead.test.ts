import { consumer, directPost, form, send } from '../consumerClient';
import { createEmulator } from '../index';
import { webApp } from '../seed';
import { api, emulator, info, init, path, script } from './faultsUnderTest';

it('status: a gateway page instead of the answer', async () => {
	script({ kind: 'status', status: 503, body: '<h1>Bad</h1>', headers: { 'x-via': 'edge' } });
	const answer = await info();
	expect([answer.status, answer.text]).toEqual([503, '<h1>Bad</h1>']);
	expect(answer.headers.get('content-type')).toContain('text/html');
	expect(answer.headers.get('x-via')).toBe('edge');
	expect((await info()).status).toBe(200);
});

it('status: an object becomes JSON', async () => {
	script({ kind: 'status', status: 500, body: { code: 'x' } });
	expect((await info()).json).toEqual({ code: 'x' });
});

it('reset: nothing happens at TikTok', async () => {
	script({ kind: 'reset' }, { match: { path: init, method: 'POST' } });
	await expect(api().post(init, directPost(1000))).rejects.toThrow();
	expect(emulator.publishes).toEqual([]);
	expect(emulator.requests.at(-1)).toMatchObject({ path: init });
	expect(emulator.requests.at(-1)!.status).toBeUndefined();
});

it('hang: no answer until the script is cleared', async () => {
	script({ kind: 'hang' });
	const pending = info();
	const state = await Promise.race([
		pending.then(
			() => 'answered',
			() => 'failed',
		),
		consumer(emulator.url)
			.get('/')
			.then(() => 'still waiting'),
	]);
	expect(state).toBe('still waiting');
	expect([emulator.inFlight, emulator.faults.held.count]).toEqual([1, 1]);
	emulator.faults.clear();
	await expect(pending).rejects.toThrow();
	expect(emulator.faults.held.count).toBe(0);
});

it('early: elsewhere than at uploads the body has been read, and TikTok has not acted', async () => {
	script({ kind: 'early', status: 503 }, { match: { path: init } });
	expect((await api().post(init, directPost(1000))).status).toBe(503);
	expect(emulator.publishes).toEqual([]);
});

describe('redirect', () => {
	it('leads elsewhere; whoever follows takes the body along', async () => {
		const elsewhere = await createEmulator();
		try {
			script({ kind: 'redirect', to: `${elsewhere.url}${init}` }, { match: { path: init } });
			await fetch(emulator.url + init, { method: 'POST', body: '{"a":1}' });
			expect(elsewhere.requests).toMatchObject([{ method: 'POST', path: init, body: { a: 1 } }]);
			expect(emulator.publishes).toEqual([]);
		} finally {
			await elsewhere.close();
		}
	});

	it.each([301, 302, 303, 307, 308] as const)('has the status %i', async (status) => {
		script({ kind: 'redirect', to: 'https://elsewhere.example/', status });
		const answer = await info();
		expect([answer.status, answer.headers.get('location')]).toEqual([
			status,
			'https://elsewhere.example/',
		]);
	});
});

describe('envelope', () => {
	it('is a TikTok error with its own log id', async () => {
		script({ kind: 'envelope', status: 429, code: 'rate_limit_exceeded' }, { times: 2 });
		const [one, two] = [await info(), await info()];
		expect([one.status, one.json.error.code]).toEqual([429, 'rate_limit_exceeded']);
		expect(one.json.error.log_id).not.toBe(two.json.error.log_id);
	});

	it('whose code belongs to the other API is a defect of the test', async () => {
		script({ kind: 'envelope', code: 40100 });
		expect((await info()).json.error.message).toContain('Emulator defect: The code 40100');
	});
});

describe('envelope of the Business API', () => {
	const root = '/open_api/v1.3';
	const terms = async () => {
		const { token, usAdvertiserId } = emulator.business.seed;
		const query = `advertiser_id=${usAdvertiserId}&term_type=LeadAds`;
		const headers = { 'Access-Token': token };
		return await send(`${emulator.url}${root}/term/get/?${query}`, { headers });
	};
	const refused = (code: number, message?: string) =>
		script(
			{ kind: 'envelope', code, message },
			{ match: { path: `${root}/term/get/` }, times: message === undefined ? 2 : 1 },
		);

	it.each([40100, 40016, 40133, 51010])(
		'is HTTP 200 with %i, twice, then success',
		async (code) => {
			refused(code);
			const answers = [await terms(), await terms(), await terms()];
			expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
				[200, code],
				[200, code],
				[200, 0],
			]);
			expect(answers[0].json).toEqual({
				code,
				message: expect.stringMatching(/\w/),
				request_id: answers[0].headers.get('x-tt-logid'),
				data: {},
			});
		},
	);

	it('has the message that was given, and no rate headers', async () => {
		refused(40133, 'Slow down');
		const { json, headers } = await terms();
		expect(json.message).toBe('Slow down');
		expect([...headers.keys()].filter((name) => /rate|retry|limit/.test(name))).toEqual([]);
	});

	it('reaches the token endpoints too', async () => {
		const token = `${root}/oauth/token/`;
		script({ kind: 'envelope', code: 40110 }, { match: { path: token } });
		expect((await form(emulator.url + token, {})).json.code).toBe(40110);
	});
});

describe('the token endpoint', () => {
	const match = { path: '/v2/oauth/token/' };
	const renew = async (refresh_token: string) =>
		await form(`${emulator.url}/v2/oauth/token/`, {
			client_key: webApp,
			client_secret: emulator.apps[0].clientSecret,
			grant_type: 'refresh_token',
			refresh_token,
		});

	it.each([
		['server_error', 500],
		['server_error', 200],
		['temporarily_unavailable', 503],
		['temporarily_unavailable', 400],
		['temporarily_unavailable', 200],
	])('refuses with %s and HTTP %i, and the refresh token lives on', async (code, status) => {
		script({ kind: 'envelope', status, code, message: 'Later' }, { match });
		const { refresh_token } = emulator.grant();
		const refused = await renew(refresh_token);
		expect([refused.status, refused.json]).toEqual([
			status,
			{ error: code, error_description: 'Later', log_id: refused.headers.get('x-tt-logid') },
		]);
		expect((await renew(refresh_token)).json.access_token).toEqual(expect.any(String));
	});

	it.each([429, 500])('answers %i, and the refresh token lives on', async (status) => {
		script({ kind: 'status', status, headers: { 'Retry-After': '7' } }, { match });
		const { refresh_token } = emulator.grant();
		const refused = await renew(refresh_token);
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([status, '7']);
		expect((await renew(refresh_token)).status).toBe(200);
	});

	it('acts and loses its answer: the refresh token is used up', async () => {
		script({ kind: 'resetAfter' }, { match });
		const { refresh_token } = emulator.grant();
		await expect(renew(refresh_token)).rejects.toThrow();
		expect((await renew(refresh_token)).json.error).toBe('invalid_grant');
	});
});

it('is a fault of one path and of no other', async () => {
	script({ kind: 'status', status: 503 }, { match: { path: init } });
	expect((await info()).status).toBe(200);
	expect((await api().post(init, directPost(1000))).status).toBe(503);
	expect(emulator.requests.map((request) => request.path)).toEqual([path, init]);
});
