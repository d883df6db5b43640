/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { VirtualClock } from '../../harness/virtualClock';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';

let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.requests.length = 0;
	clock = jumpThroughWaits(setting);
});
afterEach(() => clock.uninstall());

const upload = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	binaryPropertyName: 'data',
	options: { preflight: false },
};

async function files(count: number): Promise<INodeExecutionData[]> {
	return await Promise.all(
		Array.from({ length: count }, async (_, index) => await setting.itemWithFiles(1000 + index)),
	);
}

const inits = () => setting.emulator.requests.filter(({ path }) => path.endsWith('/video/init/'));
const refused = () => setting.emulator.requests.filter(({ status }) => status === 429);

/** An account of its own: quotas of one test must not reach the next. */
let accounts = 0;
const freshAccount = () => {
	const username = `paced.${++accounts}`;
	setting.emulator.addAccount({ username, dailyPostCap: 100 });
	return setting.connect({ username });
};

it('20 posts take as long as six a minute need, and TikTok refuses none', async () => {
	const { items, error } = await setting.harness.run({
		parameters: upload,
		items: await files(20),
		credentials: [freshAccount()],
	});

	expect(error).toBeUndefined();
	expect(new Set(items.map(({ json }) => json.publish_id)).size).toBe(20);
	expect(refused()).toEqual([]);
	// The last two of 20 may leave when three windows are over.
	expect(clock.elapsed()).toBeGreaterThanOrEqual(180_000);
	expect(clock.elapsed()).toBeLessThanOrEqual(180_000 * 1.1);
	const waited = items.map(
		({ json }) => (json.upload as { quota_wait_seconds: number }).quota_wait_seconds,
	);
	expect(Math.max(...waited)).toBeGreaterThanOrEqual(180);
	expect(Math.min(...waited)).toBe(0);
});

it("the computer's clock set back an hour makes nobody wait longer", async () => {
	const running = setting.harness.run({
		parameters: upload,
		items: await files(7),
		credentials: [freshAccount()],
	});
	while (inits().length < 6) await nextTurn();
	clock.setBy(-60 * 60_000);

	const { items } = await running;
	const waited = items.map(
		({ json }) => (json.upload as { quota_wait_seconds: number }).quota_wait_seconds,
	);
	expect(waited.sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 60.5]);
	expect(refused()).toEqual([]);
});

it('the log says how long it waited and why', async () => {
	const { log } = await setting.harness.run({
		parameters: upload,
		items: await files(7),
		credentials: [freshAccount()],
	});

	const said = log.map(({ message }) => message);
	const begins = said.findIndex((message) => message.includes('waiting for starting direct'));
	expect(said[begins]).toContain('TikTok allows 6 per 60 s for this account');
	// At once, not when it is over.
	expect(said.findIndex((message) => /waited 6\d s/.test(message))).toBeGreaterThan(begins);
});

it('what only reads tells its wait in the output, too', async () => {
	setting.emulator.faults.script({
		match: { path: '/v2/user/info/' },
		times: 1,
		do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	});
	const { items, log } = await setting.harness.run({
		parameters: { resource: 'creator', operation: 'getStats' },
		credentials: [freshAccount()],
	});

	expect(items).toHaveLength(1);
	expect(items[0].json.quota_wait_seconds).toBeGreaterThan(1);
	expect(log.map(({ message }) => message)).toContainEqual(
		expect.stringMatching(/rate_limit_exceeded\), attempt 2 in \d+ s$/),
	);
});

it('what others use up is waited for: a 429 is absorbed', async () => {
	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		times: 2,
		do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	});
	const { error } = await setting.harness.run({
		parameters: upload,
		items: await files(1),
		credentials: [freshAccount()],
	});

	expect(error).toBeUndefined();
	expect(inits().map(({ status }) => status)).toEqual([429, 429, 200]);
});

it('a 429 that stays ends in an error that names the limit and when to try again', async () => {
	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		times: 50,
		do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	});
	const { error } = await setting.harness.run({
		parameters: upload,
		items: await files(1),
		credentials: [freshAccount()],
	});

	expect(error?.message).toBe("TikTok's limit per minute for this account is used up.");
	expect(error?.context?.tiktok).toMatchObject({ retryable: true, retry_after_seconds: 60 });
	expect(inits()).toHaveLength(6);
});

it('two executions at once share the limits of the account and nothing else', async () => {
	const credentials = [freshAccount()];
	const [items, other] = [await files(5), await files(5)];
	const runs = await Promise.all(
		[items, other].map(
			async (input) => await setting.harness.run({ parameters: upload, items: input, credentials }),
		),
	);

	// The same files, the same node, two executions: two posts each, and none is taken for a repeat.
	const ids = runs.flatMap((run) => run.items.map(({ json }) => json.publish_id));
	expect(new Set(ids).size).toBe(10);
	expect(refused()).toEqual([]);
	expect(clock.elapsed()).toBeLessThanOrEqual(66_000);
});

it('uploads that wait for the quota of one account hold no place of another', async () => {
	const [items, others] = [await files(9), await files(2)];
	const [many, other] = await Promise.all(
		[items, others].map(async (input) => {
			const credentials = [freshAccount()];
			const run = await setting.harness.run({ parameters: upload, items: input, credentials });
			return { error: run.error, endedAt: clock.elapsed() };
		}),
	);

	expect([many.error, other.error]).toEqual([undefined, undefined]);
	expect(many.endedAt).toBeGreaterThanOrEqual(60_000);
	expect(other.endedAt).toBeLessThan(5_000);
	expect(refused()).toEqual([]);
});

it.each([
	['uploads', upload, 3],
	[
		'downloads',
		{ ...upload, operation: 'publish', videoUrl: 'https://media.example.com/a.mp4' },
		6,
	],
])('%s that wait for the quota end at once when TikTok reports a daily cap', async (...given) => {
	const [, parameters, atOnce] = given;
	setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		nth: 2,
		times: 20,
		do: { kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
	});
	const { items } = await setting.harness.run({
		parameters,
		items: await files(15),
		credentials: [freshAccount()],
		onError: 'continueRegularOutput',
	});

	const failed = items.filter(({ json }) => json.error);
	expect(failed).toHaveLength(14);
	for (const { json } of failed) {
		expect(json.details).toMatchObject({ code: 'spam_risk_too_many_posts' });
	}
	// What left together cannot know of the cap.
	expect(inits().length).toBeLessThanOrEqual(atOnce + 1);
	expect(clock.elapsed()).toBeLessThan(60_000);
});

it('the failure of one execution does not show in the other', async () => {
	const credentials = [freshAccount()];
	const bad = { ...upload, privacyLevel: 'FOLLOWER_OF_CREATOR' };
	const [good, failed] = await Promise.all([
		setting.harness.run({ parameters: upload, items: await files(2), credentials }),
		setting.harness.run({ parameters: bad, items: await files(1), credentials }),
	]);

	expect(good.error).toBeUndefined();
	expect((failed.error?.context?.tiktok as { published: unknown[] }).published).toEqual([]);
});

it("n8n's Batching, which pacing makes needless, does no harm", async () => {
	const { items, error } = await setting.harness.run({
		parameters: {
			...upload,
			requestOptions: { batching: { batch: { batchSize: 2, batchInterval: 5 } } },
		},
		items: await files(8),
		credentials: [freshAccount()],
	});

	expect(error).toBeUndefined();
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		Array.from({ length: 8 }, (_, item) => ({ item })),
	);
	expect(inits()).toHaveLength(8);
	expect(refused()).toEqual([]);
});

it('Maximum Wait is over although others hold all places for questions', async () => {
	setting.emulator.switches.processingMs = 3_600_000;
	const credentials = [freshAccount()];
	const { items: posts } = await setting.harness.run({
		parameters: upload,
		items: await files(1),
		credentials,
	});
	const before = clock.elapsed();
	const { items } = await setting.harness.run({
		parameters: {
			resource: 'post',
			operation: 'getStatus',
			publishIds: posts[0].json.publish_id as string,
			returnWhen: 'published',
			options: { maxWaitMinutes: 1 },
		},
		items: Array.from({ length: 40 }, () => ({ json: {} })),
		credentials,
		onError: 'continueRegularOutput',
	});

	expect(clock.elapsed() - before).toBeLessThanOrEqual(61_000);
	const told = items.filter(({ json }) => json.is_final === false);
	expect(told.length).toBeGreaterThanOrEqual(30);
	for (const { json } of items.filter((item) => !told.includes(item))) {
		expect(json.details).toMatchObject({ code: 'no_place_in_time', retryable: true });
	}
});
