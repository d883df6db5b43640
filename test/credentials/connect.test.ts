/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * Connecting an account as a person does: n8n builds the address of the consent page, the person
 * decides there, and n8n exchanges the code with its own OAuth client. The parts of n8n that are
 * not installed here (oauth2-credential.controller.js, oauth.service.js) are followed step by step.
 */
import { resolve } from 'node:path';
import { ClientOAuth2 } from '@n8n/client-oauth2';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { scopesOfNewApps } from '../emulator/oauth/scopes';
import { CredentialStore } from '../harness/credentialStore';
import { PackageUnderTest } from '../harness/packageUnderTest';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { START_TYPE, startNodeType } from '../harness/stubNodes';
import type { CredentialTypeName } from '../harness/types';

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

const callbackPath = '/rest/oauth2-credential/callback';
const state = Buffer.from(JSON.stringify({ token: 'csrf', cid: '1' })).toString('base64');

/** One visit to the consent page; answers where the browser is sent afterwards. */
type Person = (consentUrl: string) => Promise<URL>;

const person =
	(form: Record<string, string | string[]>): Person =>
	async (consentUrl) => {
		const fields = new URLSearchParams();
		for (const [name, value] of Object.entries(form)) {
			for (const one of [value].flat()) fields.append(name, one);
		}
		const answer = await fetch(consentUrl, { method: 'POST', body: fields, redirect: 'manual' });
		const location = answer.headers.get('location');
		if (!location) throw new Error(`TikTok shows an error page: ${await answer.text()}`);
		return new URL(location);
	};

interface Connect {
	type: CredentialTypeName;
	typed: ICredentialDataDecryptedObject;
	n8nUrl: string;
	decide: Person;
	/** What is stored from an earlier connect. */
	earlier?: IDataObject;
}

async function connect({ type, typed, n8nUrl, decide, earlier }: Connect) {
	const ref = store.add(type, typed);
	const data = await store.getDecrypted({} as never, ref, type, 'internal');
	const text = (key: string) => String(data[key] ?? '');
	const options = {
		clientId: text('clientId'),
		clientSecret: text('clientSecret') as string | undefined,
		accessTokenUri: text('accessTokenUrl'),
		authorizationUri: text('authUrl'),
		redirectUri: `${n8nUrl}${callbackPath}`,
		scopes: text('scope').split(','),
		scopesSeparator: text('scope').includes(',') ? (',' as const) : (' ' as const),
		ignoreSSLIssues: false,
		state,
		query: Object.fromEntries(new URLSearchParams(text('authQueryParameters'))),
	};
	const consentUrl = new ClientOAuth2(options).code.getUri();
	const location = await decide(consentUrl);

	const body: Record<string, string> = {};
	if (text('authentication') === 'body') {
		Object.assign(body, { client_id: text('clientId'), client_secret: text('clientSecret') });
		options.clientSecret = undefined;
	}
	if (text('additionalBodyProperties')) {
		Object.assign(body, JSON.parse(text('additionalBodyProperties')));
	}
	const client = new ClientOAuth2(options);
	const token = await client.code.getToken(location.toString(), { ...options, body });
	const oauthTokenData: IDataObject = { ...earlier, ...(token.data as IDataObject) };
	return {
		consentUrl: new URL(consentUrl),
		oauthTokenData,
		credential: setting.harness.addCredential(type, { ...typed, oauthTokenData }),
	};
}

describe('a TikTok account', () => {
	const apps = {
		web: {
			typed: { clientId: 'awdemo0000000001', clientSecret: 'demo-secret-1', appType: 'web' },
			n8nUrl: 'https://n8n.example.com',
		},
		desktop: {
			typed: { clientId: 'awdesk0000000001', clientSecret: 'desk-secret-1', appType: 'desktop' },
			n8nUrl: 'http://localhost:5678',
		},
	};

	async function connectTikTok(
		appType: keyof typeof apps,
		own: { typed?: IDataObject; decide?: Person; n8nUrl?: string } = {},
	) {
		const { typed, n8nUrl } = apps[appType];
		return await connect({
			type: 'tikTokOAuth2Api',
			typed: {
				...typed,
				environment: 'custom',
				apiUrl: setting.emulator.url,
				websiteUrl: `${setting.emulator.url}/`,
				scopeGroups: [
					'video.publish',
					'video.upload',
					'user.info.profile',
					'user.info.stats',
					'video.list',
				],
				...own.typed,
			} as ICredentialDataDecryptedObject,
			n8nUrl: own.n8nUrl ?? n8nUrl,
			decide: own.decide ?? person({ account: 'demo.creator' }),
		});
	}

	async function run(
		credential: Awaited<ReturnType<typeof connect>>['credential'],
		fields: string[],
	) {
		return await setting.harness.run({
			node: 'tikTok',
			parameters: {
				authentication: 'tikTokOAuth2Api',
				resource: 'creator',
				operation: 'getStats',
				fields,
			},
			credentials: [credential],
		});
	}

	it.each(['web', 'desktop'] as const)('connects a %s app and is used at once', async (appType) => {
		const { credential, oauthTokenData } = await connectTikTok(appType);
		expect(oauthTokenData).toMatchObject({
			token_type: 'Bearer',
			expires_in: 86_400,
			scope:
				'user.info.basic,video.publish,video.upload,user.info.profile,user.info.stats,video.list',
		});
		const { items, error } = await run(credential, ['username']);
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ username: 'demo.creator' });
	});

	it('asks for the consent of an account every time, so a second account can be connected', async () => {
		const first = await connectTikTok('web');
		const second = await connectTikTok('web', { decide: person({ account: 'second.creator' }) });
		expect(second.consentUrl.searchParams.get('disable_auto_auth')).toBe('1');
		const names = await Promise.all(
			[first, second].map(async ({ credential }) => {
				const { items } = await run(credential, ['username']);
				return items[0].json.username;
			}),
		);
		expect(names).toEqual(['demo.creator', 'second.creator']);
	});

	it('a web app sends no challenge, a desktop app the hex one of its verifier', async () => {
		const web = await connectTikTok('web');
		expect(web.consentUrl.searchParams.has('code_challenge')).toBe(false);
		const desktop = await connectTikTok('desktop');
		expect(desktop.consentUrl.searchParams.get('code_challenge')).toMatch(/^[0-9a-f]{64}$/);
		expect(desktop.consentUrl.searchParams.get('code_challenge_method')).toBe('S256');
		const [webCall, desktopCall] = setting.emulator.requests
			.filter(({ path }) => path === '/v2/oauth/token/')
			.map(({ body }) => body as Record<string, string>);
		expect(webCall).not.toHaveProperty('code_verifier');
		expect(desktopCall.code_verifier).toMatch(/^[A-Za-z0-9\-._~]{43,128}$/);
		for (const call of [webCall, desktopCall]) {
			expect(call.grant_type).toBe('authorization_code');
			expect(call.client_key).toMatch(/^aw/);
			expect(call.client_secret).not.toBe('');
		}
	});

	it.each(['web', 'desktop'] as const)(
		'connects a %s app whose key was pasted with blanks',
		async (appType) => {
			const typed = {
				clientId: ` ${apps[appType].typed.clientId}\n`,
				apiUrl: ` ${setting.emulator.url} `,
				websiteUrl: ` ${setting.emulator.url}/ `,
			};
			const { credential } = await connectTikTok(appType, { typed });
			expect((await run(credential, ['username'])).error).toBeUndefined();
		},
	);

	it('a blank behind the secret is sent by n8n itself: TikTok refuses', async () => {
		const typed = { clientSecret: `${apps.web.typed.clientSecret} ` };
		const { oauthTokenData } = await connectTikTok('web', { typed });
		expect(oauthTokenData).toMatchObject({ error: 'invalid_client' });
	});

	it('a desktop app connects on another port too', async () => {
		const { credential } = await connectTikTok('desktop', { n8nUrl: 'http://127.0.0.1:45678' });
		expect((await run(credential, ['username'])).error).toBeUndefined();
	});

	it('the wrong App Type is refused by TikTok before the person is asked', async () => {
		await expect(connectTikTok('desktop', { typed: { appType: 'web' } })).rejects.toThrow(
			'code_challenge',
		);
	});

	describe('whose app has what new apps have', () => {
		beforeEach(() => {
			for (const app of setting.emulator.apps) app.scopes = scopesOfNewApps;
		});

		it('connects with no permissions chosen', async () => {
			const { oauthTokenData, credential } = await connectTikTok('web', {
				typed: { scopeGroups: [] },
			});
			expect(oauthTokenData.scope).toBe(scopesOfNewApps.join(','));
			const { items } = await run(credential, ['display_name', 'follower_count']);
			expect(items[0].json).toEqual({
				display_name: 'Demo Creator',
				fields_not_granted: ['follower_count'],
			});
		});

		it('is refused as a whole when one permission is chosen that the app lacks', async () => {
			const asking = connectTikTok('web', {
				typed: { scopeGroups: ['video.publish', 'video.list'] },
			});
			await expect(asking).rejects.toThrow('video.list');
		});
	});

	it('asks only for the permissions that were ticked in the credential', async () => {
		const { consentUrl, oauthTokenData } = await connectTikTok('web', {
			typed: { scopeGroups: ['video.list'] },
		});
		expect(consentUrl.searchParams.get('scope')).toBe('user.info.basic,video.list');
		expect(oauthTokenData.scope).toBe('user.info.basic,video.list');
	});

	it('the basic profile alone connects too', async () => {
		const { oauthTokenData } = await connectTikTok('web', {
			typed: { scopeGroups: ['user.info.basic'] },
		});
		expect(oauthTokenData.scope).toBe('user.info.basic');
	});

	it('what the person did not tick is named when it is needed', async () => {
		const { credential } = await connectTikTok('desktop', {
			decide: person({
				account: 'demo.creator',
				form: '1',
				'scope[]': ['user.info.basic', 'user.info.stats'],
			}),
		});
		const { items } = await run(credential, ['display_name', 'username', 'likes_count']);
		expect(items[0].json).toEqual({
			display_name: 'Demo Creator',
			likes_count: 98_213,
			fields_not_granted: ['username'],
		});
		const { error } = await setting.harness.run({
			node: 'tikTok',
			parameters: { authentication: 'tikTokOAuth2Api', resource: 'video', operation: 'getAll' },
			credentials: [credential],
		});
		expect(error?.message).toBe('This account did not grant video.list.');
	});

	it('a person who says no is not connected', async () => {
		await expect(connectTikTok('web', { decide: person({ decision: 'cancel' }) })).rejects.toThrow(
			/denied/i,
		);
	});

	it('an unregistered address of n8n is refused by TikTok', async () => {
		await expect(connectTikTok('web', { n8nUrl: 'https://other.example.com' })).rejects.toThrow(
			'redirect_uri',
		);
	});

	it('a code that is too old: n8n stores the error of HTTP 200, the node tells it', async () => {
		setting.emulator.switches.oauthErrorStatus = 200;
		const consent = person({ account: 'demo.creator' });
		const connecting = connectTikTok('web', {
			decide: async (url) => {
				const location = await consent(url);
				setting.emulator.clock.advance(10 * 60_000);
				return location;
			},
		});
		// n8n's client takes the answer for a token, whatever is in it.
		const { credential, oauthTokenData } = await connecting;
		expect(oauthTokenData).not.toHaveProperty('access_token');
		const before = setting.emulator.requests.length;
		const { error } = await run(credential, ['username']);
		expect(error?.message).toBe(
			'Reconnect the credential: Authorization code is invalid or expired.',
		);
		expect(setting.emulator.requests).toHaveLength(before);
	});
});

describe('a TikTok Business connection', () => {
	const type = 'tikTokBusinessOAuth2Api';
	const advertiserId = '7000000000000000001';

	async function connectBusiness(own: { decide?: Person; earlier?: IDataObject } = {}) {
		return await connect({
			type,
			typed: {
				clientId: setting.emulator.business.seed.appId,
				clientSecret: setting.emulator.business.seed.appSecret,
				environment: 'custom',
				apiUrl: setting.emulator.url,
			},
			n8nUrl: 'http://localhost:5678',
			decide: own.decide ?? advertiser,
			earlier: own.earlier,
		});
	}

	/** The portal reads the request from its own form, not from the address. */
	const advertiser: Person = async (consentUrl) => {
		const url = new URL(consentUrl);
		const fields = new URLSearchParams(url.searchParams);
		fields.append('decision', 'ok');
		fields.append('advertiser_ids', advertiserId);
		const answer = await fetch(url.origin + url.pathname, {
			method: 'POST',
			body: fields,
			redirect: 'manual',
		});
		const location = answer.headers.get('location');
		if (!location) throw new Error(`TikTok shows an error page: ${await answer.text()}`);
		return new URL(location);
	};

	async function run(credential: Awaited<ReturnType<typeof connect>>['credential']) {
		return await setting.harness.run({
			node: 'tikTok',
			parameters: {
				authentication: type,
				resource: 'adAccount',
				operation: 'getTerms',
				advertiserId,
			},
			credentials: [credential],
		});
	}

	function businessCalls() {
		return setting.emulator.requests.filter(({ path }) => path.endsWith('/term/get/'));
	}

	it('connects and sends the token in the header that TikTok reads', async () => {
		const { credential, oauthTokenData, consentUrl } = await connectBusiness();
		expect(consentUrl.pathname).toBe('/portal/auth');
		expect(consentUrl.searchParams.get('app_id')).toBe('7300000000000000001');
		const { error, items } = await run(credential);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		const [call] = businessCalls();
		expect(call.headers['access-token']).toBe(oauthTokenData.access_token);
		expect(call.status).toBe(200);
	});

	it('the token call is a form with the fields TikTok knows', async () => {
		await connectBusiness();
		const call = setting.emulator.requests.find(({ path }) => path.endsWith('/oauth/token/'));
		expect(call?.path).toBe('/open_api/v1.3/oauth/token/');
		expect(call?.headers['content-type']).toContain('application/x-www-form-urlencoded');
	});

	it("a code that was used already is stored as if it were a token: the node tells TikTok's reason", async () => {
		let used: URL | undefined;
		await connectBusiness({
			decide: async (url) => {
				used = await advertiser(url);
				return used;
			},
		});
		const { credential, oauthTokenData } = await connectBusiness({
			decide: async () => used as URL,
		});
		expect(oauthTokenData).toMatchObject({ code: 40110 });
		expect(oauthTokenData).not.toHaveProperty('access_token');
		const { error } = await run(credential);
		expect(error?.message).toBe(
			'Reconnect the credential: The authorization code was cancelled, used or has expired (TikTok code: 40110)',
		);
		expect(businessCalls()).toEqual([]);
	});

	it('a failed reconnect keeps the old token, which goes on working', async () => {
		const first = await connectBusiness();
		const again = await connectBusiness({
			decide: async () => new URL(`http://localhost:5678${callbackPath}?code=used&state=${state}`),
			earlier: first.oauthTokenData,
		});
		expect(again.oauthTokenData).toMatchObject({
			code: 40110,
			access_token: first.oauthTokenData.access_token,
		});
		expect((await run(again.credential)).error).toBeUndefined();
	});

	it('a grant that was withdrawn asks to reconnect', async () => {
		const { credential, oauthTokenData } = await connectBusiness();
		setting.emulator.business.revoke(String(oauthTokenData.access_token));
		const { error } = await run(credential);
		expect(error?.message).toBe('The access token is wrong or was revoked.');
		expect(error?.description).toContain('Reconnect the credential');
		expect(error?.description).toContain('40105');
	});
});
