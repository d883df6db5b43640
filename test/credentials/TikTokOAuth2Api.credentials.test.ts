/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';
import { CredentialStore } from '../harness/credentialStore';
import { PackageUnderTest } from '../harness/packageUnderTest';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { START_TYPE, startNodeType } from '../harness/stubNodes';
import type { CredentialRef, RunOptions } from '../harness/types';

let setting: Setting;
let store: CredentialStore;

beforeAll(async () => {
	setting = await createSetting();
	const built = await PackageUnderTest.load(resolve(__dirname, '../..'), {
		[START_TYPE]: startNodeType,
	});
	store = new CredentialStore(built);
});
beforeEach(() => setting.emulator.reset());
afterAll(async () => await setting.close());

const app = { clientId: 'awdemo0000000001', clientSecret: 'demo-secret-1' };

/** The credential as n8n hands it to the OAuth client: defaults filled in, expressions resolved. */
async function resolved(typed: ICredentialDataDecryptedObject) {
	const ref = store.add('tikTokOAuth2Api', { ...app, ...typed });
	return await store.getDecrypted({} as never, ref, 'tikTokOAuth2Api', 'internal');
}

function parametersOf(query: unknown): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(String(query)));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the addresses', () => {
	it('are those of TikTok by default', async () => {
		expect(await resolved({})).toMatchObject({
			authUrl: 'https://www.tiktok.com/v2/auth/authorize/',
			accessTokenUrl: 'https://open.tiktokapis.com/v2/oauth/token/',
			apiBaseUrl: 'https://open.tiktokapis.com',
			websiteBaseUrl: 'https://www.tiktok.com',
			grantType: 'authorizationCode',
			authentication: 'body',
		});
	});

	it.each(['', '/', '//'])('follow the custom ones, ending in %j', async (end) => {
		const custom = {
			environment: 'custom',
			apiUrl: `http://127.0.0.1:4010${end}`,
			websiteUrl: `https://tiktok.example.com/site${end}`,
		};
		expect(await resolved(custom)).toMatchObject({
			authUrl: 'https://tiktok.example.com/site/v2/auth/authorize/',
			accessTokenUrl: 'http://127.0.0.1:4010/v2/oauth/token/',
			apiBaseUrl: 'http://127.0.0.1:4010',
			websiteBaseUrl: 'https://tiktok.example.com/site',
		});
	});

	it('custom ones that are left over do not count in production', async () => {
		const data = await resolved({ environment: 'production', apiUrl: 'http://x', websiteUrl: 'y' });
		expect(data.apiBaseUrl).toBe('https://open.tiktokapis.com');
		expect(data.authUrl).toBe('https://www.tiktok.com/v2/auth/authorize/');
	});
});

describe('the permissions asked for', () => {
	it('are by default those of a new app, joined by commas', async () => {
		const { scope } = await resolved({});
		expect(scope).toBe('user.info.basic,video.publish,video.upload');
	});

	it.each([
		// An untouched list: the dialog saves it empty.
		[[], 'user.info.basic,video.publish,video.upload'],
		[['user.info.basic'], 'user.info.basic'],
		[['video.list'], 'user.info.basic,video.list'],
		[['video.publish', 'user.info.stats'], 'user.info.basic,video.publish,user.info.stats'],
	])('of %j: %s', async (scopeGroups, scope) => {
		expect((await resolved({ scopeGroups } as never)).scope).toBe(scope);
	});
});

describe('the consent page is asked with', () => {
	it('the client key and always a fresh consent, for a web app', async () => {
		const { authQueryParameters } = await resolved({ appType: 'web' });
		expect(parametersOf(authQueryParameters)).toEqual({
			client_key: app.clientId,
			disable_auto_auth: '1',
		});
	});

	it.each(['a&b=c', 'key with blanks', 'schlüssel', '100%'])(
		'the client key %j unharmed',
		async (clientId) => {
			const { authQueryParameters } = await resolved({ clientId });
			expect(parametersOf(authQueryParameters).client_key).toBe(clientId);
		},
	);

	it("TikTok's hex challenge, for a desktop app", async () => {
		const data = await resolved({ appType: 'desktop' });
		const { code_verifier } = JSON.parse(String(data.additionalBodyProperties)) as {
			code_verifier: string;
		};
		expect(code_verifier).toMatch(/^[A-Za-z0-9\-._~]{43,128}$/);
		expect(parametersOf(data.authQueryParameters)).toEqual({
			client_key: app.clientId,
			disable_auto_auth: '1',
			code_challenge: sha256(code_verifier),
			code_challenge_method: 'S256',
		});
	});

	it('a challenge of its own for every app and every secret', async () => {
		const challenges = new Set<string>();
		for (const clientId of ['key-1', 'key-2']) {
			for (const clientSecret of ['secret-1', 'secret-2']) {
				const data = await resolved({ appType: 'desktop', clientId, clientSecret });
				challenges.add(parametersOf(data.authQueryParameters).code_challenge);
			}
		}
		expect(challenges.size).toBe(4);
	});

	it("a challenge that does not show the secret's own hash", async () => {
		const data = await resolved({ appType: 'desktop' });
		const { code_challenge } = parametersOf(data.authQueryParameters);
		expect(code_challenge).not.toBe(sha256(app.clientSecret));
	});
});

describe('the token call gets', () => {
	it('the client key, and no verifier for a web app', async () => {
		const { additionalBodyProperties } = await resolved({ appType: 'web' });
		expect(JSON.parse(String(additionalBodyProperties))).toEqual({ client_key: app.clientId });
	});

	it.each(['with "quotes"', 'back\\slash', "it's", '{{ $now }}', 'line\nbreak'])(
		'whole JSON although key and secret are %j',
		async (odd) => {
			for (const appType of ['web', 'desktop']) {
				const data = await resolved({ appType, clientId: odd, clientSecret: odd });
				const body = JSON.parse(String(data.additionalBodyProperties)) as Record<string, string>;
				expect(body.client_key).toBe(odd);
			}
		},
	);
});

const profile = { resource: 'creator', operation: 'getStats', fields: ['display_name'] };

async function ask(credential: CredentialRef, own: Partial<RunOptions> = {}) {
	return await setting.harness.run({
		node: 'tikTok',
		parameters: { authentication: 'tikTokOAuth2Api', ...profile },
		credentials: [credential],
		...own,
	});
}

function tokenCalls() {
	return setting.emulator.requests.filter(({ path }) => path === '/v2/oauth/token/');
}

function apiCalls() {
	return setting.emulator.requests.filter(({ api }) => api === 'open');
}

function storedToken(credential: CredentialRef) {
	return setting.harness.credentialData(credential).oauthTokenData as Record<string, string>;
}

const eightItems: INodeExecutionData[] = Array.from({ length: 8 }, (_, item) => ({
	json: { item },
}));

describe('a connected account', () => {
	it('is used without any token call while the token is fresh', async () => {
		const { items, error } = await ask(setting.connect());
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([{ display_name: 'Demo Creator' }]);
		expect(tokenCalls()).toEqual([]);
		expect(apiCalls()).toHaveLength(1);
	});

	it('stays connected: expired, renewed, expired again, renewed again', async () => {
		const credential = setting.connect();
		const refreshTokens = [storedToken(credential).refresh_token];
		for (let turn = 1; turn <= 3; turn += 1) {
			setting.emulator.expireAccessTokens();
			const { items, error } = await ask(credential);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(tokenCalls()).toHaveLength(turn);
			expect(tokenCalls()[turn - 1].body).toMatchObject({
				client_key: app.clientId,
				client_secret: app.clientSecret,
				grant_type: 'refresh_token',
				refresh_token: refreshTokens[turn - 1],
			});
			refreshTokens.push(storedToken(credential).refresh_token);

			await ask(credential);
			expect(tokenCalls()).toHaveLength(turn);
		}
		expect(new Set(refreshTokens).size).toBe(4);
	});

	it('keeps everything else of the credential when the token is renewed', async () => {
		const credential = setting.connect({ scopes: ['user.info.basic'] });
		const before = setting.harness.credentialData(credential);
		setting.emulator.expireAccessTokens();
		await ask(credential);
		const { oauthTokenData, ...kept } = setting.harness.credentialData(credential);
		const { oauthTokenData: old, ...typed } = before;
		expect(kept).toEqual(typed);
		expect(oauthTokenData).toMatchObject({
			open_id: (old as Record<string, string>).open_id,
			scope: 'user.info.basic',
		});
	});

	it('eight items with an expired token make one token call', async () => {
		const credential = setting.connect();
		setting.emulator.expireAccessTokens();
		const { items, error } = await ask(credential, { items: eightItems });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(8);
		expect(tokenCalls()).toHaveLength(1);
		expect(
			apiCalls()
				.map(({ status }) => status)
				.sort(),
		).toEqual([...Array.from({ length: 8 }, () => 200), ...Array.from({ length: 8 }, () => 401)]);
	});

	it('three executions at a time with an expired token make one token call', async () => {
		const credential = setting.connect();
		setting.emulator.expireAccessTokens();
		const runs = await Promise.all([1, 2, 3].map(async () => await ask(credential)));
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(tokenCalls()).toHaveLength(1);
	});

	it('a secret with quotes is renewed too', async () => {
		const odd = 'se"cr\\et & more';
		setting.emulator.apps[0].clientSecret = odd;
		const credential = setting.harness.addCredential('tikTokOAuth2Api', {
			...setting.harness.credentialData(setting.connect()),
			clientSecret: odd,
		});
		setting.emulator.expireAccessTokens();
		const { error } = await ask(credential);
		expect(error).toBeUndefined();
		expect(tokenCalls()[0].body).toMatchObject({ client_secret: odd });
	});

	it('dropdowns of the editor renew the token as well', async () => {
		const credential = setting.connect();
		setting.emulator.expireAccessTokens();
		const levels = await setting.harness.loadOptions({
			node: 'tikTok',
			method: 'getPrivacyLevels',
			parameters: { authentication: 'tikTokOAuth2Api', resource: 'video', operation: 'publish' },
			credentials: [credential],
		});
		expect(levels).toContainEqual(expect.objectContaining({ name: 'Only Me', value: 'SELF_ONLY' }));
		expect(tokenCalls()).toHaveLength(1);
	});

	it('neither tokens nor the client secret appear in a failure or in the log', async () => {
		const credential = setting.connect();
		const token = storedToken(credential);
		setting.emulator.removeAuthorization();
		const result = await ask(credential);
		const told = JSON.stringify([result.error, result.items, result.log]);
		expect(told).not.toContain(token.access_token);
		expect(told).not.toContain(token.refresh_token);
		expect(told).not.toContain(app.clientSecret);
	});
});

describe('an account that disconnected the app', () => {
	it.each([400, 200] as const)(
		'asks to reconnect, whatever status TikTok gives the token error: %d',
		async (oauthErrorStatus) => {
			setting.emulator.switches.oauthErrorStatus = oauthErrorStatus;
			const credential = setting.connect();
			setting.emulator.removeAuthorization();
			const { error, items } = await ask(credential);
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/^Reconnect the credential/);
			expect(error?.description).toContain('press Connect');
			expect(error?.context?.tiktok).toMatchObject({ code: 'reconnect', retryable: false });
			expect(tokenCalls()).toHaveLength(1);
		},
	);

	it('shows the reason of TikTok when it comes with HTTP 200', async () => {
		setting.emulator.switches.oauthErrorStatus = 200;
		const credential = setting.connect();
		setting.emulator.removeAuthorization();
		const { error } = await ask(credential);
		expect(error?.message).toBe('Reconnect the credential: Refresh token is invalid or expired.');
	});

	it('is not asked again and again', async () => {
		const credential = setting.connect();
		setting.emulator.removeAuthorization();
		await ask(credential, { items: eightItems });
		expect(tokenCalls().length).toBeLessThanOrEqual(8);
		expect(apiCalls().length).toBeLessThanOrEqual(16);
	});

	it('a wrong client secret shows the reason of TikTok', async () => {
		const credential = setting.connect();
		setting.emulator.apps[0].clientSecret = 'changed-in-the-portal';
		setting.emulator.expireAccessTokens();
		const { error } = await ask(credential);
		expect(error?.message).toMatch(/^Reconnect the credential/);
		expect(error?.message).toContain('Client key or secret is incorrect.');
	});

	it('works again after reconnecting the same credential', async () => {
		const credential = setting.connect();
		setting.emulator.removeAuthorization();
		await ask(credential);
		const stored = setting.harness.credentialData(credential);
		// n8n merges the new token into what is stored, a complaint of a first attempt included.
		const complaint = { error: 'invalid_grant', error_description: 'Expired.', log_id: 'L1' };
		const token = { ...(stored.oauthTokenData as object), ...complaint };
		const again = setting.harness.addCredential('tikTokOAuth2Api', {
			...stored,
			oauthTokenData: { ...token, ...setting.emulator.grant() },
		});
		expect((await ask(again)).error).toBeUndefined();
	});
});

describe('a credential without a token', () => {
	const typed = () => ({
		...app,
		environment: 'custom',
		apiUrl: setting.emulator.url,
		websiteUrl: setting.emulator.url,
	});

	it('that was never connected asks to connect, without any request', async () => {
		const credential = setting.harness.addCredential('tikTokOAuth2Api', typed());
		const { error } = await ask(credential);
		expect(error?.message).toBe('Reconnect the credential: the account is not connected yet.');
		expect(setting.emulator.requests).toEqual([]);
	});

	it("whose consent failed shows TikTok's reason, without any request", async () => {
		const credential = setting.harness.addCredential('tikTokOAuth2Api', {
			...typed(),
			oauthTokenData: {
				error: 'invalid_grant',
				error_description: 'Authorization code is invalid or expired.',
				log_id: 'L1',
			},
		});
		const { error } = await ask(credential);
		expect(error?.message).toBe(
			'Reconnect the credential: Authorization code is invalid or expired.',
		);
		expect(setting.emulator.requests).toEqual([]);
	});
});

describe('a custom address with a user name in it', () => {
	it.each([
		['apiUrl', 'API URL'],
		['websiteUrl', 'Website URL'],
	])('%s is refused before any request, and its password is not told', async (field, label) => {
		const credential = setting.connect();
		const address = setting.emulator.url.replace('//', '//user:pass-word@');
		setting.harness.changeCredential(credential, { [field]: address });
		const result = await ask(credential);
		expect(result.error?.message).toBe(`The ${label} of the credential holds a user name.`);
		expect(result.error?.context?.tiktok).toMatchObject({ code: 'invalid_input' });
		expect(JSON.stringify([result.error, result.log])).not.toContain('pass-word');
		expect(setting.emulator.requests).toEqual([]);
	});
});

describe('a permission that was not granted', () => {
	it('is named before any request, and no token call is spent on it', async () => {
		const credential = setting.connect({ scopes: ['user.info.basic', 'video.publish'] });
		const { error } = await ask(credential, {
			parameters: { authentication: 'tikTokOAuth2Api', resource: 'video', operation: 'getAll' },
		});
		expect(error?.message).toBe('This account did not grant video.list.');
		expect(error?.description).toBe(
			'Your TikTok app needs the product Display API for it. Then open the credential, choose "Videos" under Permissions beside the others that you use, reconnect, and tick it on TikTok\'s page. (TikTok code: scope_not_authorized)',
		);
		expect(error?.context?.tiktok).toMatchObject({
			code: 'scope_not_authorized',
			missing_scope: 'video.list',
		});
		expect(setting.emulator.requests).toEqual([]);
	});

	it('is named when only TikTok knows that it is missing', async () => {
		const token: Record<string, unknown> = {
			...setting.emulator.grant({ scopes: ['user.info.basic'] }),
		};
		delete token.scope;
		const credential = setting.harness.addCredential('tikTokOAuth2Api', {
			...setting.harness.credentialData(setting.connect()),
			oauthTokenData: token,
		} as ICredentialDataDecryptedObject);
		const { error } = await ask(credential, {
			parameters: { authentication: 'tikTokOAuth2Api', resource: 'video', operation: 'getAll' },
		});
		expect(error?.message).toBe('This account did not grant video.list.');
		expect(apiCalls().length).toBeGreaterThan(0);
	});
});
