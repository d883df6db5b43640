import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { freshUsername } from '../../harness/accounts';
import type { FileHost, HostedFile } from '../../harness/fileHost';
import { startFileHost } from '../../harness/fileHost';
import { directPost, initsAt } from '../../harness/posts';
import type { PublicNames } from '../../harness/publicNames';
import { startPublicNames } from '../../harness/publicNames';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import { committed, mediaFirst } from '../../media/fileSet';

/** Check Only of media that TikTok is to download: what the node sees there, TikTok finds later. */
let setting: Setting;
let host: FileHost;
let names: PublicNames;
let credential: ReturnType<Setting['connect']>;
beforeAll(async () => {
	setting = await createSetting();
	host = await startFileHost();
	names = await startPublicNames({ 'media.example.com': host.url });
});
afterAll(async () => {
	await setting.close();
	await names.close();
	await host.close();
});
beforeEach(() => {
	const { emulator } = setting;
	emulator.reset();
	emulator.requests.length = 0;
	// Nothing answers at the second.
	emulator.switches.pullMapping = {
		'media.example.com': host.url,
		'gone.media.example.com': 'http://127.0.0.1:9',
	};
	host.requests.length = 0;
	names.asked.length = 0;
	const username = freshUsername();
	emulator.addAccount({ username });
	credential = setting.connect({ username });
});

let served = 0;
/** @returns the public address of a file of the host */
function serve(file: Buffer, told: Partial<HostedFile> = {}, ending = 'mp4'): string {
	served += 1;
	const path = `/${served}.${ending}`;
	host.serve(path, { versions: [file], etag: 'strong', ranges: true, ...told });
	return `https://media.example.com${path}`;
}

const pull = (videoUrl: string): INodeParameters => ({
	...directPost,
	operation: 'publish',
	videoUrl,
	requestOptions: names.requestOptions,
});
const photos = (...photoUrls: string[]): INodeParameters => ({
	...directPost,
	resource: 'photo',
	operation: 'post',
	photoUrls,
	requestOptions: names.requestOptions,
});

interface Checked extends IDataObject {
	would_post: boolean;
	problems: Array<{ code: string; message: string }>;
}

async function check(parameters: INodeParameters): Promise<Checked> {
	const { items, error } = await setting.harness.run({
		credentials: [credential],
		parameters: { ...parameters, options: { checkOnly: true } },
	});
	expect(error).toBeUndefined();
	expect(initsAt(setting.emulator)).toBe(0);
	return items[0].json as Checked;
}

/** What becomes of the same post when it is made. */
async function stateAtTikTok(parameters: INodeParameters): Promise<string> {
	const { emulator, harness } = setting;
	const { items } = await harness.run({ credentials: [credential], parameters });
	expect(items[0].json.publish_id).toBeDefined();
	await emulator.settled();
	emulator.clock.advance(60_000);
	return emulator.publishes[0].state;
}

const codes = ({ problems }: Checked) => problems.map(({ code }) => code);

it('a good video is described by its header, over ranges or without', async () => {
	for (const ranges of [true, false]) {
		const url = serve(committed('base.mp4'), { ranges });
		const item = await check(pull(url));
		expect(item).toMatchObject({ would_post: true, problems: [] });
		expect(item.address).toEqual({
			field: 'Video URL',
			host: 'media.example.com',
			http_status: ranges ? 206 : 200,
			bytes: 36_937,
			kind: 'video/mp4',
			seconds: 4,
			width: 360,
			height: 640,
			frames_per_second: 30,
		});
		expect(names.asked).toEqual([url]);
		names.asked.length = 0;
	}
	expect(await stateAtTikTok(pull(serve(committed('base.mp4'))))).toBe('PUBLISH_COMPLETE');
});

it('is asked for without any credential, and no more than the head and what stands behind the media', async () => {
	const file = mediaFirst(committed('slow15.mp4'), 6_000_000);
	const item = await check(pull(serve(file)));

	expect(codes(item)).toEqual(['frame_rate_check_failed']);
	expect(item.address).toMatchObject({ bytes: file.length, frames_per_second: 15 });
	expect(host.requests.map(({ headers }) => headers.range)).toEqual([
		'bytes=0-3999999',
		expect.stringMatching(new RegExp(`^bytes=60000\\d\\d-${file.length - 1}$`)),
	]);
	expect(JSON.stringify(host.requests)).not.toMatch(/authorization|act\./i);
});

const page = '<!DOCTYPE html><html><body>Please sign in</body></html>';
const whenServed = (told: Partial<HostedFile>) => () => serve(committed('base.mp4'), told);
const always = (status: number, body?: string, headers?: Record<string, string>) =>
	whenServed({ always: { kind: 'answer', status, body, headers } });

describe.each<[string, () => string, string, string]>([
	[
		'a web page',
		always(200, page),
		'address_is_no_file',
		'The address in Video URL (media.example.com) leads to a web page (HTML), not to a video.',
	],
	[
		'nothing',
		always(404),
		'address_not_found',
		'Nothing is at the address in Video URL (media.example.com, HTTP 404).',
	],
	[
		'a login',
		always(401),
		'address_refused',
		'media.example.com does not hand out the file of Video URL (HTTP 401): it wants a login.',
	],
	[
		'trouble',
		always(500),
		'address_http_500',
		'media.example.com answered with HTTP 500 for the file of Video URL.',
	],
	[
		'a redirect, which TikTok does not follow,',
		always(302, '', { Location: 'https://media.example.com/elsewhere.mp4' }),
		'address_redirected',
		'The address in Video URL (media.example.com) redirects, and TikTok follows no redirects.',
	],
	[
		'an empty file',
		() => serve(Buffer.alloc(0)),
		'empty_file',
		'The file at media.example.com (Video URL) is empty (0 bytes).',
	],
	[
		'a picture',
		() => serve(committed('picture.gif')),
		'wrong_file_type',
		'The file at media.example.com (Video URL) looks like a GIF picture, not like a video.',
	],
	[
		'a video with too few frames',
		() => serve(committed('slow15.mp4')),
		'frame_rate_check_failed',
		'The video has 15 frames per second; TikTok takes 23 to 60.',
	],
	[
		'no server',
		() => 'https://gone.media.example.com/clip.mp4',
		'address_unreachable',
		'The address in Video URL could not be reached (gone.media.example.com): the connection broke.',
	],
])('%s', (_, addressOf, code, message) => {
	it('is a problem, and TikTok fails such a post', async () => {
		const url = addressOf();
		const item = await check(pull(`${url}?X-Signature=topsecret`));

		expect(item.would_post).toBe(false);
		expect(item.problems).toMatchObject([{ code, message }]);
		expect(names.asked.length).toBeLessThanOrEqual(1);
		expect(JSON.stringify([item.problems, item.address])).not.toContain('topsecret');
		expect(await stateAtTikTok(pull(url))).toBe('FAILED');
	});
});

it('a video larger than TikTok takes is a problem, and not downloaded', async () => {
	const box = '\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x01mdat\0\0\0\x02\0\0\0\0';
	const headers = { 'Content-Range': 'bytes 0-3999999/8589934608', 'Content-Type': 'video/mp4' };
	const item = await check(pull(always(206, box, headers)()));

	expect(codes(item)).toEqual(['file_too_large']);
	expect(item.address).toMatchObject({ bytes: 8_589_934_608 });
});

it('photos are looked at one by one: kind, bytes, pixels', async () => {
	const item = await check(
		photos(
			serve(committed('baseline.jpg'), {}, 'jpg'),
			serve(committed('picture.png'), {}, 'jpg'),
			serve(committed('p1086x1448.jpg'), {}, 'jpg'),
			always(200, page)(),
		),
	);

	expect(item.problems).toMatchObject([
		{ code: 'wrong_file_type', field: 'Photo URL 2', value: 'a PNG picture' },
		{ code: 'picture_size_check_failed', field: 'Photo URL 3', value: '1086 × 1448 pixels' },
		{
			code: 'address_is_no_file',
			message:
				'The address in Photo URL 4 (media.example.com) leads to a web page (HTML), not to a photo.',
		},
	]);
	expect(item.addresses).toMatchObject([
		{ field: 'Photo URL 1', kind: 'image/jpeg', width: 1080, height: 1920 },
		{ field: 'Photo URL 2', http_status: 206 },
		{ field: 'Photo URL 3', kind: 'image/jpeg', width: 1086, height: 1448 },
		{ field: 'Photo URL 4', http_status: 200 },
	]);
	expect((await check(photos(serve(committed('baseline.jpg'))))).would_post).toBe(true);
});

it.each([{ ranges: false }, { ranges: true }])(
	'a photo of unknown size is none of 4 GiB (%j)',
	async (told) => {
		const photo = Buffer.concat([committed('baseline.jpg'), Buffer.alloc(300_000)]);
		const item = await check(photos(serve(photo, { ...told, length: false }, 'jpg')));
		expect(item.problems).toEqual([]);
		expect(item.would_post).toBe(true);
	},
);

it.each([
	'http://media.example.com/clip.mp4',
	'https://127.0.0.1/clip.mp4',
	'https://minio.internal/clip.mp4',
])(
	'%s is a problem by itself and nobody asks there, for a model as for a person',
	async (videoUrl) => {
		expect(codes(await check(pull(videoUrl)))).toEqual(['invalid_input']);
		const { json } = await setting.harness.runTool({
			credentials: [credential],
			parameters: {
				...pull('={{ $fromAI("videoUrl") }}'),
				options: { checkOnly: true },
			},
			args: { videoUrl },
		});
		expect(json).toMatchObject([{ would_post: false, problems: [{ field: 'Video URL' }] }]);
		expect(names.asked).toEqual([]);
		expect(host.requests).toEqual([]);
	},
);
