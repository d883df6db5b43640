/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { TikTokBusinessApi } from '../../credentials/TikTokBusinessApi.credentials';
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

async function baseUrl(typed: ICredentialDataDecryptedObject) {
	const ref = store.add('tikTokBusinessApi', { accessToken: 'token', ...typed });
	const data = await store.getDecrypted({} as never, ref, 'tikTokBusinessApi', 'internal');
	return data.apiBaseUrl;
}

describe('the address', () => {
	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['by default', {}, 'https://business-api.tiktok.com/open_api/v1.3'],
		[
			'of production, whatever is left over',
			{ environment: 'production', apiUrl: 'http://127.0.0.1:4010' },
			'https://business-api.tiktok.com/open_api/v1.3',
		],
		['of the sandbox', { environment: 'sandbox' }, 'https://sandbox-ads.tiktok.com/open_api/v1.3'],
		[
			'that is custom',
			{ environment: 'custom', apiUrl: 'http://127.0.0.1:4010' },
			'http://127.0.0.1:4010/open_api/v1.3',
		],
		[
			'that is custom, with a slash at its end',
			{ environment: 'custom', apiUrl: 'http://127.0.0.1:4010/' },
			'http://127.0.0.1:4010/open_api/v1.3',
		],
	])('%s', async (_, typed, address) => {
		expect(await baseUrl(typed)).toBe(address);
	});
});

describe('requests with this credential', () => {
	it('carry the token in the header that TikTok reads and in no other', async () => {
		const { error } = await setting.harness.run({
			node: 'tikTok',
			parameters: {
				authentication: 'tikTokBusinessApi',
				resource: 'adAccount',
				operation: 'getTerms',
				advertiserId: '7000000000000000001',
			},
			credentials: [setting.businessToken],
		});
		expect(error).toBeUndefined();
		expect(setting.emulator.requests).toHaveLength(1);
		const [{ headers }] = setting.emulator.requests;
		expect(headers['access-token']).toBe('business-token-1');
		expect(headers).not.toHaveProperty('authorization');
	});

	it('with a wrong token say what to do, without showing the token', async () => {
		const wrong = setting.harness.addCredential('tikTokBusinessApi', {
			environment: 'custom',
			apiUrl: setting.emulator.url,
			accessToken: 'wrong-token-value',
		});
		const result = await setting.harness.run({
			node: 'tikTok',
			parameters: {
				authentication: 'tikTokBusinessApi',
				resource: 'adAccount',
				operation: 'getTerms',
				advertiserId: '7000000000000000001',
			},
			credentials: [wrong],
		});
		expect(result.error?.message).toBe('The access token is wrong or was revoked.');
		expect(result.error?.description).toContain('paste a new access token');
		expect(JSON.stringify([result.error, result.log])).not.toContain('wrong-token-value');
	});
});

describe("the credential's test", () => {
	const { test } = new TikTokBusinessApi();

	/** n8n compares the value in a successful answer with each rule; a match is a failure. */
	const messageFor = (code: number) =>
		test.rules
			?.map(({ properties }) => properties as { key: string; value: unknown; message: string })
			.find(({ key, value }) => key === 'code' && value === code)?.message;

	async function askTikTok(accessToken: string | undefined) {
		const answer = await fetch(`${setting.emulator.url}/open_api/v1.3${test.request.url}`, {
			headers: accessToken ? { 'Access-Token': accessToken } : {},
		});
		return (await answer.json()) as { code: number };
	}

	it('accepts what TikTok accepts', async () => {
		const { code } = await askTikTok('business-token-1');
		expect(code).toBe(0);
		expect(messageFor(code)).toBeUndefined();
	});

	it.each<[string, string | undefined]>([
		['a wrong token', 'wrong'],
		['no token', undefined],
	])('refuses %s in words, although TikTok answers with HTTP 200', async (_, accessToken) => {
		const { code } = await askTikTok(accessToken);
		expect(messageFor(code)).toMatch(/^[A-Z].+\.$/);
	});

	it.each([40101, 40102, 40104, 40105, 40113])('knows the code %d', (code) => {
		expect(messageFor(code)).toMatch(/^[A-Z].+\.$/);
	});

	it('goes to the address of the credential', () => {
		expect(test.request.baseURL).toBe('={{$credentials.apiBaseUrl}}');
	});
});
