import { form, send } from '../consumerClient';
import { createEmulator, type Emulator } from '../index';
import { desktopApp, webApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator();
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const webRedirect = 'https://n8n.example.com/rest/oauth2-credential/callback';
const localRedirect = 'http://localhost:5678/rest/oauth2-credential/callback';
const challenge = '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3';

const web = {
	client_key: webApp,
	response_type: 'code',
	scope: 'user.info.basic,video.list',
	redirect_uri: webRedirect,
	state: 'a b&c',
};
const desktop = {
	...web,
	client_key: desktopApp,
	redirect_uri: localRedirect,
	code_challenge: challenge,
	code_challenge_method: 'S256',
};

function address(query: Record<string, string | undefined>): string {
	const given = Object.entries(query).filter(([, value]) => value !== undefined);
	return `${emulator.url}/v2/auth/authorize/?${new URLSearchParams(given as [string, string][])}`;
}

function callback(answer: { headers: Headers }): URL {
	return new URL(answer.headers.get('location') ?? '');
}

describe('authorize requests TikTok answers with its own error page', () => {
	it.each([
		['no client_key', { ...web, client_key: undefined }, 'client_key'],
		['only client_id', { ...web, client_key: undefined, client_id: web.client_key }, 'client_key'],
		['an unknown client_key', { ...web, client_key: 'aw0' }, 'client_key'],
		['no response_type', { ...web, response_type: undefined }, 'response_type'],
		['response_type token', { ...web, response_type: 'token' }, 'response_type'],
		['no scope', { ...web, scope: undefined }, 'scope'],
		['an unknown scope', { ...web, scope: 'user.info.basic,email' }, 'scope'],
		['scopes joined by spaces', { ...web, scope: 'user.info.basic video.list' }, 'scope'],
		['no redirect_uri', { ...web, redirect_uri: undefined }, 'redirect_uri'],
		['a trailing slash', { ...web, redirect_uri: `${webRedirect}/` }, 'redirect_uri'],
		['a query', { ...web, redirect_uri: `${webRedirect}?a=1` }, 'redirect_uri'],
		['localhost for a web app', { ...web, redirect_uri: localRedirect }, 'redirect_uri'],
		['https for this desktop app', { ...desktop, redirect_uri: webRedirect }, 'redirect_uri'],
		[
			'a desktop redirect without a port',
			{ ...desktop, redirect_uri: 'http://localhost/rest/oauth2-credential/callback' },
			'redirect_uri',
		],
		[
			'the wildcard itself',
			{ ...desktop, redirect_uri: 'http://localhost:*/rest/oauth2-credential/callback' },
			'redirect_uri',
		],
		[
			'a desktop app without challenge',
			{ ...desktop, code_challenge: undefined },
			'code_challenge',
		],
		['the plain method', { ...desktop, code_challenge_method: 'plain' }, 'code_challenge_method'],
	])('%s', async (_, query, type) => {
		const answer = await send(address(query));
		expect(answer.status).toBe(400);
		expect(answer.headers.get('location')).toBeNull();
		expect(answer.text).toContain(`<code id="error-type">${type}</code>`);
	});

	it('a scope the app was not approved for', async () => {
		emulator.apps[0].scopes = ['user.info.basic'];
		expect((await send(address(web))).status).toBe(400);
	});
});

describe('the consent page', () => {
	it('offers accounts, one box per scope and both buttons', async () => {
		const { status, text } = await send(address(web));
		expect(status).toBe(200);
		expect(text).toContain('Demo Web App');
		for (const { username } of emulator.accounts) expect(text).toContain(`value="${username}"`);
		expect(text.match(/type="checkbox"/g)).toHaveLength(2);
		expect(text).toContain('id="ok"');
		expect(text).toContain('id="cancel"');
	});

	it('tolerates the client_id that n8n adds', async () => {
		expect((await send(address({ ...web, client_id: web.client_key }))).status).toBe(200);
	});

	it('calls back with code, plural scopes and the state unchanged', async () => {
		const answer = await form(address(web), { decision: 'authorize' });
		expect(answer.status).toBe(302);
		const { origin, pathname, searchParams } = callback(answer);
		expect(origin + pathname).toBe(webRedirect);
		expect(searchParams.get('code')).toMatch(/\*.*!/);
		expect(searchParams.get('scopes')).toBe('user.info.basic,video.list');
		expect(searchParams.get('state')).toBe('a b&c');
	});

	it('percent-encodes the code in the address', async () => {
		const answer = await form(address(web), {});
		expect(answer.headers.get('location')).toMatch(/code=[0-9a-f]+%2A\d%21\d+&/);
	});

	it('grants only the ticked boxes', async () => {
		const answer = await form(address(web), { form: '1', 'scope[]': 'video.list' });
		expect(callback(answer).searchParams.get('scopes')).toBe('video.list');
	});

	it('calls back with access_denied on cancel', async () => {
		const { searchParams } = callback(await form(address(web), { decision: 'cancel' }));
		expect(searchParams.get('error')).toBe('access_denied');
		expect(searchParams.get('error_description')).toBeTruthy();
		expect(searchParams.get('state')).toBe('a b&c');
		expect(searchParams.has('code')).toBe(false);
	});

	it('accepts any port of a registered wildcard', async () => {
		for (const port of [80, 5678, 61234]) {
			const redirect = `http://127.0.0.1:${port}/rest/oauth2-credential/callback`;
			const answer = await form(address({ ...desktop, redirect_uri: redirect }), {});
			expect(answer.headers.get('location')?.startsWith(`${redirect}?code=`)).toBe(true);
		}
	});

	it('answers at once when consent is automatic', async () => {
		emulator.switches.autoConsent = true;
		expect((await send(address(web))).status).toBe(302);
	});
});

describe('a second connect in the same browser', () => {
	async function connectAs(account: string): Promise<string> {
		const first = await send(address(web));
		const cookie = first.headers.get('set-cookie')!.split(';')[0];
		await send(address(web), {
			method: 'POST',
			headers: { cookie },
			body: new URLSearchParams({ account }),
		});
		return cookie;
	}

	it('silently takes the same account without disable_auto_auth', async () => {
		const cookie = await connectAs('second.creator');
		const answer = await send(address(web), { headers: { cookie } });
		expect(answer.status).toBe(302);
		const code = callback(answer).searchParams.get('code')!;
		const tokens = await form(`${emulator.url}/v2/oauth/token/`, {
			client_key: web.client_key,
			client_secret: 'demo-secret-1',
			grant_type: 'authorization_code',
			code,
			redirect_uri: webRedirect,
		});
		const { open_id } = emulator.grant({ username: 'second.creator' });
		expect(tokens.json.open_id).toBe(open_id);
	});

	it('asks again with disable_auto_auth=1, in another browser, and for more scopes', async () => {
		const cookie = await connectAs('second.creator');
		const headers = { cookie };
		const more = { ...web, scope: `${web.scope},video.publish` };
		expect((await send(address({ ...web, disable_auto_auth: '1' }), { headers })).status).toBe(200);
		expect((await send(address(more), { headers })).status).toBe(200);
		expect((await send(address(web))).status).toBe(200);
	});
});
