import { consumer, form, send } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { desktopApp, webApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const hexChallenge = '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3';
const base64Challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const web = { client_key: webApp, client_secret: 'demo-secret-1' };
const desktop = { client_key: desktopApp, client_secret: 'desk-secret-1' };
const webRedirect = 'https://n8n.example.com/rest/oauth2-credential/callback';
const localRedirect = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

const day = 86_400_000;

async function token(fields: Record<string, string>) {
	return await form(`${emulator.url}/v2/oauth/token/`, fields);
}

async function consent(query: Record<string, string>): Promise<string> {
	const all = new URLSearchParams({ response_type: 'code', scope: 'user.info.basic', ...query });
	const answer = await form(`${emulator.url}/v2/auth/authorize/?${all}`, {});
	return new URL(answer.headers.get('location')!).searchParams.get('code')!;
}

async function webExchange() {
	const code = await consent({ client_key: web.client_key, redirect_uri: webRedirect });
	return { ...web, grant_type: 'authorization_code', code, redirect_uri: webRedirect };
}

function refusal(answer: { status: number; json: { error?: string } }) {
	return [answer.status, answer.json.error];
}

/** One report says 200, other clients are written for 400 (§18.1): the same rules under both. */
describe.each([200, 400] as const)('errors with HTTP %s:', (status) => {
	beforeEach(() => {
		emulator.switches.oauthErrorStatus = status;
	});

	describe('the code exchange', () => {
		it('answers with a flat body', async () => {
			const { status, json } = await token(await webExchange());
			expect(status).toBe(200);
			expect(json).toEqual({
				access_token: expect.stringMatching(/^act\./),
				expires_in: 86_400,
				open_id: expect.any(String),
				refresh_expires_in: 31_536_000,
				refresh_token: expect.stringMatching(/^rft\./),
				scope: 'user.info.basic',
				token_type: 'Bearer',
			});
		});

		it('takes a code once', async () => {
			const fields = await webExchange();
			await token(fields);
			expect(refusal(await token(fields))).toEqual([status, 'invalid_grant']);
		});

		it('takes a code for minutes only', async () => {
			const fields = await webExchange();
			emulator.clock.advance(5 * 60_000);
			expect(refusal(await token(fields))).toEqual([status, 'invalid_grant']);
		});

		it.each<[string, Record<string, string>, string]>([
			['no client_key', { client_key: '' }, 'invalid_request'],
			['client_id in its place', { client_key: '', client_id: web.client_key }, 'invalid_request'],
			['an unknown client_key', { client_key: 'aw0' }, 'invalid_client'],
			['no secret', { client_secret: '' }, 'invalid_request'],
			['a wrong secret', { client_secret: 'x' }, 'invalid_client'],
			['another app', desktop, 'invalid_grant'],
			['no grant_type', { grant_type: '' }, 'invalid_request'],
			['an unknown grant_type', { grant_type: 'password' }, 'unsupported_grant_type'],
			['no code', { code: '' }, 'invalid_request'],
			['a code that is still encoded', { code: 'abc%2A1%211234' }, 'invalid_grant'],
			['no redirect_uri', { redirect_uri: '' }, 'invalid_request'],
			['another redirect_uri', { redirect_uri: `${webRedirect}/` }, 'invalid_request'],
		])('refuses %s', async (_, change, error) => {
			const given = { ...(await webExchange()), ...change };
			const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
			const answer = await token(fields as Record<string, string>);
			expect(refusal(answer)).toEqual([status, error]);
			expect(answer.json.log_id).toBe(answer.headers.get('x-tt-logid'));
		});

		it('refuses a JSON body', async () => {
			const body = JSON.stringify(await webExchange());
			const headers = { 'content-type': 'application/json' };
			const answer = await send(`${emulator.url}/v2/oauth/token/`, {
				method: 'POST',
				headers,
				body,
			});
			expect(refusal(answer)).toEqual([status, 'invalid_request']);
		});

		it('refuses a repeated parameter', async () => {
			const body = new URLSearchParams(await webExchange());
			body.append('code', 'again');
			const answer = await send(`${emulator.url}/v2/oauth/token/`, { method: 'POST', body });
			expect(refusal(answer)).toEqual([status, 'invalid_request']);
		});

		it('tolerates client_id beside client_key unless switched', async () => {
			expect((await token({ ...(await webExchange()), client_id: 'x' })).status).toBe(200);
			emulator.switches.rejectClientId = true;
			const answer = await token({ ...(await webExchange()), client_id: 'x' });
			expect(refusal(answer)).toEqual([status, 'invalid_request']);
		});

		it('tolerates a Basic header unless switched, but never instead of the fields', async () => {
			const call = async (fields: Record<string, string>) =>
				await send(`${emulator.url}/v2/oauth/token/`, {
					method: 'POST',
					headers: { authorization: `Basic ${btoa('awdemo0000000001:demo-secret-1')}` },
					body: new URLSearchParams(fields),
				});
			expect((await call(await webExchange())).status).toBe(200);
			const { client_secret, ...bare } = await webExchange();
			expect(client_secret).toBeTruthy();
			expect(refusal(await call(bare))).toEqual([status, 'invalid_request']);
			emulator.switches.tolerateBasicHeader = false;
			expect(refusal(await call(await webExchange()))).toEqual([status, 'invalid_request']);
		});
	});

	describe('PKCE of a desktop app', () => {
		async function exchange(code_challenge: string, more: Record<string, string>) {
			const redirect_uri = localRedirect;
			const code = await consent({
				client_key: desktop.client_key,
				redirect_uri,
				code_challenge,
				code_challenge_method: 'S256',
			});
			return await token({
				...desktop,
				grant_type: 'authorization_code',
				code,
				redirect_uri,
				...more,
			});
		}
		const text = 'Code verifier or code challenge is invalid.';

		it('accepts the hex challenge', async () => {
			expect((await exchange(hexChallenge, { code_verifier: verifier })).status).toBe(200);
		});

		it.each([
			['the base64url challenge of RFC 7636', base64Challenge, { code_verifier: verifier }],
			['upper case hex', hexChallenge.toUpperCase(), { code_verifier: verifier }],
			['no verifier', hexChallenge, {}],
			['another verifier', hexChallenge, { code_verifier: `${verifier}x` }],
			['a short verifier', hexChallenge, { code_verifier: 'short' }],
		])('consents to %s and refuses at the token call', async (_, challenge, more) => {
			const answer = await exchange(challenge, more as Record<string, string>);
			expect(refusal(answer)).toEqual([status, 'invalid_request']);
			expect(answer.json.error_description).toBe(text);
		});
	});

	describe('the refresh', () => {
		const refresh = async (refresh_token: string, app = web) =>
			await token({ ...app, grant_type: 'refresh_token', refresh_token });

		it('rotates the refresh token and retires the old one', async () => {
			const { refresh_token } = emulator.grant();
			const second = await refresh(refresh_token);
			expect(second.status).toBe(200);
			expect(second.json.refresh_token).not.toBe(refresh_token);
			expect(refusal(await refresh(refresh_token))).toEqual([status, 'invalid_grant']);
			expect((await refresh(second.json.refresh_token)).status).toBe(200);
		});

		it('keeps the clock of the first grant running', async () => {
			const { refresh_token } = emulator.grant();
			emulator.clock.advance(20_000);
			const second = await refresh(refresh_token);
			expect(second.json.refresh_expires_in).toBe(31_535_980);
			emulator.clock.advance(365 * day - 20_000);
			expect(refusal(await refresh(second.json.refresh_token))).toEqual([status, 'invalid_grant']);
		});

		it('can keep the token, and can accept a retired one for a while', async () => {
			const { refresh_token } = emulator.grant();
			emulator.switches.refreshRotates = false;
			expect((await refresh(refresh_token)).json.refresh_token).toBe(refresh_token);
			emulator.switches.refreshRotates = true;
			emulator.switches.refreshReuseWindowMs = 10_000;
			await refresh(refresh_token);
			expect((await refresh(refresh_token)).status).toBe(200);
			emulator.clock.advance(10_000);
			expect(refusal(await refresh(refresh_token))).toEqual([status, 'invalid_grant']);
		});

		it('refuses a token of another app, a wrong one and a missing one', async () => {
			const { refresh_token } = emulator.grant();
			expect(refusal(await refresh(refresh_token, desktop))).toEqual([status, 'invalid_grant']);
			expect(refusal(await refresh('rft.x'))).toEqual([status, 'invalid_grant']);
			expect(refusal(await refresh(''))).toEqual([status, 'invalid_request']);
		});
	});

	describe('revoking', () => {
		const revoke = async (fields: Record<string, string>) =>
			await form(`${emulator.url}/v2/oauth/revoke/`, fields);

		it('kills access and refresh token', async () => {
			const { access_token, refresh_token } = emulator.grant();
			const answer = await revoke({ ...web, token: access_token });
			expect([answer.status, answer.text]).toEqual([200, '{}']);
			const info = await consumer(emulator.url, access_token).get('/v2/user/info/?fields=open_id');
			expect(info.json.error.code).toBe('access_token_invalid');
			const again = await token({ ...web, grant_type: 'refresh_token', refresh_token });
			expect(refusal(again)).toEqual([status, 'invalid_grant']);
		});

		it('refuses a missing token, an unknown one and one of another app', async () => {
			const { access_token } = emulator.grant();
			expect(refusal(await revoke(web))).toEqual([status, 'invalid_request']);
			expect(refusal(await revoke({ ...web, token: 'act.x' }))).toEqual([
				status,
				'invalid_request',
			]);
			const foreign = await revoke({ ...desktop, token: access_token });
			expect(refusal(foreign)).toEqual([status, 'invalid_request']);
		});
	});

	it('a client token opens no data endpoint', async () => {
		const { json } = await token({ ...web, grant_type: 'client_credentials' });
		expect(json).toEqual({
			access_token: expect.stringMatching(/^clt/),
			expires_in: 7200,
			token_type: 'Bearer',
		});
		const answer = await consumer(emulator.url, json.access_token).get(
			'/v2/user/info/?fields=open_id',
		);
		expect(answer.status).toBe(401);
	});

	it.each(['server_error', 'temporarily_unavailable'])('%s passes', async (error) => {
		const { refresh_token } = emulator.grant();
		emulator.faults.script({
			match: { path: '/v2/oauth/token/' },
			do: { kind: 'envelope', code: error },
		});
		const fields = { ...web, grant_type: 'refresh_token', refresh_token };
		expect(refusal(await token(fields))).toEqual([status, error]);
		expect((await token(fields)).json.access_token).toMatch(/^act\./);
	});
});
