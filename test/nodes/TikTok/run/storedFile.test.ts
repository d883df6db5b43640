/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { Readable } from 'node:stream';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { mediaBuffer, sha256 } from '../../../fixtures/media';
import { freshUsername } from '../../../harness/accounts';
import { createSetting, type Setting } from '../../../harness/setting';
import type { BinaryMode, RunOptions, RunResult, StoreTrouble } from '../../../harness/types';
import { committed } from '../../../media/fileSet';

type UploadSlotsModule = typeof import('../../../../nodes/TikTok/upload/uploadSlots');

let setting: Setting;
let username: string;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	username = freshUsername();
	setting.emulator.addAccount({ username });
	setting.emulator.requests.length = 0;
});
afterEach(() => {
	setting.harness.troubleStore();
	setting.harness.setBinaryMode('filesystem');
});

const clip = mediaBuffer({ property: 'data', bytes: 300_000, head: 'mp4' });

async function stored(bytes: Buffer = clip, executionId?: string): Promise<IBinaryData> {
	const named = { mimeType: 'video/mp4', fileName: 'clip.mp4' };
	return await setting.harness.storeBinary({ bytes, executionId, ...named });
}

const upload = async (data: IBinaryData, options: Partial<RunOptions> = {}): Promise<RunResult> =>
	await post({ json: {}, binary: { data } }, options);

const post = async (item: INodeExecutionData, options: Partial<RunOptions> = {}) =>
	await setting.harness.run({
		parameters: {
			resource: 'video',
			operation: 'upload',
			postMode: 'MEDIA_UPLOAD',
			binaryPropertyName: 'data',
		},
		credentials: [setting.connect({ username })],
		items: [item],
		...options,
	});

async function expectArrived({ error, items }: RunResult, bytes = clip): Promise<void> {
	expect(error).toBeUndefined();
	const id = items[0].json.publish_id;
	const publish = setting.emulator.publishes.find(({ publishId }) => publishId === id);
	expect(publish?.sha256).toBe(await sha256(bytes));
}

function expectRefused(result: RunResult, code: string, message: string): void {
	expect(result.error?.message).toBe(message);
	expect(result.error?.description).toContain('from the node that delivers the file');
	expect(result.error?.context?.tiktok).toMatchObject({ code });
	expect(setting.emulator.requests).toEqual([]);
}

describe.each<BinaryMode>(['filesystem', 'default', 'database', 's3'])(
	'in the binary mode %s',
	(mode) => {
		beforeEach(() => setting.harness.setBinaryMode(mode));

		it('a video arrives byte for byte', async () => {
			await expectArrived(await upload(await stored()));
		});

		it('an empty file is called empty', async () => {
			const { error } = await upload(await stored(Buffer.alloc(0)));
			expect(error?.message).toBe('The file "clip.mp4" in "data" is empty (0 bytes).');
		});
	},
);

describe.each<BinaryMode>(['filesystem', 'database', 's3'])('in the store of mode %s', (mode) => {
	beforeEach(() => setting.harness.setBinaryMode(mode));

	it('a file that is gone is called so, with what to run again', async () => {
		const data = await stored();
		const item = { json: {}, binary: { data } };
		await setting.harness.deleteBinaries([item]);
		expectRefused(
			await post(item),
			'file_not_found',
			'The file "clip.mp4" in "data" is no longer in n8n\'s store.',
		);
	});

	it('a file that n8n has moved to this execution meanwhile is found', async () => {
		const data = await stored(clip, '');
		await setting.harness.renameBinary(data.id!, `of-${mode}`);
		await expectArrived(await upload(data, { executionId: `of-${mode}` }));
	});

	it('a file that n8n has moved to another execution is gone', async () => {
		const data = await stored(clip, '');
		await setting.harness.renameBinary(data.id!, 'another');
		expectRefused(
			await upload(data),
			'file_not_found',
			'The file "clip.mp4" in "data" is no longer in n8n\'s store.',
		);
	});
});

describe('base64 in an item', () => {
	const base64 = clip.toString('base64');

	it.each([
		['with line breaks, as MIME has them', base64.replace(/.{76}/g, '$&\r\n')],
		['with blanks', base64.replace(/.{64}/g, '$& ')],
		['indented', base64.replace(/.{60}/g, '$&\n\t\t')],
		['in the alphabet for URLs, without padding', clip.toString('base64url')],
		['as a data URL', `data:video/mp4;base64,${base64}`],
		['as a data URL of a codec', ` data:video/mp4;codecs="avc1.42E01E";base64,${base64}`],
	])('%s', async (_how, data) => {
		await expectArrived(await upload({ data, mimeType: 'video/mp4', fileName: 'clip.mp4' }));
	});

	it('as nothing at all is an empty file', async () => {
		const { error } = await upload({ mimeType: 'video/mp4', fileName: 'a.mp4' } as IBinaryData);
		expect(error?.message).toBe('The file "a.mp4" in "data" is empty (0 bytes).');
	});
});

/** What the store does at the first call only. */
function once(trouble: (real: Readable) => Readable): StoreTrouble {
	let calls = 0;
	return { stream: async (itself) => (calls++ === 0 ? trouble(await itself()) : await itself()) };
}

const always = (trouble: (real: Readable) => Readable): StoreTrouble => ({
	stream: async (itself) => trouble(await itself()),
});

/** Delivers half of the file, and then this happens. */
const half = (then: () => Promise<void>) => (real: Readable) => {
	real.destroy();
	return Readable.from(
		(async function* () {
			yield clip.subarray(0, clip.length / 2);
			await then();
		})(),
		{ objectMode: false },
	);
};
const breaksOff = half(async () => await Promise.reject(new Error('read ECONNRESET')));
const endsEarly = half(async () => {});
const never = async () => await new Promise<never>(() => {});

describe('a store that', () => {
	it.each([
		['breaks off', breaksOff],
		['ends early', endsEarly],
	])('%s once: the file is read again from the start', async (_what, trouble) => {
		const data = await stored();
		setting.harness.troubleStore(once(trouble));
		await expectArrived(await upload(data));
	});

	it('breaks off twice', async () => {
		const data = await stored();
		setting.harness.troubleStore(always(breaksOff));
		expectRefused(
			await upload(data),
			'file_unreadable',
			'n8n\'s store could not deliver the file "clip.mp4" in "data".',
		);
	});

	it('ends early twice', async () => {
		const data = await stored();
		setting.harness.troubleStore(always(endsEarly));
		const { error } = await upload(data);
		expect(error?.message).toBe(
			'The file "clip.mp4" in "data" should have 300000 bytes, but n8n\'s store ended after 150000 bytes.',
		);
		expect(setting.emulator.requests).toEqual([]);
	});

	it('loses the file between two readings', async () => {
		const data = await stored();
		let calls = 0;
		setting.harness.troubleStore({
			stream: async (itself) => {
				if (calls++ === 0) return breaksOff(await itself());
				throw Object.assign(new Error('gone'), { code: 'ENOENT' });
			},
		});
		expectRefused(
			await upload(data),
			'file_not_found',
			'The file "clip.mp4" in "data" is no longer in n8n\'s store.',
		);
	});

	it('cannot be read at all', async () => {
		const data = await stored();
		setting.harness.troubleStore({
			stream: async () => await Promise.reject(new Error('database is locked')),
			metadata: async () => await Promise.reject(new Error('database is locked')),
		});
		expectRefused(
			await upload(data),
			'file_unreadable',
			'n8n\'s store could not deliver the file "clip.mp4" in "data".',
		);
	});
});

describe('a store that tells the size', () => {
	it.each<[string, StoreTrouble['metadata']]>([
		['not at all', async () => await Promise.reject(new Error('File not found'))],
		['as nothing', async () => ({}) as never],
		['as 0', async () => ({ fileSize: 0 })],
		['as a text', async () => ({ fileSize: '300000' }) as never],
		['as no number', async () => ({ fileSize: NaN })],
	])('%s: the bytes are counted', async (_how, metadata) => {
		const data = await stored();
		setting.harness.troubleStore({ metadata });
		await expectArrived(await upload(data));
	});

	it.each([
		['too large', 300_001, 'ended after 300000 bytes'],
		['too small', 299_999, 'holds at least 300000 bytes'],
	])('%s: nothing is sent', async (_how, fileSize, found) => {
		const data = await stored();
		setting.harness.troubleStore({ metadata: async () => ({ fileSize }) });
		const { error } = await upload(data);
		expect(error?.message).toContain(`should have ${fileSize} bytes, but n8n's store ${found}`);
		expect(setting.emulator.requests).toEqual([]);
	});
});

describe('stopping the execution while the store stalls', () => {
	const stalls = half(never);

	async function freeSlots(): Promise<number> {
		const { uploadSlots } = setting.harness.packageModule<UploadSlotsModule>(
			'dist/nodes/TikTok/upload/uploadSlots.js',
		);
		const taken = Array.from({ length: 3 }, () => uploadSlots.tryTake());
		taken.forEach((slot) => slot?.giveBack());
		return taken.filter(Boolean).length;
	}

	/** Stops the execution as soon as somebody waits for the store. */
	async function stoppedWhile(trouble: (stalling: () => void) => StoreTrouble) {
		const data = await stored();
		let stalling = () => {};
		const cancelAfter = new Promise<void>((resolve) => (stalling = resolve));
		setting.harness.troubleStore(trouble(() => setImmediate(stalling)));
		return await upload(data, { cancelAfter });
	}

	it.each<[string, (stalling: () => void) => StoreTrouble]>([
		[
			'in the middle of a file',
			(stalling) => ({
				stream: async (itself) => {
					stalling();
					return stalls(await itself());
				},
			}),
		],
		[
			'before it opens the file',
			(stalling) => ({
				async stream() {
					stalling();
					return await never();
				},
			}),
		],
		[
			'before it tells the size',
			(stalling) => ({
				async metadata() {
					stalling();
					return await never();
				},
			}),
		],
	])('%s: the run ends, every slot is free, nothing was sent', async (_where, trouble) => {
		await stoppedWhile(trouble);
		expect(await freeSlots()).toBe(3);
		expect(setting.emulator.requests).toEqual([]);
	});

	it('closes a file that the store opens only afterwards', async () => {
		let open: (stream: Readable) => void = () => {};
		const late = new Promise<Readable>((resolve) => (open = resolve));
		await stoppedWhile((stalling) => ({
			async stream() {
				stalling();
				return await late;
			},
		}));
		const stream = Readable.from([Buffer.alloc(3)]);
		open(stream);
		await new Promise((resolve) => setImmediate(resolve));
		expect(stream.destroyed).toBe(true);
	});
});

interface SentPost {
	source_info: { photo_images: string[] };
}

describe('a photo that came by webhook or form', () => {
	const photo = committed('baseline.jpg');

	beforeEach(() => setting.harness.setInstanceUrl('https://n8n.media.example.com'));

	/** Posts the photo as a draft; the ids of the files behind the links that TikTok got. */
	async function post(executionId: string, data: IBinaryData) {
		const { error } = await setting.harness.run({
			parameters: {
				resource: 'photo',
				operation: 'post',
				postMode: 'MEDIA_UPLOAD',
				photoSource: 'binary',
			},
			credentials: [setting.connect({ username })],
			items: [{ json: {}, binary: { data } }],
			executionId,
		});
		const body = setting.emulator.requests.at(-1)?.body as SentPost | undefined;
		return { error, ids: (body?.source_info.photo_images ?? []).map(idBehind) };
	}

	const idBehind = (url: string) => {
		const [, payload] = (new URL(url).searchParams.get('token') ?? '').split('.');
		return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { id: string }).id;
	};

	const received = async (executionId?: string) =>
		await setting.harness.storeBinary({
			bytes: photo,
			mimeType: 'image/jpeg',
			fileName: 'photo.jpg',
			executionId,
		});

	it.each<BinaryMode>(['filesystem', 'database', 's3'])(
		'is served after the execution has ended, in the mode %s',
		async (mode) => {
			setting.harness.setBinaryMode(mode);
			const data = await received('');
			expect(data.id).toContain('/executions/temp/');
			const executionId = `photos-of-${mode}`;
			const { error, ids } = await post(executionId, data);
			expect(error).toBeUndefined();
			await setting.harness.renameBinary(data.id!, executionId);

			expect(ids).toEqual([expect.stringContaining(`/executions/${executionId}/`)]);
			const [id] = ids;
			const served = await setting.harness.readBinary({ id, data: '', mimeType: '' });
			expect(served.equals(photo)).toBe(true);
			await expect(setting.harness.readBinary(data)).rejects.toThrow();
		},
	);

	it('is the only kind that is copied', async () => {
		const data = await received();
		const { error, ids } = await post('4712', data);
		expect(error).toBeUndefined();
		expect(ids).toEqual([data.id]);
	});

	it('is named when the store loses it before it is copied', async () => {
		const data = await received('');
		await setting.harness.deleteBinaries([{ json: {}, binary: { data } }]);
		const { error } = await post('4713', data);
		expect(error?.message).toBe('The file "photo.jpg" in "data" is no longer in n8n\'s store.');
	});
});
