import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { jumpThroughWaits } from '../../../harness/jumpThroughWaits';
import type { Setting } from '../../../harness/setting';
import { createSetting } from '../../../harness/setting';
import type { CredentialRef } from '../../../harness/types';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.requests.length = 0;
});

const seed = () => setting.emulator.business.seed;
const asked = () => setting.emulator.requests.filter(({ api }) => api === 'business');

/** A credential whose token no other test has used: what was told is remembered by token. */
function pasted(data: ICredentialDataDecryptedObject = {}, grant = {}): CredentialRef {
	const { appId, appSecret } = seed();
	return setting.harness.addCredential('tikTokBusinessApi', {
		environment: 'custom',
		apiUrl: setting.emulator.url,
		accessToken: setting.emulator.business.issueToken(grant),
		appId,
		appSecret,
		...data,
	});
}

function connected(grant = {}): CredentialRef {
	return setting.harness.addCredential('tikTokBusinessOAuth2Api', {
		...setting.harness.credentialData(setting.businessOAuth2),
		oauthTokenData: {
			access_token: setting.emulator.business.issueToken(grant),
			token_type: 'Bearer',
		},
	});
}

async function search(
	method: string,
	credential: CredentialRef | undefined,
	{ filter, ...parameters }: INodeParameters & { filter?: string } = {},
) {
	return await setting.harness.searchList({
		method,
		filter,
		parameters: {
			authentication: credential?.type ?? 'tikTokBusinessApi',
			resource: 'adAccount',
			operation: 'getOccupiedShopAds',
			...parameters,
		},
		credentials: credential ? [credential] : [],
	});
}

/** n8n shows headline and description of a NodeApiError, and of no other error. */
async function failure(...asking: Parameters<typeof search>) {
	const error = await search(...asking).then(
		() => undefined,
		(thrown: NodeApiError) => thrown,
	);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error?.httpCode).toBeNull();
	return { message: error?.message, description: error?.description, all: JSON.stringify(error) };
}

const names = ({ results }: Awaited<ReturnType<typeof search>>) => results.map(({ name }) => name);

describe('advertisers', () => {
	const list = 'searchAdvertisers';

	it.each([
		['an access token', pasted],
		['OAuth2', connected],
	])('are listed by name with %s', async (_, credential) => {
		expect(await search(list, (credential as () => CredentialRef)())).toEqual({
			results: [
				{ name: 'Harbour Goods GB', value: seed().otherAdvertiserId },
				{ name: 'Harbour Goods US', value: seed().usAdvertiserId },
			],
		});
		const [{ query, headers }] = asked();
		expect(query).toEqual({ app_id: seed().appId, secret: seed().appSecret });
		expect(headers['access-token']).toBeTruthy();
	});

	it('are found by a part of the name or of the ID, and TikTok is asked once', async () => {
		const credential = pasted();
		expect(names(await search(list, credential, { filter: ' gb' }))).toEqual(['Harbour Goods GB']);
		expect(names(await search(list, credential, { filter: '0001' }))).toEqual(['Harbour Goods US']);
		expect(names(await search(list, credential, { filter: 'nobody' }))).toEqual([]);
		expect(asked()).toHaveLength(1);
	});

	const answers = (key: string, to: unknown) =>
		setting.emulator.faults.script({
			match: { path: '/open_api/v1.3/oauth2/advertiser/get/' },
			do: { kind: 'drift', key: `data.list${key}`, to },
		});

	it.each([undefined, null, true, { id: '1' }, 'SOMETHING_NEW'])(
		'without an ID, as with %p, are left out',
		async (to) => {
			answers('.0.advertiser_id', to);
			expect((await search(list, pasted())).results).toHaveLength(1);
		},
	);

	it('of which none has an ID are no list', async () => {
		answers('', [{ advertiser_name: 'Harbour Goods' }]);
		expect((await failure(list, pasted())).message).toContain('"advertiser_id"');
	});

	it('whose name is no text have their ID in its place', async () => {
		answers('.0.advertiser_name', { en: 'Goods' });
		const { results } = await search(list, pasted());
		expect(results.filter(({ name, value }) => name === value)).toHaveLength(1);
	});

	it('of the same name are told apart by their ID', async () => {
		for (const { info } of setting.emulator.business.advertisers.values()) info.name = 'Goods';
		expect(names(await search(list, pasted()))).toEqual([
			`Goods (${seed().usAdvertiserId})`,
			`Goods (${seed().otherAdvertiserId})`,
		]);
	});

	it('are those of this token, also when another one of the app was asked before', async () => {
		await search(list, connected());
		const fewer = connected({ advertiserIds: [seed().otherAdvertiserId] });
		expect(names(await search(list, fewer))).toEqual(['Harbour Goods GB']);
	});

	it.each([
		['ID', { appId: '' }],
		['secret', { appSecret: ' ' }],
	])('need the %s of the app', async (_, data) => {
		const { message, description } = await failure(list, pasted(data));
		expect(message).toBe('The list needs the App ID and App Secret of your Business app.');
		expect(description).toBe(
			'Enter both in the credential. Or choose By ID here and enter the advertiser ID.',
		);
		expect(asked()).toEqual([]);
	});

	it('with the secret of another app are refused in words, without the secret', async () => {
		const { message, description, all } = await failure(
			list,
			pasted({ appSecret: 'not-this-one' }),
		);
		expect(message).toBe("TikTok does not accept the app's ID and secret together.");
		expect(description).toContain('App ID and App Secret in the credential');
		expect(all).not.toContain('not-this-one');
	});

	it('without the permission name it', async () => {
		const { message, description } = await failure(list, pasted({}, { scope: ['2'] }));
		expect(message).toContain('no permission');
		expect(description).toContain('Read Ad Account Information');
		expect(description).toContain('TikTok code: 40001');
	});

	it('that are none say what to do', async () => {
		const { message, description } = await failure(list, pasted({}, { advertiserIds: [] }));
		expect(message).toBe('This connection reaches no ad account.');
		expect(description).toContain('tick the ad accounts');
	});

	it('without a credential say so', async () => {
		expect((await failure(list, undefined)).message).toBe('Choose the credential first.');
	});

	it('with a connection that TikTok refused tell its reason', async () => {
		const refused = setting.harness.addCredential('tikTokBusinessOAuth2Api', {
			...setting.harness.credentialData(setting.businessOAuth2),
			oauthTokenData: { code: 40110, message: 'auth code was used' },
		});
		expect((await failure(list, refused)).message).toContain('auth code was used');
	});

	it.each([40100, 40133, 51010])('wait for %i and ask again', async (code) => {
		const clock = jumpThroughWaits(setting);
		setting.emulator.faults.script({
			match: { path: '/open_api/v1.3/oauth2/advertiser/get/' },
			times: 2,
			do: { kind: 'envelope', code },
		});
		try {
			expect(names(await search(list, pasted()))).toHaveLength(2);
			expect(asked()).toHaveLength(3);
		} finally {
			clock.uninstall();
		}
	});

	it('keep the secret also when the line is dead', async () => {
		const clock = jumpThroughWaits(setting);
		try {
			const { message, all } = await failure(list, pasted({ apiUrl: 'http://127.0.0.1:9' }));
			expect(message).toBe('TikTok could not be reached.');
			expect(all).not.toContain(seed().appSecret);
		} finally {
			clock.uninstall();
		}
	});
});

describe('stores', () => {
	const list = 'searchStores';
	const located = (value: string) => ({ advertiserId: { __rl: true, mode: 'list', value } });
	const addStore = (listing: object) => {
		const [first] = setting.emulator.business.stores;
		setting.emulator.business.stores.push({
			...first,
			listing: { ...first.listing, ...listing },
		});
	};

	it.each([
		['chosen from the list', located],
		['entered by ID', (value: string) => ({ advertiserId: { __rl: true, mode: 'id', value } })],
		['of a workflow from before the list', (value: string) => ({ advertiserId: value })],
	])('are those of the advertiser %s', async (_, parameters) => {
		expect(await search(list, pasted(), parameters(seed().usAdvertiserId))).toEqual({
			results: [{ name: 'Harbour Goods Shop', value: seed().storeId }],
		});
		expect(asked()[0].query).toEqual({ advertiser_id: seed().usAdvertiserId });
	});

	it('need no app secret', async () => {
		const credential = pasted({ appId: '', appSecret: '' });
		expect(names(await search(list, credential, located(seed().usAdvertiserId)))).toHaveLength(1);
	});

	it('are each there once, without those that GMV Max cannot use', async () => {
		addStore({ is_owner_bc: false });
		addStore({ store_id: '7490000000000000002', is_gmv_max_available: false });
		addStore({ store_id: '7490000000000000003', store_name: 'Attic', store_status: 'INACTIVE' });
		expect(names(await search(list, pasted(), located(seed().usAdvertiserId)))).toEqual([
			'Attic, inactive',
			'Harbour Goods Shop',
		]);
	});

	it('that GMV Max cannot use at all are an explained nothing', async () => {
		setting.emulator.business.stores[0].listing.is_gmv_max_available = false;
		expect((await failure(list, pasted(), located(seed().usAdvertiserId))).message).toBe(
			'GMV Max cannot use any store of this ad account.',
		);
	});

	it('that are none say what to do', async () => {
		expect(await failure(list, pasted(), located(seed().otherAdvertiserId))).toMatchObject({
			message: 'This ad account has no TikTok Shop.',
			description: expect.stringContaining('By ID') as string,
		});
	});

	it.each([
		['none', {}],
		['an empty one', located('')],
		['an expression that cannot be resolved', located('={{ $json.id }}')],
	])('ask for the advertiser first when there is %s', async (_, parameters) => {
		const { message } = await failure(list, pasted(), parameters as INodeParameters);
		expect(message).toBe('Choose the advertiser first.');
		expect(asked()).toEqual([]);
	});

	it('of two advertisers are not mixed up', async () => {
		const credential = pasted();
		await search(list, credential, located(seed().usAdvertiserId));
		await failure(list, credential, located(seed().otherAdvertiserId));
		expect(asked()).toHaveLength(2);
	});

	it('without the permission name it', async () => {
		const credential = pasted({}, { scope: ['1'] });
		const { description } = await failure(list, credential, located(seed().usAdvertiserId));
		expect(description).toContain('Ads Management');
	});
});
