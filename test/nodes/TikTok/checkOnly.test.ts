import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { committed, mediaFirst } from '../../media/fileSet';
import { freshUsername } from '../../harness/accounts';
import type { FileHost } from '../../harness/fileHost';
import { startFileHost } from '../../harness/fileHost';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import { directPost, itemHolding } from '../../harness/posts';
import type { PublicNames } from '../../harness/publicNames';
import { startPublicNames } from '../../harness/publicNames';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { RunOptions } from '../../harness/types';

let setting: Setting;
/** Where what TikTok is to download lies; the node looks at it there. */
let host: FileHost;
let names: PublicNames;
beforeAll(async () => {
	setting = await createSetting();
	setting.chunksOf(6_000_000);
	host = await startFileHost();
	host.serve('/a.mp4', { versions: [committed('base.mp4')], ranges: true });
	names = await startPublicNames({ 'media.example.com': host.url });
});
afterAll(async () => {
	await setting.close();
	await names.close();
	await host.close();
});

let username = '';
let credential: ReturnType<Setting['connect']>;
beforeEach(() => {
	setting.emulator.reset();
	setting.harness.setInstanceUrl('https://n8n.media.example.com');
	username = freshUsername();
	setting.emulator.addAccount({ username });
	credential = setting.connect({ username });
});
afterEach(() => {
	expect(setting.emulator.publishes).toEqual([]);
	expect(paths().filter((path) => /init|PUT/.test(path))).toEqual([]);
});

const paths = () => setting.emulator.requests.map(({ method, path }) => `${method} ${path}`);
const creatorInfo = 'POST /v2/post/publish/creator_info/query/';

const direct = { ...directPost, title: 'Behind the scenes' };
const url = 'https://media.example.com/a.mp4';
const publishing = (): INodeParameters => ({
	...direct,
	operation: 'publish',
	videoUrl: url,
	requestOptions: names.requestOptions,
});

async function check(
	parameters: INodeParameters,
	options: Omit<RunOptions, 'parameters'> = {},
): Promise<IDataObject[]> {
	const { items, error } = await setting.harness.run({
		credentials: [credential],
		...options,
		parameters: {
			...parameters,
			options: { checkOnly: true, ...(parameters.options as INodeParameters) },
		},
	});
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

const publish = async (own: INodeParameters = {}) => (await check({ ...publishing(), ...own }))[0];

const problems = (item: IDataObject) => item.problems as IDataObject[];
const messages = (item: IDataObject) => problems(item).map(({ message }) => message);

describe('what the item says', () => {
	it('of a post that would be made: request, account, and that nothing is wrong', async () => {
		expect(await publish({ options: { aiGenerated: true } })).toEqual({
			would_post: true,
			problems: [],
			request: {
				method: 'POST',
				path: '/v2/post/publish/video/init/',
				body: {
					post_info: {
						title: 'Behind the scenes',
						privacy_level: 'SELF_ONLY',
						brand_content_toggle: false,
						brand_organic_toggle: false,
						is_aigc: true,
					},
					source_info: { source: 'PULL_FROM_URL', video_url: url },
				},
			},
			creator: expect.objectContaining({ creator_username: username, comment_disabled: false }),
			address: {
				field: 'Video URL',
				host: 'media.example.com',
				http_status: 206,
				bytes: 36_937,
				kind: 'video/mp4',
				seconds: 4,
				width: 360,
				height: 640,
				frames_per_second: 30,
			},
		});
		expect(paths()).toEqual([creatorInfo]);
	});

	it('of one that would not: every problem at once, in parts', async () => {
		const item = await publish({
			title: 'a'.repeat(2201),
			videoUrl: 'http://media.example.com/a.mp4',
			options: { brandContent: true, coverTimestampMs: '={{ "soon" }}' },
		});
		expect(item.would_post).toBe(false);
		expect(problems(item)).toEqual([
			{
				code: 'invalid_input',
				message: 'Cover Time (Milliseconds) is "soon".',
				field: 'Cover Time (Milliseconds)',
				value: '"soon"',
				rule: 'It takes a whole number from 0 to 2147483647.',
				advice: 'It takes a whole number from 0 to 2147483647.',
				retryable: false,
			},
			{
				code: 'invalid_input',
				message: 'Caption is too long: 2201/2200 characters.',
				field: 'Caption',
				value: `${'a'.repeat(100)}…`,
				rule: 'It takes up to 2200 characters.',
				advice: 'TikTok counts UTF-16 units: most emoji count as two.',
				retryable: false,
			},
			expect.objectContaining({ field: 'Branded Content', rule: expect.any(String) as string }),
			expect.objectContaining({
				field: 'Video URL',
				value: 'http://media.example.com/a.mp4',
				message: 'Video URL is not an https address: http://media.example.com/a.mp4',
			}),
		]);
		expect(item.request).toMatchObject({ body: { source_info: { source: 'PULL_FROM_URL' } } });
		expect(item.creator).toMatchObject({ creator_username: username });
	});

	it('shows the post as the creator allows it', async () => {
		setting.emulator.account(username).commentDisabled = true;
		const { request } = await publish();
		expect(request).toMatchObject({ body: { post_info: { disable_comment: true } } });
	});
});

describe('the file', () => {
	const upload = async (bytes: Buffer, own: INodeParameters = {}) =>
		(
			await check(
				{ operation: 'upload', binaryPropertyName: 'data', ...direct, ...own },
				{ items: [await itemHolding(setting.harness, { data: { bytes } })] },
			)
		)[0];

	it('is described by its header, and the request by its chunks', async () => {
		const item = await upload(committed('base.mp4'));
		expect(item).toMatchObject({
			would_post: true,
			file: {
				kind: 'video/mp4',
				bytes: 36_937,
				seconds: 4,
				width: 360,
				height: 640,
				frames_per_second: 30,
				chunks: 1,
			},
			request: {
				body: { source_info: { video_size: 36_937, chunk_size: 36_937, total_chunk_count: 1 } },
			},
		});
	});

	it('breaks all rules at once', async () => {
		setting.emulator.account(username).maxVideoPostDurationSec = 0.5;
		const item = await upload(committed('slow15.mp4'));
		expect(problems(item).map(({ code }) => code)).toEqual([
			'duration_check_failed',
			'frame_rate_check_failed',
		]);
	});

	it('is described, but not judged, when Preflight is off', async () => {
		const item = await upload(committed('slow15.mp4'), { options: { preflight: false } });
		expect(item).toMatchObject({ would_post: true, file: { frames_per_second: 15 } });
	});

	it('is read to its metadata, however far behind', async () => {
		const movie = committed('slow15.mp4');
		const item = await upload(mediaFirst(movie, 11_000_000));
		expect(item.file).toMatchObject({ chunks: 2, frames_per_second: 15 });
		expect(problems(item).map(({ code }) => code)).toEqual(['frame_rate_check_failed']);
	});

	it('may be missing', async () => {
		const [item] = await check({ operation: 'upload', binaryPropertyName: 'data', ...direct });
		expect(messages(item)).toEqual(['The input item has no file in the field "data".']);
		expect(item).not.toHaveProperty('file');
		expect(item.creator).toMatchObject({ creator_username: username });
	});

	it('of several each has an item, with what is wrong with all of them and with itself', async () => {
		const items = await check(
			{ ...direct, operation: 'uploadMany', binaryPropertyNames: '', title: 'a'.repeat(2201) },
			{
				items: [
					await itemHolding(setting.harness, {
						one: { bytes: committed('base.mp4') },
						two: { bytes: committed('slow15.mp4') },
					}),
				],
			},
		);
		expect(items.map(({ field, would_post }) => [field, would_post])).toEqual([
			['one', false],
			['two', false],
		]);
		expect(items.map((item) => problems(item).map(({ code }) => code))).toEqual([
			['invalid_input'],
			['invalid_input', 'frame_rate_check_failed'],
		]);
	});

	it('of photos: kind, bytes and pixels, and links without their signature', async () => {
		const [item] = await check(
			{ ...direct, resource: 'photo', operation: 'post', photoSource: 'binary' },
			{
				items: [
					await itemHolding(setting.harness, {
						a: { bytes: committed('baseline.jpg') },
						b: { bytes: committed('p1086x1448.jpg') },
					}),
				],
			},
		);
		expect(item.files).toEqual([
			expect.objectContaining({ field: 'a', kind: 'image/jpeg', width: 1080, height: 1920 }),
			expect.objectContaining({ field: 'b', kind: 'image/jpeg', width: 1086, height: 1448 }),
		]);
		expect(problems(item)).toEqual([
			expect.objectContaining({ code: 'picture_size_check_failed', field: 'b' }),
		]);
		expect(JSON.stringify(item)).not.toContain('token=');
		expect(item.request).toMatchObject({
			body: {
				source_info: {
					photo_images: [
						expect.stringMatching(/^https:\/\/n8n\.media\.example\.com\/[^?]+$/),
						expect.stringMatching(/^https:\/\/n8n\.media\.example\.com\/[^?]+$/),
					],
				},
			},
		});
	});
});

describe('an account', () => {
	it('that cannot post now is a problem of its own, with TikTok as its witness', async () => {
		setting.emulator.account(username).postingBlock = 'spam_risk_too_many_posts';
		const item = await publish();
		expect(item).toMatchObject({ would_post: false, creator: null });
		expect(problems(item).map(({ code }) => code)).toEqual(['spam_risk_too_many_posts']);
	});

	it('that TikTok cannot tell about now would not post either, and may later', async () => {
		const clock = jumpThroughWaits(setting);
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/creator_info/query/' },
			do: { kind: 'envelope', status: 500, code: 'internal_error' },
			times: 20,
		});
		const item = await publish();
		clock.uninstall();
		setting.emulator.faults.clear();
		expect(item).toMatchObject({ would_post: false, creator: null });
		expect(problems(item)).toEqual([
			expect.objectContaining({ code: 'internal_error', retryable: true }),
		]);
	});

	it('without the permission for drafts is told so, and asked nothing', async () => {
		credential = setting.connect({ username, scopes: ['video.publish'] });
		const item = await publish({ postMode: 'MEDIA_UPLOAD' });
		expect(messages(item)).toEqual(['This account did not grant video.upload.']);
		expect(paths()).toEqual([]);
	});

	it('that has removed the app is noticed for drafts, too', async () => {
		setting.emulator.removeAuthorization({ username });
		const item = await publish({ postMode: 'MEDIA_UPLOAD' });
		expect(problems(item).map(({ code }) => code)).toEqual(['reconnect']);
	});

	it('whose credential was never connected makes an item as well', async () => {
		credential = setting.harness.addCredential('tikTokOAuth2Api', {
			...setting.harness.credentialData(credential),
			oauthTokenData: {},
		});
		const item = await publish();
		expect(item).toMatchObject({ would_post: false, request: null, creator: null });
		expect(problems(item).map(({ code }) => code)).toEqual(['reconnect']);
	});
});

it('a Check Only that is neither true nor false is refused, not guessed', async () => {
	const { error } = await setting.harness.run({
		credentials: [credential],
		parameters: {
			...publishing(),
			options: { checkOnly: '={{ "perhaps" }}' },
		},
	});
	expect(error?.message).toBe('Check Only is "perhaps".');
	expect(paths()).toEqual([]);
});

it('some items may be checked and others posted', async () => {
	const { items } = await setting.harness.run({
		credentials: [credential],
		parameters: {
			...publishing(),
			options: { checkOnly: '={{ $json.checkOnly }}' },
		},
		items: [{ json: { checkOnly: true } }, { json: { checkOnly: 'false' } }],
	});
	expect(items.map(({ json }) => [json.would_post, typeof json.publish_id])).toEqual([
		[true, 'undefined'],
		[undefined, 'string'],
	]);
	await setting.emulator.settled();
	setting.emulator.reset();
});

it('a post that exists under its Once Key would not be made again', async () => {
	const run = async (checkOnly: boolean) =>
		await setting.harness.run({
			credentials: [credential],
			parameters: {
				...publishing(),
				options: { checkOnly, onceKey: `row of ${username}` },
			},
		});
	const first = await run(true);
	expect(first.items[0].json).toMatchObject({ would_post: true });
	expect(first.items[0].json).not.toHaveProperty('already_posted');
	const { publish_id } = (await run(false)).items[0].json;
	const { items } = await run(true);
	expect(items[0].json).toMatchObject({
		would_post: false,
		already_posted: true,
		publish_id,
		problems: [],
	});
	await setting.emulator.settled();
	setting.emulator.reset();
});

it('answers a model in the same words', async () => {
	const { json } = await setting.harness.runTool({
		credentials: [credential],
		parameters: {
			...publishing(),
			videoUrl: '={{ $fromAI("videoUrl") }}',
			options: { checkOnly: '={{ $fromAI("checkOnly", "", "boolean") }}' },
		},
		args: { videoUrl: 'http://media.example.com/a.mp4', checkOnly: true },
	});
	expect(json).toEqual([
		expect.objectContaining({
			would_post: false,
			problems: [expect.objectContaining({ field: 'Video URL' })],
		}),
	]);
});
