/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixtures } from '../../fixtures';
import { prepareFixtureCase } from '../../harness/fixtureCase';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { VirtualClock } from '../../harness/virtualClock';

/**
 * Followed, a redirect would take the token along, to any host. Each request of each operation, list
 * and trigger, and that of the credential's test, is answered with one: nobody asks the other host.
 */
let setting: Setting;
let clock: VirtualClock;
let elsewhere: Server;
const asked: string[] = [];
beforeAll(async () => {
	setting = await createSetting();
	elsewhere = createServer(({ url }, answer) => {
		asked.push(String(url));
		answer.end('{"code":0,"data":{},"error":{"code":"ok"}}');
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => elsewhere.once('listening', resolve));
});
afterAll(async () => {
	elsewhere.close();
	await setting.close();
});
beforeEach(() => {
	setting.emulator.reset();
	asked.length = 0;
	clock = jumpThroughWaits(setting);
});
afterEach(() => clock.uninstall());

/** Everything but n8n's own request for a token. */
const ours = /^\/(?!v2\/oauth\/)/;

/** The answer to one request leads elsewhere, and to all after it. */
function redirectFrom(nth: number, status: 302 | 307): void {
	const { port } = elsewhere.address() as AddressInfo;
	setting.emulator.faults.script({
		match: { path: ours },
		nth,
		times: Infinity,
		do: { kind: 'redirect', to: `http://127.0.0.1:${port}/`, status },
	});
}

it.each(fixtures.map((fixture) => [`${fixture.resource} ${fixture.operation}`, fixture] as const))(
	'%s does not follow a redirect, whichever request gets it',
	async (_, { full }) => {
		const isRedirected = () => setting.emulator.requests.some(({ status }) => status === 307);
		let nth = 0;
		do {
			nth += 1;
			setting.emulator.reset();
			setting.emulator.requests.length = 0;
			const { credential, parameters, binary, leave } = await prepareFixtureCase(setting, full);
			redirectFrom(nth, 307);
			await setting.harness.run({
				parameters,
				credentials: [credential],
				items: [{ json: {}, binary }],
				onError: 'continueRegularOutput',
			});
			setting.emulator.faults.clear();
			await leave();
			expect(asked).toEqual([]);
		} while (isRedirected());
		expect(nth).toBeGreaterThan(1);
	},
);

describe.each([302, 307] as const)('a redirect, %i, is not followed', (status) => {
	beforeEach(() => redirectFrom(1, status));
	afterEach(() => {
		expect(setting.emulator.requests.length).toBeGreaterThan(0);
		expect(asked).toEqual([]);
	});

	it.each([
		['searchAdvertisers', 'adAccount', 'getTerms', 'businessToken'],
		['searchStores', 'adAccount', 'getOccupiedShopAds', 'businessOAuth2'],
		['searchVideos', 'video', 'get', 'tikTok'],
	] as const)('by the list %s', async (method, resource, operation, name) => {
		const credential = setting[name];
		const { appId, appSecret, usAdvertiserId } = setting.emulator.business.seed;
		if (name === 'businessToken')
			setting.harness.changeCredential(credential, { appId, appSecret });
		const advertiserId = usAdvertiserId;
		const parameters = { authentication: credential.type, resource, operation, advertiserId };
		const list = { method, parameters, credentials: [credential] };
		await expect(setting.harness.searchList(list)).rejects.toThrow('a redirect');
	});

	it('by the list of privacy levels', async () => {
		await setting.harness.loadOptions({
			method: 'getPrivacyLevels',
			parameters: { resource: 'video', operation: 'publish' },
			credentials: [setting.connect()],
		});
	});

	it.each([{ source: 'account' }, { source: 'publishIds', publishIds: 'v_pub_url~v2.1' }])(
		'by the trigger: $source',
		async (parameters) => {
			const credentials = [setting.connect()];
			const poll = setting.harness.poll({ parameters, credentials });
			await poll.catch(() => undefined);
		},
	);

	it('by the test of the pasted access token', async () => {
		const { status: verdict } = await setting.harness.testCredential(setting.businessToken);
		expect(verdict).toBe('Error');
	});
});

it('the test of a pasted access token that is good says so', async () => {
	expect(await setting.harness.testCredential(setting.businessToken)).toEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
});
