/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { TikTokBusinessApi } from '../../credentials/TikTokBusinessApi.credentials';
import { TikTokBusinessOAuth2Api } from '../../credentials/TikTokBusinessOAuth2Api.credentials';
import { TikTokOAuth2Api } from '../../credentials/TikTokOAuth2Api.credentials';
import { CredentialStore } from '../harness/credentialStore';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import { PackageUnderTest } from '../harness/packageUnderTest';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { START_TYPE, startNodeType } from '../harness/stubNodes';
import type { CredentialRef, CredentialTypeName } from '../harness/types';
import type { VirtualClock } from '../harness/virtualClock';

/** Who copies a key copies a blank with it: every field works as if it had none, on the wire too. */
let setting: Setting;
let store: CredentialStore;
let clock: VirtualClock;

beforeAll(async () => {
	setting = await createSetting();
	const built = await PackageUnderTest.load(resolve(__dirname, '../..'), {
		[START_TYPE]: startNodeType,
	});
	store = new CredentialStore(built);
	clock = jumpThroughWaits(setting);
});
beforeEach(() => setting.emulator.reset());
afterAll(async () => {
	clock.uninstall();
	await setting.close();
});

const blanks = [' ', '\t', '\n', '\r\n ', '\u00a0'];

interface Case {
	type: CredentialTypeName;
	properties: INodeProperties[];
	/** What a user types, and the token that n8n stores beside it. */
	typed: () => ICredentialDataDecryptedObject;
	/** Everything that this package does with the credential. */
	live: (credential: CredentialRef) => Promise<unknown>;
}

const custom = () => ({ environment: 'custom', apiUrl: setting.emulator.url });

async function adAccounts(credential: CredentialRef): Promise<unknown> {
	const parameters = {
		authentication: credential.type,
		resource: 'adAccount',
		operation: 'getTerms',
		advertiserId: setting.emulator.business.seed.usAdvertiserId,
	};
	const credentials = [credential];
	const { error, items } = await setting.harness.run({ parameters, credentials });
	const list = { method: 'searchAdvertisers', parameters, credentials };
	return [error?.message, items.length, await setting.harness.searchList(list)];
}

async function consumer(credential: CredentialRef): Promise<unknown> {
	setting.emulator.expireAccessTokens();
	const credentials = [credential];
	const parameters = { resource: 'creator', operation: 'getStats' };
	const { error, items } = await setting.harness.run({ parameters, credentials });
	return [error?.message, items.length, await event(credential)];
}

/** What an event of TikTok's is answered with. */
async function event(credential: CredentialRef): Promise<number> {
	const trigger = await setting.harness.serveWebhook({
		node: 'tikTokWebhookTrigger',
		credentials: [credential],
		parameters: { events: ['post.publish.complete'] },
		workflowId: credential.id,
	});
	const time = Math.floor(setting.emulator.clock.now() / 1000);
	const body = '{"client_key":"x","event":"authorization.removed","create_time":1,"content":"{}"}';
	const signature = createHmac('sha256', setting.emulator.apps[0].clientSecret)
		.update(`${time}.${body}`)
		.digest('hex');
	const headers = {
		'content-type': 'application/json',
		'tiktok-signature': `t=${time},s=${signature}`,
	};
	const { status } = await fetch(trigger.url, { method: 'POST', body, headers });
	await trigger.close();
	return status;
}

const cases: Case[] = [
	{
		type: 'tikTokOAuth2Api',
		properties: new TikTokOAuth2Api().properties,
		typed: () => setting.harness.credentialData(setting.connect()),
		live: consumer,
	},
	{
		type: 'tikTokBusinessOAuth2Api',
		properties: new TikTokBusinessOAuth2Api().properties,
		typed: () => ({
			...setting.harness.credentialData(setting.businessOAuth2),
			oauthTokenData: {
				access_token: setting.emulator.business.issueToken(),
				token_type: 'Bearer',
			},
		}),
		live: adAccounts,
	},
	{
		type: 'tikTokBusinessApi',
		properties: new TikTokBusinessApi().properties,
		typed: () => ({
			...custom(),
			accessToken: setting.emulator.business.issueToken(),
			appId: setting.emulator.business.seed.appId,
			appSecret: setting.emulator.business.seed.appSecret,
		}),
		live: async (credential) => [
			await adAccounts(credential),
			await setting.harness.testCredential(credential),
		],
	},
];

const fields = cases.flatMap((one) =>
	one.properties
		.filter(({ type }) => type === 'string')
		.map(({ name }): [CredentialTypeName, string, Case] => [one.type, name, one]),
);

/** What TikTok was sent: all that a typed field can get into. */
async function sent({ type, live }: Case, data: ICredentialDataDecryptedObject) {
	const before = setting.emulator.requests.length;
	const came = await live(setting.harness.addCredential(type, data));
	const requests = setting.emulator.requests.slice(before).map(({ path, status, query, body }) => {
		const { client_key, client_id, client_secret } = (body ?? {}) as Record<string, string>;
		const keys = [client_key, client_id, client_secret, query.app_id, query.secret];
		return { path, status, keys };
	});
	return { came, requests };
}

describe.each(fields)('%s: blanks around %s', (type, field, one) => {
	const withBlanks = (data: ICredentialDataDecryptedObject, blank: string) => ({
		...data,
		[field]: `${blank}${String(data[field])}${blank}`,
	});

	it('change nothing of what is sent', async () => {
		const usual = await sent(one, one.typed());
		expect(usual.requests.length).toBeGreaterThan(1);
		for (const blank of blanks) {
			setting.emulator.reset();
			expect([blank, await sent(one, withBlanks(one.typed(), blank))]).toEqual([blank, usual]);
		}
	});

	it.each(blanks)('change nothing of what n8n connects with: %j', async (blank) => {
		const data = one.typed();
		const computed = async (typed: ICredentialDataDecryptedObject) => {
			const ref = store.add(type, typed);
			const all = await store.getDecrypted({} as never, ref, type, 'internal');
			const told = Object.entries(all).filter(([name]) => !/Notice$/.test(name));
			return { ...Object.fromEntries(told), [field]: '' };
		};
		for (const appType of ['web', 'desktop']) {
			expect(await computed(withBlanks({ ...data, appType }, blank))).toEqual(
				await computed({ ...data, appType }),
			);
		}
	});
});

describe('what n8n sends by itself when it connects', () => {
	it.each([
		['tikTokOAuth2Api', 'clientSecret'],
		['tikTokBusinessOAuth2Api', 'clientSecret'],
		['tikTokBusinessOAuth2Api', 'clientId'],
	] as const)('%s: the dialog asks to delete a blank of %s', (type, field) => {
		const properties = cases.find((one) => one.type === type)?.properties ?? [];
		const notices = (value: string) =>
			properties.filter(
				(property) =>
					property.displayOptions?.show?.[field] !== undefined &&
					NodeHelpers.displayParameter({ [field]: value }, property, null, null),
			);
		for (const value of ['', 'key', 'in between']) expect(notices(value)).toEqual([]);
		// n8n shows what depends on an expression; the sentence holds there, too.
		const [notice] = notices('={{ $secrets.vault.key }}');
		expect(notice.displayName).toMatch(/^A blank before or after the .* has to go:/);
		for (const blank of blanks) {
			expect(notices(`key${blank}`)).toHaveLength(1);
			expect(notices(`${blank}key`)).toHaveLength(1);
		}
	});
});
