import type { INodeExecutionData, OnError } from 'n8n-workflow';
import { hidePrivacyLevels } from './resources/operationUnderTest';
import type { RunResult } from '../../harness/types';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.faults.clear();
	setting.emulator.requests.length = 0;
});

const upload = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	options: { preflight: false },
	privacyLevel: '={{ $json.privacy }}',
	title: '={{ $json.title }}',
	binaryPropertyName: 'data',
};

/** Three videos; the second asks for a privacy level that the account does not offer. */
async function threeItems(): Promise<INodeExecutionData[]> {
	const privacies = ['SELF_ONLY', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY'];
	return await Promise.all(
		privacies.map(async (privacy, index) => ({
			...(await setting.itemWithFiles(1000 + index)),
			json: { privacy, title: `video ${index}` },
		})),
	);
}

// Each run is an account of its own, so that no test eats another's quota.
let accounts = 0;
const freshAccount = () => {
	const username = `creator.${++accounts}`;
	setting.emulator.addAccount({ username });
	return setting.connect({ username });
};

async function run(onError: OnError, items?: INodeExecutionData[]): Promise<RunResult> {
	return await setting.harness.run({
		parameters: upload,
		items: items ?? (await threeItems()),
		credentials: [freshAccount()],
		onError,
	});
}

const refused = {
	code: 'privacy_level_option_mismatch',
	log_id: expect.stringMatching(/^\w{20,}$/),
	http_status: 403,
	retryable: false,
};

/** Everything the workflow can see: secrets must be nowhere in it. */
function expectNoSecrets(result: RunResult) {
	const visible = JSON.stringify({ ...result, log: result.log });
	expect(visible).not.toMatch(/act\.[0-9a-f]{20}|rft\.[0-9a-f]{20}|upload_token|demo-secret-1/);
}

describe('one bad item among three', () => {
	beforeEach(() => hidePrivacyLevels(setting));

	it('stops with an error that says what happened, what to do, and what was posted all the same', async () => {
		const result = await run('stopWorkflow');

		expect(result.items).toEqual([]);
		expect(result.error?.message).toBe('This account does not offer the chosen privacy level.');
		expect(result.error?.description).toMatch(
			/^Choose one from the Privacy Level list.*\(TikTok code: privacy_level_option_mismatch, log id: \w+\) 2 other items were posted: v_pub_\S+, v_pub_\S+\.$/,
		);
		expect(result.error?.context).toMatchObject({ itemIndex: 1, tiktok: refused });
		const { published } = result.error?.context?.tiktok as {
			published: Array<{ item: number; publish_id: string }>;
		};
		expect(published.map(({ item }) => item).sort()).toEqual([0, 2]);
		const complete = setting.emulator.publishes.filter((publish) => publish.complete);
		expect(complete.map(({ publishId }) => publishId)).toEqual(
			expect.arrayContaining(published.map(({ publish_id }) => publish_id)),
		);
		expectNoSecrets(result);
	});

	it('continues with an error item in place, linked, with its details; the others are posted', async () => {
		const { items } = await run('continueRegularOutput');

		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items[1]).toEqual({
			json: {
				error: expect.stringContaining('This account does not offer the chosen privacy level.'),
				details: expect.objectContaining(refused),
			},
			pairedItem: { item: 1 },
		});
		for (const index of [0, 2]) {
			expect(items[index].json).toMatchObject({
				publish_id: expect.any(String),
				status: 'PROCESSING_UPLOAD',
			});
		}
	});

	it('sends the error item to the error output, with its details and its link', async () => {
		const { outputs } = await run('continueErrorOutput');

		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0]).toMatchObject({
			json: { error: expect.any(String), details: refused },
			pairedItem: { item: 1 },
		});
	});
});

const stats = { resource: 'creator', operation: 'getStats' };
const isRead = { path: '/v2/user/info/' };
// A fault for every attempt: reading is repeated three times.
const always = { match: isRead, times: 4 };

describe("TikTok's bad answers", () => {
	beforeEach(() => {
		const clock = setting.harness.packageModule<{ wait: () => Promise<void> }>(
			'dist/nodes/TikTok/shared/clock.js',
		);
		jest.spyOn(clock, 'wait').mockResolvedValue();
	});
	afterEach(() => jest.restoreAllMocks());

	const cases = [
		{
			name: 'a code inside HTTP 200',
			fault: {
				...always,
				do: { kind: 'envelope', status: 200, code: 'spam_risk_user_banned_from_posting' },
			},
			headline: 'TikTok has banned this account from posting.',
			details: {
				code: 'spam_risk_user_banned_from_posting',
				log_id: expect.any(String),
				retryable: false,
			},
			attempts: 1,
		},
		{
			name: 'a refusal with an envelope',
			fault: {
				...always,
				do: { kind: 'envelope', status: 400, code: 'invalid_params', message: 'Fields is wrong' },
			},
			headline: 'TikTok did not accept one of the values.',
			advice: /TikTok says: Fields is wrong/,
			details: { code: 'invalid_params', log_id: expect.any(String), http_status: 400 },
			attempts: 1,
		},
		{
			name: 'a code this node does not know',
			fault: { ...always, do: { kind: 'envelope', status: 403, code: 'brand_new_code' } },
			headline: 'TikTok refused with the code brand_new_code.',
			details: { code: 'brand_new_code', log_id: expect.any(String) },
			attempts: 1,
		},
		{
			name: "a gateway's page",
			fault: {
				...always,
				do: {
					kind: 'status',
					status: 502,
					body: '<html>bad gateway</html>',
					contentType: 'text/html',
					headers: { 'x-tt-logid': 'gate1' },
				},
			},
			headline: 'TikTok answered with a web page (HTTP 502).',
			details: { code: 'unreadable_answer', http_status: 502, retryable: true, log_id: 'gate1' },
			attempts: 4,
		},
		{
			name: 'an empty body',
			fault: { ...always, do: { kind: 'empty', status: 200 } },
			headline: 'TikTok answered with nothing (HTTP 200).',
			details: { code: 'unreadable_answer', http_status: 200, retryable: true },
			attempts: 4,
		},
		{
			name: 'a body cut off',
			fault: { ...always, do: { kind: 'truncate' } },
			headline: /was cut off|broke before|not complete JSON/,
			details: { retryable: true },
			attempts: 4,
		},
		{
			name: 'a connection that breaks',
			fault: { ...always, do: { kind: 'reset' } },
			headline: 'The connection to TikTok broke before an answer came.',
			details: { code: 'network_econnreset', retryable: true },
			attempts: 4,
		},
	];

	it.each(cases)('$name: the error item says so, the other item succeeds', async (given) => {
		setting.emulator.faults.script(given.fault as never);
		const credentials = [freshAccount()];
		const bad = await setting.harness.run({
			parameters: stats,
			credentials,
			onError: 'continueRegularOutput',
		});
		const sent = setting.emulator.requests.filter(({ api }) => api === 'open').length;
		setting.emulator.faults.clear();
		const good = await setting.harness.run({ parameters: stats, credentials });

		expect(bad.items).toHaveLength(1);
		expect(bad.items[0].pairedItem).toEqual({ item: 0 });
		const { error, details } = bad.items[0].json as { error: string; details: object };
		expect(error).toMatch(given.headline);
		if (given.advice) expect(error).toMatch(given.advice);
		expect(details).toMatchObject(given.details);
		expect(sent).toBe(given.attempts);
		expect(good.items[0].json).toHaveProperty('follower_count');
	});

	it('is a thrown error with the same facts when the user stops on errors', async () => {
		setting.emulator.faults.script({
			match: isRead,
			do: { kind: 'envelope', status: 400, code: 'invalid_params' },
		});
		const { error } = await setting.harness.run({
			parameters: stats,
			credentials: [freshAccount()],
		});

		expect(error?.message).toBe('TikTok did not accept one of the values.');
		expect(error?.context?.tiktok).toMatchObject({
			code: 'invalid_params',
			log_id: expect.any(String),
		});
	});

	it('names the missing permission and what to tick, without a request', async () => {
		const { error } = await setting.harness.run({
			parameters: { resource: 'creator', operation: 'getPostingOptions' },
			credentials: [setting.connect({ scopes: ['user.info.basic', 'video.upload'] })],
		});

		expect(error?.message).toBe('This account did not grant video.publish.');
		expect(error?.description).toContain('"Direct Post"');
		expect(setting.emulator.requests).toEqual([]);
	});

	it("tells an unaudited app's owner that the account itself must be private", async () => {
		const [app] = setting.emulator.apps;
		app.audited = false;
		try {
			const { error } = await setting.harness.run({
				parameters: { ...upload, privacyLevel: 'SELF_ONLY', title: '' },
				items: [await setting.itemWithFiles(1000)],
				credentials: [freshAccount()],
			});
			expect(error?.message).toBe(
				'Your TikTok app is not audited: the TikTok account itself must be private, not only the post.',
			);
			expect(error?.description).toContain('Private account');
		} finally {
			app.audited = true;
		}
	});
});
