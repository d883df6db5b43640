/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialStore } from '../harness/credentialStore';
import { PackageUnderTest } from '../harness/packageUnderTest';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { START_TYPE, startNodeType } from '../harness/stubNodes';

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

const type = 'tikTokBusinessOAuth2Api';

/** The app as TikTok's portal shows it. */
function app() {
	const { appId, appSecret } = setting.emulator.business.seed;
	return { clientId: appId, clientSecret: appSecret };
}

async function resolved(typed: ICredentialDataDecryptedObject = {}) {
	const ref = store.add(type, {
		...app(),
		...typed,
	});
	return await store.getDecrypted({} as never, ref, type, 'internal');
}

describe('what n8n connects with', () => {
	it("is TikTok's portal and the only token endpoint that takes n8n's form", async () => {
		expect(await resolved()).toMatchObject({
			authUrl: 'https://business-api.tiktok.com/portal/auth',
			accessTokenUrl: 'https://business-api.tiktok.com/open_api/v1.3/oauth/token/',
			apiBaseUrl: 'https://business-api.tiktok.com/open_api/v1.3',
			authQueryParameters: `app_id=${app().clientId}`,
			grantType: 'authorizationCode',
			authentication: 'body',
			scope: '',
		});
	});

	it.each(['', '/', '//'])('is the custom address, ending in %j', async (end) => {
		const apiUrl = `http://127.0.0.1:4010${end}`;
		expect(await resolved({ environment: 'custom', apiUrl })).toMatchObject({
			authUrl: 'http://127.0.0.1:4010/portal/auth',
			accessTokenUrl: 'http://127.0.0.1:4010/open_api/v1.3/oauth/token/',
			apiBaseUrl: 'http://127.0.0.1:4010/open_api/v1.3',
		});
	});

	it('a custom address that is left over does not count in production', async () => {
		const data = await resolved({ environment: 'production', apiUrl: 'http://127.0.0.1:4010' });
		expect(data.apiBaseUrl).toBe('https://business-api.tiktok.com/open_api/v1.3');
	});
});

describe('requests with this credential', () => {
	const advertiserId = '7000000000000000001';

	async function readTerms(oauthTokenData: object | undefined) {
		const credential = setting.harness.addCredential(type, {
			...app(),
			environment: 'custom',
			apiUrl: setting.emulator.url,
			...(oauthTokenData && { oauthTokenData }),
		} as ICredentialDataDecryptedObject);
		return await setting.harness.run({
			node: 'tikTok',
			parameters: {
				authentication: type,
				resource: 'adAccount',
				operation: 'getTerms',
				advertiserId,
			},
			credentials: [credential],
			items: [{ json: {} }, { json: {} }],
		});
	}

	it('carry the token in the header that TikTok reads, for every item', async () => {
		const access_token = setting.emulator.business.issueToken();
		const { error } = await readTerms({ access_token, token_type: 'Bearer' });
		expect(error).toBeUndefined();
		expect(setting.emulator.requests.map(({ headers }) => headers['access-token'])).toEqual([
			access_token,
			access_token,
		]);
	});

	it('without a token ask to reconnect, and are not sent', async () => {
		const { error } = await readTerms(undefined);
		expect(error?.message).toBe('Reconnect the credential: the account is not connected yet.');
		expect(setting.emulator.requests).toEqual([]);
	});

	it('after a refused consent show the code and message that n8n has stored', async () => {
		const { error } = await readTerms({ code: 40113, message: 'App unknown', request_id: 'R1' });
		expect(error?.message).toBe('Reconnect the credential: App unknown (TikTok code: 40113)');
		expect(setting.emulator.requests).toEqual([]);
	});
});
