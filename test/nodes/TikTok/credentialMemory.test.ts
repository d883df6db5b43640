/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeParameters } from 'n8n-workflow';
import { installVirtualClock, type ClockModule, type VirtualClock } from '../../harness';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { CredentialRef, RunOptions, RunResult } from '../../harness/types';

/** A run reads its credential once; what becomes of the token meanwhile reaches everybody. */
let setting: Setting;
let clock: VirtualClock;
/** What happens the first times that everybody waits for TikTok's next minute, in order. */
let whileWaiting: Array<() => void>;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	const { harness, emulator } = setting;
	emulator.reset();
	whileWaiting = [];
	clock = installVirtualClock({
		clockModule: harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'),
		busy: () => emulator.inFlight > 0,
		onAdvance: (ms) => {
			if (requests(creatorInfo).length >= WINDOW) whileWaiting.shift()?.();
			emulator.clock.advance(ms);
		},
	});
});
afterEach(() => clock.uninstall());

const creatorInfo = '/v2/post/publish/creator_info/query/';
/** So many are admitted in a minute. */
const WINDOW = 20;
/** Three windows of TikTok's 20 a minute, when two executions make them. */
const ITEMS = 30;
const options: INodeParameters = { resource: 'creator', operation: 'getPostingOptions' };
const stats: INodeParameters = { resource: 'creator', operation: 'getStats' };

const items = (count: number) => Array.from({ length: count }, (_, index) => ({ json: { index } }));
const requests = (path: string) =>
	setting.emulator.requests.filter((request) => request.path === path);
const refused = () => requests(creatorInfo).filter(({ status }) => status === 401);
const renewals = () => requests('/v2/oauth/token/');

/** An account of its own: limits of one test must not reach the next. */
let accounts = 0;
function freshAccount(): { username: string; credential: CredentialRef } {
	const username = `remembered.${++accounts}`;
	setting.emulator.addAccount({ username });
	return { username, credential: setting.connect({ username }) };
}

async function run(
	credential: CredentialRef,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
): Promise<RunResult> {
	return await setting.harness.run({ parameters, credentials: [credential], ...more });
}

/** How often n8n computed the credential for what `act` did. */
async function readsDuring(credential: CredentialRef, act: () => Promise<unknown>) {
	const before = setting.harness.credentialReads(credential);
	await act();
	return setting.harness.credentialReads(credential) - before;
}

const newToken = (username: string) => ({
	oauthTokenData: { ...setting.emulator.grant({ username }) },
});

describe('how often n8n computes the credential', () => {
	it.each([1, 90])('for a run of %i items: for itself and once for the node', async (count) => {
		const { credential } = freshAccount();
		const reads = await readsDuring(credential, async () => {
			const { error, items: out } = await run(credential, stats, { items: items(count) });
			expect([error, out.length]).toEqual([undefined, count]);
		});
		expect(reads).toBe(2);
	});

	it('for a call of a model: the same', async () => {
		const { credential } = freshAccount();
		const call = { parameters: stats, credentials: [credential] };
		const reads = async () =>
			await readsDuring(credential, async () => await setting.harness.runTool(call));
		expect([await reads(), await reads()]).toEqual([2, 2]);
	});

	it('for a poll and for a list of the editor: once', async () => {
		const { username, credential } = freshAccount();
		const poll = { node: 'tikTokTrigger', credentials: [credential] };
		const reads = await readsDuring(credential, async () => {
			await setting.harness.poll({ ...poll, parameters: { source: 'account' } });
		});
		const forList = await readsDuring(credential, async () => {
			const method = 'getPrivacyLevels';
			const parameters = { resource: 'video', operation: 'upload' };
			await setting.harness.loadOptions({ method, parameters, credentials: [credential] });
		});
		expect([username, reads, forList]).toEqual([username, 1, 1]);
	});

	it('for a pasted token: once for each item, which may have its own', async () => {
		const [first, second] = ['of the first item', 'of the second item'];
		const credential = setting.harness.addCredential('tikTokBusinessApi', {
			environment: 'custom',
			apiUrl: setting.emulator.url,
			accessToken: '={{ $json.token }}',
		});
		const parameters = {
			resource: 'adAccount',
			operation: 'getTerms',
			authentication: 'tikTokBusinessApi',
			advertiserId: '7000000000000000001',
			termType: 'LeadAds',
		};
		const reads = await readsDuring(credential, async () => {
			await run(credential, parameters, {
				items: [{ json: { token: first } }, { json: { token: second } }],
			});
		});
		const sent = setting.emulator.requests.map(({ headers }) => headers['access-token']);
		expect([reads, sent.sort()]).toEqual([3, [first, second]]);
	});
});

describe('a token that expires under load', () => {
	it('is renewed once for both executions, and nobody uses the old one again', async () => {
		const { credential } = freshAccount();
		const expire = () => setting.emulator.expireAccessTokens();
		// At the beginning, and when the first window is over.
		expire();
		whileWaiting.push(expire);
		const runs = await Promise.all(
			[1, 2].map(async () => await run(credential, options, { items: items(ITEMS) })),
		);

		for (const { error, items: out } of runs) expect([error, out.length]).toEqual([undefined, 30]);
		const renewed = renewals().map(({ body }) => body as Record<string, string>);
		expect(new Set(renewed.map(({ refresh_token }) => refresh_token)).size).toBe(2);
		expect(renewed).toHaveLength(2);
		// Each time a window that was signed before the renewal; the third one comes after both.
		expect(refused()).toHaveLength(40);
	});

	it('and was renewed by another process: each item finds the stored one, no more are refused', async () => {
		const { username, credential } = freshAccount();
		whileWaiting.push(() => {
			setting.emulator.expireAccessTokens();
			setting.harness.changeCredential(credential, newToken(username));
		});
		const { error } = await run(credential, options, { items: items(60) });

		expect(error).toBeUndefined();
		expect(renewals()).toEqual([]);
		// The window that was open when it happened; the next one is signed with what is stored.
		expect(refused()).toHaveLength(20);
	});
});

describe('an account that is connected anew between runs', () => {
	it('is the one that the next run asks about', async () => {
		const [first, second] = [freshAccount(), freshAccount()];
		const parameters = { ...stats, fields: ['open_id'] };
		const openIdOf = async () => (await run(first.credential, parameters)).items[0].json.open_id;
		const before = await openIdOf();
		const { oauthTokenData } = newToken(second.username);
		setting.harness.changeCredential(first.credential, { oauthTokenData });

		expect(await openIdOf()).toBe(oauthTokenData.open_id);
		expect(before).not.toBe(oauthTokenData.open_id);
	});

	it('is so after its token has died, too', async () => {
		const { username, credential } = freshAccount();
		setting.emulator.removeAuthorization({ username });
		expect((await run(credential, stats)).error?.message).toMatch(/^Reconnect the credential/);
		setting.harness.changeCredential(credential, newToken(username));
		expect((await run(credential, stats)).error).toBeUndefined();
	});
});

describe('a connection that ends in the middle', () => {
	it.each([200, 400] as const)('ends all who wait, told with HTTP %i', async (oauthErrorStatus) => {
		setting.emulator.switches.oauthErrorStatus = oauthErrorStatus;
		const { username, credential } = freshAccount();
		whileWaiting.push(() => setting.emulator.removeAuthorization({ username }));
		const { items: out } = await run(credential, options, {
			items: items(100),
			onError: 'continueRegularOutput',
		});

		const failed = out.filter(({ json }) => json.error);
		expect(failed).toHaveLength(80);
		for (const { json } of failed) {
			expect(json.error).toMatch(/^Reconnect the credential/);
			expect(json.details).toMatchObject({ code: 'reconnect', retryable: false });
		}
		// The window that was open had asked. The others were due in three more.
		expect(requests(creatorInfo)).toHaveLength(40);
		expect(clock.elapsed()).toBeLessThan(130_000);
	});

	it('and is made anew before the last ones have their turn: they go on', async () => {
		const { username, credential } = freshAccount();
		const refuse = { kind: 'envelope', status: 400, code: 'invalid_grant' } as const;
		whileWaiting.push(() => {
			setting.emulator.removeAuthorization({ username });
			setting.emulator.faults.script({ match: { path: '/v2/oauth/token/' }, do: refuse });
		});
		const reconnected = new Promise<void>((resolve) => {
			const look = () => {
				if (renewals().length === 0) return void setImmediate(look);
				setting.harness.changeCredential(credential, newToken(username));
				resolve();
			};
			look();
		});
		const { items: out } = await run(credential, options, {
			items: items(60),
			onError: 'continueRegularOutput',
		});
		await reconnected;
		const failed = out.filter(({ json }) => json.error).length;
		expect([failed > 0, failed <= 20]).toEqual([true, true]);
	});
});
