/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Fault, FaultAction } from '../../emulator';
import { mediaBuffer } from '../../fixtures/media';
import { Container } from '../../harness/engineServices';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { RunOptions } from '../../harness/types';
import type { VirtualClock } from '../../harness/virtualClock';

/** The rows of the failure table that are about a file on its way. */
let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting({
		switches: { initQuotaPerMinute: 100, statusQuotaPerMinute: 1000 },
	});
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	setting.chunksOf(6_000_000);
	clock = jumpThroughWaits(setting);
});
afterEach(() => {
	setting.emulator.faults.clear();
	clock.uninstall();
	jest.restoreAllMocks();
});

const initPath = '/v2/post/publish/video/init/';
const statusPath = '/v2/post/publish/status/fetch/';
const upload = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	binaryPropertyName: 'data',
};
const pull = { ...upload, operation: 'publish', videoUrl: 'https://media.example.com/clip.mp4' };
const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
/** Two chunks, which may be smaller here than they are in earnest: their order is what is tested. */
const LARGE = 11_000_000;

const script = (...faults: Fault[]) => setting.emulator.faults.script(...faults);
const onChunk = (action: FaultAction, turn: Omit<Fault, 'match' | 'do'> = {}): Fault => ({
	match: { method: 'PUT', path: '/video/' },
	do: action,
	...turn,
});
const onLastChunk = (action: FaultAction, times = 1): Fault => ({
	match: { method: 'PUT', path: '/video/', lastChunk: true },
	times,
	do: action,
});
const statusDown = (): Fault => ({
	match: { path: statusPath },
	times: 1000,
	do: { kind: 'status', status: 503 },
});

async function run(options: Partial<RunOptions> = {}) {
	const items = options.items ?? [await setting.itemWithFiles(2_000)];
	const credentials = [setting.connect()];
	return await setting.harness.run({ parameters: upload, credentials, ...options, items });
}

async function hashOf({ binary }: INodeExecutionData, field = 'data'): Promise<string> {
	const bytes = await setting.harness.readBinary(binary![field]);
	return createHash('sha256').update(bytes).digest('hex');
}

const called = (path: string) =>
	setting.emulator.requests.filter((one) => one.path === path).length;
const puts = () =>
	setting.emulator.requests.filter(({ api }) => api === 'upload').map((request) => request.status);
const tikTokOf = (error?: { context?: { tiktok?: unknown } }) =>
	error?.context?.tiktok as Record<string, unknown>;

describe('the last chunk answered with something other than 201', () => {
	const answers: FaultAction[] = [
		{ kind: 'status', status: 206 },
		{ kind: 'status', status: 200, body: '<p>Thanks</p>' },
		{ kind: 'status', status: 416, headers: { 'Content-Range': 'bytes 0-999999999/2000' } },
		{ kind: 'status', status: 416, headers: { 'Content-Range': 'bytes 0-1999/7' } },
		{ kind: 'status', status: 416, headers: { 'Content-Range': 'none' } },
	];

	it.each(answers)(
		'$status, stored nothing: the status says so, and it is sent again',
		async (action) => {
			script(onLastChunk(action));
			const { items, error } = await run();
			expect(error).toBeUndefined();
			expect(setting.emulator.publishes).toMatchObject([{ complete: true }]);
			expect(items[0].json.publish_id).toBe(setting.emulator.publishes[0].publishId);
			expect(called(initPath)).toBe(1);
		},
	);

	it.each([200, 206])('%i although it was stored: a success after one question', async (status) => {
		script(onLastChunk({ kind: 'after', status }));
		const { error } = await run();
		expect(error).toBeUndefined();
		expect(puts()).toEqual([status]);
	});

	it('206 three times, and then it was stored: the status is asked once more', async () => {
		script(onLastChunk({ kind: 'status', status: 206 }, 3));
		script(onLastChunk({ kind: 'after', status: 206 }));
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(puts()).toEqual([206, 206, 206, 206]);
		expect(items[0].json.publish_id).toBe(setting.emulator.publishes[0].publishId);
	});

	it.each(answers)('$status and no status to be had: it may appear', async (action) => {
		script(onLastChunk(action, 100), statusDown());
		const { error } = await run();
		expect(error?.description).toContain('It may appear on the account');
		expect(tikTokOf(error)).toMatchObject({
			code: 'upload_unconfirmed',
			publish_id: setting.emulator.publishes[0].publishId,
			upload_state: 'unknown',
			retryable: false,
		});
	});
});

describe('a middle chunk', () => {
	it('answered with 200 counts as stored', async () => {
		script(onChunk({ kind: 'after', status: 200 }));
		const { error } = await run({ items: [await setting.itemWithFiles(LARGE)] });
		expect(error).toBeUndefined();
		expect(puts()).toEqual([200, 201]);
	});

	it('answered with 201 makes no sense: the status says where to go on', async () => {
		script(onChunk({ kind: 'status', status: 201 }));
		const { error } = await run({ items: [await setting.itemWithFiles(LARGE)] });
		expect(error).toBeUndefined();
		expect(puts()).toEqual([201, 206, 201]);
		expect(called(statusPath)).toBeGreaterThan(0);
	});
});

describe('one refusal that passes', () => {
	it.each([408, 425, 429, 499, 504])('%i on a chunk: that chunk again', async (status) => {
		script(onChunk({ kind: 'status', status, headers: { 'Retry-After': '13' } }));
		const item = await setting.itemWithFiles(LARGE);
		const { error } = await run({ items: [item] });
		expect(error).toBeUndefined();
		expect(puts()).toEqual([status, 206, 201]);
		expect(clock.waits).toContain(13_000);
		expect(setting.emulator.publishes[0].sha256).toBe(await hashOf(item));
	});
});

describe('an answer that comes before the body was read', () => {
	it.each([429, 503])('%i: no byte that is still read is overwritten', async (status) => {
		script(onChunk({ kind: 'early', status, pauseMs: 30 }, { times: 2 }));
		// More than the line holds by itself: the rest is read from the buffer, pause or not.
		setting.chunksOf(16_000_000);
		const sizes = [32_000_000, 32_000_001];
		const items = await Promise.all(sizes.map(async (size) => await setting.itemWithFiles(size)));
		const { error } = await run({ items });
		await setting.emulator.settled();
		expect(error).toBeUndefined();
		const hashes = await Promise.all(items.map(async (item) => await hashOf(item)));
		const arrived = setting.emulator.publishes.map(({ sha256 }) => sha256);
		expect(arrived.sort()).toEqual(hashes.sort());
		// What the line delivered after the early answer is the chunk, too.
		const chunks = setting.emulator.requests.filter(({ api, bytes }) => api === 'upload' && bytes);
		const good = new Set(
			chunks.filter(({ status: one }) => one! < 300).map(({ sha256 }) => sha256),
		);
		for (const { sha256, bytes } of chunks.filter(({ sha256: one }) => one)) {
			expect([bytes, good.has(sha256)]).toEqual([bytes, true]);
		}
	});
});

describe('an upload host that cannot be reached', () => {
	it('patient repeats, then "nothing was posted"', async () => {
		script({
			match: { path: initPath },
			do: { kind: 'drift', key: 'data.upload_url', to: 'http://127.0.0.1:9/video/?upload_id=1' },
		});
		const { error } = await run();
		expect(clock.waits).toEqual(expect.arrayContaining([1_000, 2_000, 4_000, 8_000, 16_000]));
		expect(error?.description).toContain('Nothing was posted');
		expect(error?.description).not.toContain('may appear');
		expect(tikTokOf(error)).toMatchObject({
			code: 'upload_failed',
			upload_state: 'none',
			retryable: true,
			publish_id: setting.emulator.publishes[0].publishId,
		});
	});
});

describe('a last answer that is lost while the status is down', () => {
	it('stays "may appear" over all tries, never "try again"', async () => {
		script(onLastChunk({ kind: 'resetAfter' }), statusDown());
		const { error } = await run(retry);
		expect(called(initPath)).toBe(1);
		expect(error?.message).toContain('TikTok confirmed neither the last chunk nor the post');
		expect(error?.description).toContain('It may appear on the account');
		const { publishId } = setting.emulator.publishes[0];
		expect(tikTokOf(error)).toMatchObject({
			publish_id: publishId,
			upload_state: 'unknown',
			retryable: false,
			published: [{ item: 0, publish_id: publishId, upload_state: 'unknown' }],
		});
	});

	it('stays so when a later try fails before it has asked', async () => {
		script(onLastChunk({ kind: 'resetAfter' }), statusDown(), {
			match: { path: '/v2/post/publish/creator_info/query/' },
			nth: 2,
			times: 100,
			do: { kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
		});
		const { error } = await run(retry);
		expect(tikTokOf(error)).toMatchObject({ upload_state: 'unknown', retryable: false });
	});
});

describe('an init answer with a publish ID and little else', () => {
	const drift = (key: string, to?: unknown, times = 1): Fault => ({
		match: { path: initPath },
		times,
		do: { kind: 'drift', key, ...(to !== undefined && { to }) },
	});

	it('a file without upload URL: started anew, once, under another ID', async () => {
		script(drift('data.upload_url'));
		const { items, error } = await run();
		expect(error).toBeUndefined();
		const [first, second] = setting.emulator.publishes;
		expect(first.complete).toBe(false);
		expect(items[0].json.publish_id).toBe(second.publishId);
	});

	it('a file never given an upload URL: nothing was posted, the ID is told', async () => {
		script(drift('data.upload_url', undefined, 100));
		const { error } = await run();
		expect(called(initPath)).toBe(2);
		expect(error?.message).toBe('TikTok gave a publish ID but twice no address to upload to.');
		expect(tikTokOf(error)).toMatchObject({
			publish_id: setting.emulator.publishes[1].publishId,
			upload_state: 'none',
		});
	});

	it('a file without upload URL whose second init is refused: the first ID is told', async () => {
		script(drift('data.upload_url'), {
			match: { path: initPath },
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		const { error } = await run();
		expect(tikTokOf(error)).toMatchObject({
			code: 'spam_risk',
			publish_id: setting.emulator.publishes[0].publishId,
		});
	});

	it.each([
		['error.code', 'brand_new'],
		['error.code', undefined],
		['error', undefined],
	])('a pull with drifted %s: never repeated, its ID in error and run', async (key, to) => {
		script(drift(key, to, 100));
		const { error } = await run({ parameters: pull, items: [{ json: {} }], ...retry });
		expect(called(initPath)).toBe(1);
		const { publishId } = setting.emulator.publishes[0];
		expect(error?.message).toContain('may have accepted it');
		expect(tikTokOf(error)).toMatchObject({
			publish_id: publishId,
			accepted: 'unknown',
			retryable: false,
			published: [{ item: 0, publish_id: publishId, upload_state: 'unknown' }],
		});
		const { handOver } = setting.harness.packageModule<{
			handOver: { notes: { values(): Array<{ publishId: string }> } };
		}>('dist/nodes/TikTok/posting/handOver.js');
		expect(handOver.notes.values().map((note) => note.publishId)).toContain(publishId);
	});

	it('a file with an unknown code: its ID is in the error', async () => {
		script(drift('error.code', 'brand_new', 100));
		const { error } = await run();
		expect(called(initPath)).toBe(1);
		expect(tikTokOf(error)).toMatchObject({
			code: 'brand_new',
			publish_id: setting.emulator.publishes[0].publishId,
		});
	});
});

describe('a store that stalls', () => {
	it('three cancelled uploads end at once, and a later one goes on', async () => {
		const items = await Promise.all(
			[2_000, 2_001, 2_002].map((size) => setting.itemWithFiles(size)),
		);
		const opened: Readable[] = [];
		const store = jest.spyOn(Container.get(BinaryDataService), 'getAsStream');
		let allOpened = () => {};
		const cancelAfter = new Promise<void>((resolve) => (allOpened = resolve));
		store.mockImplementation(async () => {
			const stalled = new Readable({ read: () => {} });
			if (opened.push(stalled) === 3) allOpened();
			return stalled;
		});
		const { status } = await run({ items, cancelAfter });
		expect(status).toBe('canceled');
		store.mockRestore();
		const { error } = await run();
		expect(error).toBeUndefined();
	});
});

describe('a store that stalls, and nobody cancels', () => {
	const MEGABYTE = 1024 ** 2;

	it.each([
		['before its first byte', 0],
		['in the middle', 7 * MEGABYTE],
	])('%s: the upload ends with the name of the file, and its slot comes back', async (_, after) => {
		clock.uninstall();
		let stalled = 0;
		clock = jumpThroughWaits(setting, { evenWhileHeld: true, stalled: () => stalled });
		const items = [await setting.itemWithFiles(LARGE)];
		setting.harness.troubleStore({
			stream: async () => {
				let left = after;
				return new Readable({
					read() {
						if (left <= 0) return void (stalled += 1);
						left -= MEGABYTE;
						this.push(mediaBuffer({ property: 'data', bytes: MEGABYTE, head: 'mp4' }));
					},
					destroy(error, done) {
						stalled = 0;
						done(error);
					},
				});
			},
		});
		const { error } = await run({ items });
		setting.harness.troubleStore();
		expect(error?.message).toBe(
			`n8n's store delivered nothing of the file "clip-0.mp4" in "data" for 5 minutes.`,
		);
		expect(error?.description).toContain('Run the workflow again from the node that delivers');
		expect(tikTokOf(error)).toMatchObject({ code: 'file_stalled', retryable: true });
		expect(setting.emulator.publishes.map(({ publishId }) => publishId)).toEqual(
			[tikTokOf(error).publish_id].filter(Boolean),
		);
		const { uploadSlots } = setting.harness.packageModule<{ uploadSlots: { free: unknown[] } }>(
			'dist/nodes/TikTok/upload/uploadSlots.js',
		);
		expect(uploadSlots.free).toHaveLength(3);
	});
});

describe('an upload refused for the limit per minute', () => {
	it('holds no slot while it waits for its turn', async () => {
		const { uploadSlots } = setting.harness.packageModule<{ uploadSlots: { free: unknown[] } }>(
			'dist/nodes/TikTok/upload/uploadSlots.js',
		);
		const free: number[] = [];
		script({
			match: { path: initPath },
			times: 2,
			do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
		});
		const module = setting.harness.packageModule<typeof clock>(
			'dist/nodes/TikTok/shared/clock.js',
		) as unknown as {
			wait(ms: number, signal?: AbortSignal): Promise<void>;
		};
		const { wait } = module;
		module.wait = async (ms, signal) => {
			if (ms > 1_000) free.push(uploadSlots.free.length);
			await wait(ms, signal);
		};
		const { error } = await run();
		module.wait = wait;
		expect(error).toBeUndefined();
		expect(free.slice(-2)).toEqual([3, 3]);
	});
});

describe('an answer that drips', () => {
	it.each([
		['a chunk', '/video/', 600_000],
		['an init', initPath, 10_000],
		['a status', statusPath, 10_000],
	])('to %s ends by the bound of the node', async (_, path, pauseMs) => {
		clock.uninstall();
		clock = jumpThroughWaits(setting, { evenWhileHeld: true });
		script({ match: { path }, do: { kind: 'drip', pauseMs, atMost: 1_000_000 } });
		const waiting = { returnWhen: 'published', options: { maxWaitMinutes: 1 } };
		const { error } = await run({ parameters: { ...upload, ...waiting } });
		expect(error).toBeUndefined();
		expect(setting.emulator.publishes.filter(({ complete }) => complete)).toHaveLength(1);
		// The answer itself takes ten minutes and more.
		expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
		expect(clock.elapsed()).toBeLessThan(300_000);
	});
});
