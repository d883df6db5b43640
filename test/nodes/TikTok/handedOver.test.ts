import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { mediaBuffer, sha256 } from '../../fixtures/media';
import { addVideos, freshUsername } from '../../harness/accounts';
import { isForTikTok } from '../../harness/fixtureRequests';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import { startMediaServer, type MediaServer } from '../../harness/mediaServer';
import { createSetting, type Setting } from '../../harness/setting';
import type { BinaryOptions, RunResult } from '../../harness/types';
import { committed } from '../../media/fileSet';

/** What workflows have handed over that once went wrong; each stands for its kind. */

let setting: Setting;
let media: MediaServer;
let username: string;
beforeAll(async () => {
	setting = await createSetting();
	media = await startMediaServer();
	setting.emulator.switches.pullMapping = {
		'media.example.com': media.url,
		'n8n.media.example.com': media.url,
	};
	setting.harness.setInstanceUrl('https://n8n.media.example.com');
});
afterAll(async () => {
	await setting.close();
	await media.close();
});
beforeEach(() => {
	username = freshUsername();
	setting.emulator.addAccount({ username });
	setting.emulator.requests.length = 0;
});

const nothing = '={{ $json.thereIsNoSuchField }}';
const sent = () => setting.emulator.requests.filter(isForTikTok);
const sentTo = (end: string) => sent().filter(({ path }) => path.endsWith(end));
const bodiesOf = (end: string) =>
	sentTo(end).map(({ body }) => body as Record<string, IDataObject>);
const postsOf = ({ items }: RunResult) =>
	items.map(({ json }) =>
		setting.emulator.publishes.find(({ publishId }) => publishId === json.publish_id),
	);

const run = async (parameters: INodeParameters, items?: INodeExecutionData[]) =>
	await setting.harness.run({ parameters, items, credentials: [setting.connect({ username })] });

const upload: INodeParameters = {
	resource: 'video',
	operation: 'upload',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	binaryPropertyName: 'data',
};
const publish: INodeParameters = {
	resource: 'video',
	operation: 'publish',
	postMode: 'MEDIA_UPLOAD',
};
const photos: INodeParameters = {
	resource: 'photo',
	operation: 'post',
	postMode: 'MEDIA_UPLOAD',
	photoSource: 'binary',
};

const clip = mediaBuffer({ property: 'data', bytes: 20_000, head: 'mp4' });
const photo = committed('baseline.jpg');

const file = async (options: Partial<BinaryOptions> = {}): Promise<IBinaryData> =>
	await setting.harness.storeBinary({
		bytes: clip,
		mimeType: 'video/mp4',
		fileName: 'clip.mp4',
		...options,
	});
const itemWith = (...files: IBinaryData[]): INodeExecutionData => ({
	json: {},
	binary: Object.fromEntries(
		files.map((one, index) => [index === 0 ? 'data' : `data_${index}`, one]),
	),
});

async function expectPosted(result: RunResult, bytes: Buffer): Promise<void> {
	expect(result.error).toBeUndefined();
	expect(postsOf(result).map((post) => post?.sha256)).toEqual([await sha256(bytes)]);
}

function expectRefused({ error, items }: RunResult, message: string): void {
	expect(error?.message).toBe(message);
	expect(items).toEqual([]);
	expect(sentTo('/init/')).toEqual([]);
}

describe('a field whose expression yields nothing takes its default', () => {
	it('Maximum Wait: ten minutes, then an item that says how to go on', async () => {
		setting.emulator.switches.processingMs = 86_400_000;
		const clock = jumpThroughWaits(setting);
		try {
			const waiting = { returnWhen: 'published', options: { maxWaitMinutes: nothing } };
			const { items, error } = await run({ ...upload, ...waiting }, [itemWith(await file())]);

			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(items[0].json).toMatchObject({ is_final: false });
			// 5, 10, 20, then every 30 s of ten minutes; jitter only shortens.
			expect(sentTo('/status/fetch/').length).toBeLessThan(30);
		} finally {
			clock.uninstall();
			setting.emulator.switches.processingMs = 0;
		}
	});

	it('Uploads at a Time: every file is posted', async () => {
		const result = await run(
			{ ...upload, operation: 'uploadMany', options: { maxConcurrency: nothing } },
			[itemWith(await file(), await file())],
		);

		expect(result.error).toBeUndefined();
		expect(postsOf(result).map((post) => post?.complete)).toEqual([true, true]);
	});

	it('Limit: the 50 newest videos', async () => {
		const videos = Array.from({ length: 55 }, (_, index) => ({
			id: `76000000000000${99_999 - index}`,
			create_time: 1_788_220_800 - index,
		}));
		addVideos(setting.emulator, username, videos);
		const { items, error } = await run({ resource: 'video', operation: 'getAll', limit: nothing });

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(videos.slice(0, 50).map(({ id }) => id));
	});
});

describe("a value of another type is sent as TikTok's", () => {
	it('caption 42, cover frame "1500" and toggle "false"', async () => {
		const { error } = await run(
			{
				...upload,
				title: '={{ 42 }}',
				options: {
					coverTimestampMs: '={{ "1500" }}',
					disableComment: '={{ "false" }}',
					disableDuet: '={{ "true" }}',
				},
			},
			[itemWith(await file())],
		);

		expect(error).toBeUndefined();
		expect(bodiesOf('/init/')[0].post_info).toMatchObject({
			title: '42',
			video_cover_timestamp_ms: 1500,
			disable_comment: false,
			disable_duet: true,
		});
	});

	it('Asset IDs as JSON text', async () => {
		const { items, error } = await setting.harness.run({
			parameters: {
				authentication: 'tikTokBusinessApi',
				resource: 'adAccount',
				operation: 'getOccupiedShopAds',
				advertiserId: '7000000000000000001',
				storeId: '7490000000000000001',
				occupiedAssetType: 'SPU',
				assetIds: '={{ "[\\"1729000000000000001\\"]" }}',
			},
			credentials: [setting.businessToken],
		});

		expect(error).toBeUndefined();
		expect(items).not.toEqual([]);
		expect(sent().map(({ query }) => query.asset_ids)).toEqual(['["1729000000000000001"]']);
	});

	it('Video IDs as JSON text, digits without quotes', async () => {
		addVideos(setting.emulator, username, [
			{ id: '7678907398077074696', create_time: 1_788_000_000 },
		]);
		const { items, error } = await run({
			resource: 'video',
			operation: 'get',
			videoIds: '={{ "[7678907398077074696, \\"7678907398077074697\\"]" }}',
		});

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(['7678907398077074696']);
		expect(bodiesOf('/video/query/')[0].filters).toEqual({
			video_ids: ['7678907398077074696', '7678907398077074697'],
		});
	});

	it('Publish IDs as JSON text: an item for each', async () => {
		const posted = await run(upload, [itemWith(await file()), itemWith(await file())]);
		const ids = posted.items.map(({ json }) => json.publish_id as string);
		const { items, error } = await setting.harness.run({
			parameters: { resource: 'post', operation: 'getStatus', publishIds: '={{ $json.ids }}' },
			items: [{ json: { ids: JSON.stringify(ids) } }],
			credentials: [setting.connect({ username })],
		});

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.publish_id)).toEqual(ids);
	});

	it('Video URL with a blank in it: encoded', async () => {
		const videoUrl = 'https://media.example.com/summer clip.mp4';
		const { error } = await run({ ...publish, videoUrl });

		expect(error).toBeUndefined();
		expect(bodiesOf('/init/')[0].source_info.video_url).toBe(
			'https://media.example.com/summer%20clip.mp4',
		);
	});

	it('Video URL as a list of one: that one', async () => {
		const { error } = await run({
			...publish,
			videoUrl: '={{ ["https://media.example.com/a.mp4"] }}',
		});

		expect(error).toBeUndefined();
		expect(bodiesOf('/init/')[0].source_info.video_url).toBe('https://media.example.com/a.mp4');
	});

	it('Video URL as a list of two is refused', async () => {
		const urls = ['https://media.example.com/a.mp4', 'https://media.example.com/b.mp4'];
		const result = await run({ ...publish, videoUrl: '={{ $json.urls }}' }, [{ json: { urls } }]);

		expectRefused(result, `Video URL is the list ${JSON.stringify(urls)}.`);
		expect(result.error?.description).toContain('It takes one value, not 2.');
	});

	it.each([
		['the file', '={{ $binary.data }}'],
		['all files of the item', '={{ $binary }}'],
	])("%s instead of its field's name", async (_what, binaryPropertyName) => {
		await expectPosted(
			await run({ ...upload, binaryPropertyName }, [itemWith(await file())]),
			clip,
		);
	});
});

describe('a file in the place of its name', () => {
	/** As n8n keeps it in the item, in its default mode. */
	const inItem = (bytes: Buffer, fileName: string): IBinaryData => ({
		data: bytes.toString('base64'),
		mimeType: 'video/mp4',
		fileName,
		fileSize: `${bytes.length} B`,
	});

	it.each([
		['={{ $binary.data_1 }}', 1],
		['={{ [$binary.data] }}', 0],
	])('that is kept in the item: %s', async (binaryPropertyName, index) => {
		const files = [clip, mediaBuffer({ property: 'data_1', bytes: 2_000, head: 'mp4' })];
		const item = itemWith(inItem(files[0], 'a.mp4'), inItem(files[1], 'b.mp4'));
		await expectPosted(await run({ ...upload, binaryPropertyName }, [item]), files[index]);
	});

	it('that looks like another one of the item is refused: nobody can tell which is meant', async () => {
		const item = itemWith(inItem(clip, 'a.mp4'), inItem(Buffer.from(clip).reverse(), 'a.mp4'));
		const result = await run({ ...upload, binaryPropertyName: '={{ $binary.data }}' }, [item]);
		expectRefused(result, 'Input Binary Field fits several files of the item: data, data_1.');
	});

	it('of another item is refused, and the error says how to bring it along', async () => {
		const json = { file: { ...(await file()) } as unknown as IDataObject };
		const parameters = { ...upload, binaryPropertyName: '={{ $json.file }}' };
		const result = await run(parameters, [{ json }]);
		expectRefused(result, 'Input Binary Field is an object that is no file of the input item.');
		expect(result.error?.description).toContain('Merge node');
	});
});

describe('a good file with any label is posted', () => {
	it('what curl -F data=@clip.mp4 makes of it: octet-stream with the extension bin', async () => {
		const data = await file({ mimeType: 'application/octet-stream' });
		const result = await run(upload, [itemWith({ ...data, fileExtension: 'bin' })]);

		await expectPosted(result, clip);
		expect(sent().at(-1)?.headers['content-type']).toBe('video/mp4');
	});

	it.each([
		['labelled image/jpg', 'image/jpg', 'photo'],
		['by its name only, as Telegram delivers', 'application/octet-stream', 'file_12.jpg'],
		['neither labelled nor named', 'application/octet-stream', undefined],
	])('a JPEG %s', async (_how, mimeType, fileName) => {
		const result = await run(photos, [itemWith(await file({ bytes: photo, mimeType, fileName }))]);

		expect(result.error).toBeUndefined();
		expect(bodiesOf('/init/')[0].source_info.photo_images).toHaveLength(1);
	});

	it.each([
		['a cover picture as its first track', 'cover_first.mp4'],
		['fragments, and a duration of all ones', 'frag_unknown_v1.mp4'],
		['a chapter track that kept 840 s', 'chapters840.mp4'],
	])('an MP4 with %s', async (_what, name) => {
		const bytes = committed(name);
		await expectPosted(await run(upload, [itemWith(await file({ bytes }))]), bytes);
	});
});

describe('what TikTok could not take is refused in words', () => {
	it.each([
		['an HTML error page', '<!DOCTYPE html><title>502</title>', 'a web page (HTML)'],
		['the word filesystem-v2', 'filesystem-v2', "n8n's note of where it keeps a file"],
	])('%s labelled video/mp4', async (_what, content, reads) => {
		const item = itemWith(await file({ bytes: Buffer.from(content) }));
		expectRefused(
			await run(upload, [item]),
			`The file "clip.mp4" in "data" looks like ${reads}, not like a video.`,
		);
	});

	it('the nine bytes that base64 makes of filesystem-v2', async () => {
		const data = { data: 'filesystem-v2', mimeType: 'video/mp4', fileName: 'clip.mp4' };
		const { error } = await run(upload, [itemWith(data)]);

		expect(error?.context?.tiktok).toMatchObject({ code: 'wrong_file_type' });
		expect(sentTo('/init/')).toEqual([]);
	});

	it('an empty JPEG', async () => {
		const named = { mimeType: 'image/jpeg', fileName: 'photo.jpg' };
		expectRefused(
			await run(photos, [itemWith(await file({ bytes: Buffer.alloc(0), ...named }))]),
			'The file "photo.jpg" in "data" is empty (0 bytes).',
		);
	});

	it.each(['square1254.jpg', 'square1254.webp'])(
		'%s, which fails a whole carousel',
		async (name) => {
			const named = { bytes: committed(name), mimeType: 'image/jpeg', fileName: name };
			expectRefused(
				await run(photos, [itemWith(await file(named))]),
				`The photo "${name}" in "data" has 1254 × 1254 pixels; TikTok takes at most 1080 on the shorter side.`,
			);
		},
	);
});

describe("n8n's store", () => {
	it('moves the photo of a webhook when the execution ends: the link lives on', async () => {
		const named = { bytes: photo, mimeType: 'image/jpeg', fileName: 'photo.jpg' };
		const data = await file({ ...named, executionId: '' });
		const { error, executionId } = await run(photos, [itemWith(data)]);
		expect(error).toBeUndefined();
		await setting.harness.renameBinary(data.id!, executionId);

		const [url] = bodiesOf('/init/')[0].source_info.photo_images as string[];
		const [, payload] = (new URL(url).searchParams.get('token') ?? '').split('.');
		const { id } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { id: string };
		const served = await setting.harness.readBinary({ id, data: '', mimeType: '' });
		expect(served.equals(photo)).toBe(true);
	});

	it('has lost the file: field, file and what to run again are named', async () => {
		const item = itemWith(await file());
		await setting.harness.deleteBinaries([item]);
		const result = await run(upload, [item]);

		expectRefused(result, 'The file "clip.mp4" in "data" is no longer in n8n\'s store.');
		expect(result.error?.description).toContain(
			'Run the workflow again from the node that delivers the file.',
		);
		expect(result.error?.context?.tiktok).toMatchObject({ code: 'file_not_found' });
	});

	it('is not used, and the base64 has line breaks', async () => {
		const data = clip.toString('base64').replace(/.{76}/g, '$&\n');
		await expectPosted(
			await run(upload, [itemWith({ data, mimeType: 'video/mp4', fileName: 'clip.mp4' })]),
			clip,
		);
	});
});

describe('Get Many that finds nothing', () => {
	it("tells an agent's model so in words", async () => {
		const { text } = await setting.harness.runTool({
			parameters: { resource: 'video', operation: 'getAll' },
			credentials: [setting.connect({ username })],
		});

		expect(text).toContain('The account has no public videos that fit.');
	});
});
