import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { mediaBuffer } from '../../fixtures/media';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { VirtualClock } from '../../harness/virtualClock';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';

let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting({ switches: { initQuotaPerMinute: 100 } });
	setting.chunksOf(6_000_000);
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.requests.length = 0;
	clock = jumpThroughWaits(setting);
});
afterEach(() => {
	clock.uninstall();
	jest.restoreAllMocks();
});

const inits = () =>
	setting.emulator.requests.filter(({ path }) => path.endsWith('/video/init/')).length;
const complete = () => setting.emulator.publishes.filter((publish) => publish.complete);

async function files(count: number): Promise<INodeExecutionData[]> {
	return await Promise.all(
		Array.from({ length: count }, async (_, index) => await setting.itemWithFiles(1000 + index)),
	);
}

const upload = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	binaryPropertyName: 'data',
};
const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

describe("n8n's Retry On Fail, which runs all items again", () => {
	it('never starts a second post for items that were accepted, and posts the third once', async () => {
		// The third item's init fails for good in the first try only.
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			nth: 3,
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		const { items, error } = await setting.harness.run({
			parameters: upload,
			items: await files(3),
			credentials: [setting.connect()],
			...retry,
		});

		expect(error).toBeUndefined();
		expect(inits()).toBe(4);
		expect(
			complete()
				.map(({ publishId }) => publishId)
				.sort(),
		).toEqual(items.map(({ json }) => json.publish_id as string).sort());
		expect(new Set(complete().map(({ sha256 }) => sha256)).size).toBe(3);
	});

	it('goes on with a broken upload where TikTok is, under the same publish ID', async () => {
		const item = await setting.itemWithFiles(11_000_000);
		// The second chunk fails six times: the first try of the node gives up.
		setting.emulator.faults.script({
			match: { method: 'PUT', path: '/' },
			nth: 2,
			times: 6,
			do: { kind: 'status', status: 503 },
		});
		const { items, error } = await setting.harness.run({
			parameters: upload,
			items: [item],
			credentials: [setting.connect()],
			...retry,
		});

		expect(error).toBeUndefined();
		expect(inits()).toBe(1);
		expect(items[0].json.publish_id).toBe(complete()[0].publishId);
		const stored = setting.emulator.requests.filter(
			({ api, status }) => api === 'upload' && (status === 206 || status === 201),
		);
		expect(stored).toHaveLength(2);
	});

	it('never repeats a pull whose answer was lost, in no try', async () => {
		setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			do: { kind: 'resetAfter' },
		});
		const { error } = await setting.harness.run({
			parameters: {
				...upload,
				operation: 'publish',
				videoUrl: 'https://media.example.com/clip.mp4',
			},
			credentials: [setting.connect()],
			...retry,
		});

		expect(inits()).toBe(1);
		expect(error?.message).toBe("TikTok's answer was lost; it may have accepted this post.");
		expect(error?.context?.tiktok).toMatchObject({ accepted: 'unknown', unconfirmed: [0] });
	});

	it('knows an item again although its caption has the time in it', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			nth: 2,
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		const { error } = await setting.harness.run({
			parameters: { ...upload, title: '={{ "at " + Date.now() + Math.random() }}' },
			items: await files(2),
			credentials: [setting.connect()],
			...retry,
		});

		expect(error).toBeUndefined();
		expect(inits()).toBe(3);
	});

	it('posts photos of n8n files once, although their links are signed anew in each try', async () => {
		setting.harness.setInstanceUrl('https://media.example.com');
		setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
		const photo = await setting.harness.storeBinary({
			bytes: mediaBuffer({ property: 'a', bytes: 1000, head: 'jpeg' }),
			mimeType: 'image/jpeg',
			fileName: 'a.jpg',
		});
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/content/init/' },
			nth: 2,
			do: { kind: 'envelope', status: 403, code: 'spam_risk' },
		});
		// Signed links hold the second in which they were made.
		const realNow = Date.now;
		let seconds = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 1000 * seconds++);
		await setting.harness.run({
			parameters: {
				resource: 'photo',
				operation: 'post',
				postMode: 'DIRECT_POST',
				privacyLevel: 'SELF_ONLY',
				photoSource: 'binary',
				binaryPropertyNames: 'data',
			},
			items: [0, 1].map(() => ({ json: {}, binary: { data: photo } })),
			credentials: [setting.connect()],
			...retry,
		});

		const photoInits = setting.emulator.requests.filter(({ path }) =>
			path.endsWith('/content/init/'),
		);
		expect(photoInits.map(({ status }) => status).sort()).toEqual([200, 200, 403]);
	});

	it('never starts anew when the last chunk may have arrived, though status and URL say nothing', async () => {
		const lagging = {
			kind: 'after',
			status: 200,
			body: {
				data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 },
				error: { code: 'ok', message: '', log_id: 'x' },
			},
		} as const;
		setting.emulator.faults.script(
			{ match: { method: 'PUT', path: '/' }, do: { kind: 'resetAfter' } },
			{
				match: { method: 'PUT', path: '/' },
				nth: 2,
				times: 30,
				do: { kind: 'status', status: 404 },
			},
			{ match: { path: '/v2/post/publish/status/fetch/' }, times: 30, do: lagging },
		);
		const { error } = await setting.harness.run({
			parameters: upload,
			items: await files(1),
			credentials: [setting.connect()],
			...retry,
		});

		expect(inits()).toBe(1);
		expect(error?.context?.tiktok).toMatchObject({
			code: 'upload_unconfirmed',
			publish_id: complete()[0].publishId,
			upload_state: 'unknown',
			retryable: false,
		});
	});

	it('a post that failed while its last answer was lost is an error, not a success', async () => {
		setting.emulator.account('demo.creator').failNext.push('frame_rate_check_failed');
		setting.emulator.switches.processingMs = 0;
		setting.emulator.faults.script({
			match: { method: 'PUT', path: '/' },
			do: { kind: 'resetAfter' },
		});
		const { error } = await setting.harness.run({
			parameters: upload,
			items: await files(1),
			credentials: [setting.connect()],
		});

		expect(error?.message).toBe("The frame rate of the video is outside TikTok's limits.");
		expect(error?.context?.tiktok).toMatchObject({
			publish_id: setting.emulator.publishes[0].publishId,
		});
	});

	it('starts anew in a new execution: that is a new post', async () => {
		const items = await files(1);
		const credentials = [setting.connect()];
		await setting.harness.run({ parameters: upload, items, credentials });
		await setting.harness.run({ parameters: upload, items, credentials });

		expect(inits()).toBe(2);
	});
});

describe('Upload Many', () => {
	const uploadMany = { ...upload, operation: 'uploadMany' };

	it('posts a field once that is named twice', async () => {
		const { items } = await setting.harness.run({
			parameters: { ...uploadMany, binaryPropertyNames: 'data, data' },
			items: await files(1),
			credentials: [setting.connect()],
		});

		expect(inits()).toBe(1);
		expect(items.map(({ json }) => json.publish_id)).toEqual([complete()[0].publishId]);
	});

	it('keeps both publish IDs when two fields hold the same file', async () => {
		const [{ binary }] = await files(1);
		const data = binary!.data;
		const { items } = await setting.harness.run({
			parameters: { ...uploadMany, binaryPropertyNames: 'data, copy' },
			items: [{ json: {}, binary: { data, copy: data } }],
			credentials: [setting.connect()],
		});

		expect(items.map(({ json }) => json.publish_id).sort()).toEqual(
			complete()
				.map(({ publishId }) => publishId)
				.sort(),
		);
		expect(new Set(items.map(({ json }) => json.publish_id)).size).toBe(2);
	});
});

describe('a batch that reaches a daily cap', () => {
	it('fails the remaining items with the same reason and without a request', async () => {
		const cap = { kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' } as const;
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			times: 20,
			do: cap,
		});
		const { items } = await setting.harness.run({
			parameters: upload,
			items: await files(8),
			credentials: [setting.connect()],
			onError: 'continueRegularOutput',
		});

		expect(items).toHaveLength(8);
		for (const { json } of items) {
			expect(json.details).toMatchObject({ code: 'spam_risk_too_many_posts', retryable: true });
		}
		// Three uploads run at a time; what started together cannot know of the cap.
		expect(inits()).toBeLessThanOrEqual(3);
	});

	it.each([
		['spam_risk_too_many_pending_share', 'MEDIA_UPLOAD', 'inbox/video/init/'],
		['spam_risk_too_many_posts', 'DIRECT_POST', 'video/init/'],
	])('%s leaves the items of the other post mode alone', async (code, capped, path) => {
		setting.emulator.faults.script({
			match: { path: `/v2/post/publish/${path}` },
			do: { kind: 'envelope', status: 403, code },
		});
		const other = capped === 'DIRECT_POST' ? 'MEDIA_UPLOAD' : 'DIRECT_POST';
		const modes = [capped, other, other];
		const videos = await files(3);
		const { items } = await setting.harness.run({
			parameters: { ...upload, postMode: '={{ $json.mode }}' },
			items: videos.map((item, index) => ({ ...item, json: { mode: modes[index] } })),
			credentials: [setting.connect()],
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => (json.details as IDataObject | undefined)?.code)).toEqual([
			code,
			undefined,
			undefined,
		]);
	});
});
