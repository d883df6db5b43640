/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeParameters } from 'n8n-workflow';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { RunOptions, RunResult } from '../../harness/types';
import type { VirtualClock } from '../../harness/virtualClock';

/** Where n8n's engine and the node meet: what n8n throws by itself, redirects, executions. */
let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting({ switches: { initQuotaPerMinute: 100 } });
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	clock = jumpThroughWaits(setting);
});
afterEach(() => clock.uninstall());

const init = '/v2/post/publish/video/init/';
const inits = () => setting.emulator.requests.filter(({ path }) => path === init).length;

const pull: INodeParameters = {
	resource: 'video',
	operation: 'publish',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	videoUrl: '=https://media.example.com/{{ $json.name }}.mp4',
};

async function run(options: RunOptions): Promise<RunResult> {
	const result = await setting.harness.run({ credentials: [setting.connect()], ...options });
	// What was started and not awaited would still be on its way.
	for (let round = 0; round < 5; round++) await setting.emulator.settled();
	return result;
}

describe('an expression of a later item that throws', () => {
	/** A node that does not exist: n8n throws while it sets the second item up. */
	const title = '={{ $json.name === "b" ? $("No such node").item.json.title : "fine" }}';
	const items = ['a', 'b', 'c'].map((name) => ({ json: { name } }));

	it.each([
		['at once', {}],
		['with batches', { batching: { batch: { batchSize: 1, batchInterval: 5 } } }],
	])('posts nothing when the user stops on errors, %s', async (_, requestOptions) => {
		const parameters = { ...pull, title, requestOptions };
		const { error } = await run({ parameters, items });
		expect(error?.message).toBe("Referenced node doesn't exist");
		expect(setting.emulator.publishes).toEqual([]);
		expect(inits()).toBe(0);
	});

	it('posts nothing either with Retry On Fail and slow answers', async () => {
		setting.emulator.faults.script({
			match: { path: init },
			times: 10,
			do: { kind: 'late', ms: 2_000 },
		});
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		const { error } = await run({ parameters: { ...pull, title }, items, ...retry });
		setting.emulator.faults.clear();
		expect(error?.message).toBe("Referenced node doesn't exist");
		expect(setting.emulator.publishes).toEqual([]);
	});

	it('fails alone when the user goes on', async () => {
		const { items: out } = await run({
			parameters: { ...pull, title },
			items,
			onError: 'continueRegularOutput',
		});
		expect(out).toHaveLength(3);
		expect(out.filter(({ json }) => json.publish_id)).toHaveLength(2);
		expect(inits()).toBe(2);
	});

	it('items that can all be computed are posted, with batches too', async () => {
		const requestOptions = { batching: { batch: { batchSize: 1, batchInterval: 5 } } };
		const { items: out, error } = await run({ parameters: { ...pull, requestOptions }, items });
		expect(error).toBeUndefined();
		expect(out).toHaveLength(3);
		expect(inits()).toBe(3);
	});
});

describe('a pull that is cancelled while its init is under way', () => {
	it('may have been accepted: a later try does not post again', async () => {
		setting.emulator.faults.script({ match: { path: init }, do: { kind: 'late', ms: Infinity } });
		const credentials = [setting.connect()];
		const options = { parameters: pull, items: [{ json: { name: 'a' } }], credentials };
		const cancelAfter = (async () => {
			while (setting.emulator.faults.held.count === 0) await new Promise(setImmediate);
		})();
		const { status, executionId } = await run({ ...options, cancelAfter });
		expect(status).toBe('canceled');
		setting.emulator.faults.clear();
		const { error } = await run({ ...options, executionId });
		expect(inits()).toBe(1);
		expect(error?.context?.tiktok).toMatchObject({ accepted: 'unknown', unconfirmed: [0] });
	});
});

describe('a pull whose answer a gateway cuts', () => {
	it.each([408, 499, 502, 504])(
		'%i: TikTok may have accepted it, no try repeats it',
		async (status) => {
			const page = { body: '<html>cut</html>', contentType: 'text/html' };
			setting.emulator.faults.script({
				match: { path: init },
				do: { kind: 'after', status, ...page },
			});
			const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
			const { error } = await run({ parameters: pull, items: [{ json: { name: 'a' } }], ...retry });
			expect(inits()).toBe(1);
			expect(error?.message).toContain('may have accepted this post');
			expect(error?.context?.tiktok).toMatchObject({ unconfirmed: [0], retryable: false });
		},
	);
});

describe('a redirect on an API call', () => {
	it('is not followed: the token stays here, and nothing was posted', async () => {
		const elsewhere = `${setting.emulator.url}/v2/user/info/`;
		setting.emulator.faults.script({
			match: { path: init },
			do: { kind: 'redirect', to: elsewhere },
		});
		const { error } = await run({ parameters: pull, items: [{ json: { name: 'a' } }] });
		expect(error?.message).toBe('TikTok answered with a redirect (HTTP 307).');
		expect(error?.description).toContain('addresses in the credential');
		expect(error?.context?.tiktok).toMatchObject({ code: 'unreadable_answer', retryable: false });
		expect(setting.emulator.requests.filter(({ path }) => path === '/v2/user/info/')).toEqual([]);
		expect(setting.emulator.publishes).toEqual([]);
	});
});

describe("a credential whose domains are limited, for n8n's HTTP Request node", () => {
	it.each([
		['none', {}],
		['some other', { allowedDomains: 'example.com' }],
		['not one', { allowedDomains: '' }],
	])('still reaches its own address: %s', async (name, domains) => {
		const credential = setting.connect();
		const mode = name === 'none' ? 'none' : 'domains';
		setting.harness.changeCredential(credential, { allowedHttpRequestDomains: mode, ...domains });
		const parameters = { resource: 'creator', operation: 'getStats' };
		const { error } = await run({ parameters, credentials: [credential] });
		expect(error).toBeUndefined();
	});
});
