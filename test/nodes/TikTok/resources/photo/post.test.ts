import type { INodeExecutionData } from 'n8n-workflow';
import { fixture } from '../../../../fixtures/photo/post';
import { mediaBuffer } from '../../../../fixtures/media';
import { committed } from '../../../../media/fileSet';
import { startMediaServer, type MediaServer } from '../../../../harness/mediaServer';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const post = operationUnderTest(fixture);

const MINUTE = 60_000;
const photo = (index: number) => `https://media.example.com/photos/${index}.jpg`;
const photos = (count: number) => Array.from({ length: count }, (_, index) => photo(index));
const direct = {
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	photoSource: 'url',
	photoUrls: photos(2),
};
const draft = { postMode: 'MEDIA_UPLOAD', photoSource: 'url', photoUrls: photos(2) };
const fromFiles = { postMode: 'MEDIA_UPLOAD', photoSource: 'binary' };

let media: MediaServer;
beforeAll(async () => {
	media = await startMediaServer({ '/photos/picture.png': committed('picture.png') });
});
beforeEach(() => {
	const { emulator, harness } = post.setting;
	emulator.switches.pullMapping = {
		'media.example.com': media.url,
		'n8n.media.example.com': media.url,
	};
	harness.setInstanceUrl('https://n8n.media.example.com');
});
afterAll(async () => await media.close());

async function itemWith(
	mimeType: string,
	bytes = mediaBuffer({ property: 'data', bytes: 1000, head: 'jpeg' }),
): Promise<INodeExecutionData> {
	const data = await post.setting.harness.storeBinary({ bytes, mimeType, fileName: 'photo' });
	return { json: {}, binary: { data } };
}

interface SentPost {
	post_info: { title?: string; description?: string };
	source_info: { photo_images: string[] };
}
const bodies = () => post.posted().map(({ body }) => body as SentPost);

describe('the AI label', () => {
	const labelled = { ...direct, options: { aiGenerated: true } };

	it.each(['top', 'both'] as const)('arrives at a TikTok that reads it on %s', async (position) => {
		post.setting.emulator.switches.isAigcPosition = position;
		const { error } = await post.run(labelled);
		expect(error).toBeUndefined();
		expect(post.setting.emulator.publishes.at(-1)?.isAigc).toBe(true);
	});

	it('is refused, and nothing posted without it, where TikTok reads it in post_info alone', async () => {
		post.setting.emulator.switches.isAigcPosition = 'post_info';
		const before = post.setting.emulator.publishes.length;
		const { error } = await post.run(labelled);
		expect(error?.context?.tiktok).toMatchObject({ code: 'invalid_params' });
		expect(post.setting.emulator.publishes).toHaveLength(before);
	});
});

describe('two items', () => {
	it('become two posts, each linked to its item', async () => {
		const { items, error } = await post.run(
			{ ...direct, photoUrls: '={{ $json.urls }}' },
			{ items: [{ json: { urls: photos(1) } }, { json: { urls: photos(3) } }] },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const { publishes } = post.setting.emulator;
		expect(
			items.map(
				({ json }) =>
					publishes.find(({ publishId }) => publishId === json.publish_id)?.sourceInfo.photo_images,
			),
		).toEqual([photos(1), photos(3)]);
	});
});

describe('wrong input is refused before any request', () => {
	const onlyHttps = 'addresses that start with https:// only';

	it.each([
		[
			'no photo',
			{ photoUrls: '={{ [] }}' },
			'A photo post takes 1 to 35 photos, not 0.',
			'Add at least one photo.',
		],
		[
			'36 photos',
			{ photoUrls: photos(36) },
			'A photo post takes 1 to 35 photos, not 36.',
			'Split the photos over several posts.',
		],
		[
			'an http address among others',
			{ photoUrls: [photo(0), 'http://media.example.com/photos/1.jpg'] },
			'Photo URL 2 is not an https address: http://media.example.com/photos/1.jpg',
			onlyHttps,
		],
		[
			'an IP address',
			{ photoUrls: ['https://203.0.113.7/1.jpg'] },
			'Photo URL 1 has no public domain name: 203.0.113.7',
			'neither from IP addresses nor from your own machine',
		],
		[
			'a title that is one unit too long',
			{ title: 'a'.repeat(91) },
			'Title is too long: 91/90 characters.',
			'most emoji count as two',
		],
		[
			'a title of emoji, which count twice',
			{ title: `a${'🍂'.repeat(45)}` },
			'Title is too long: 91/90 characters.',
			'most emoji count as two',
		],
		[
			'a description that is one unit too long',
			{ description: 'a'.repeat(4001) },
			'Description is too long: 4001/4000 characters.',
			'most emoji count as two',
		],
		[
			'a cover that is not among the photos',
			{ coverPhoto: 3 },
			'Cover Photo is 3, but the post has 2 photos.',
			'The first photo is 1.',
		],
		[
			'a cover before the first photo',
			{ coverPhoto: 0 },
			'Cover Photo is 0.',
			'It takes a whole number from 1 to 35.',
		],
		[
			'no privacy level',
			{ privacyLevel: '' },
			'Privacy Level is empty.',
			"TikTok's rules allow no default",
		],
		[
			'branded content that only the creator may see',
			{ options: { brandContent: true } },
			'Branded Content cannot be combined with the privacy level Only Me (SELF_ONLY).',
			'switch Branded Content off',
		],
	])('%s', async (_what, parameters, message, description) => {
		expectError(await post.run({ ...direct, ...parameters }), { message, description });
		expect(post.sent()).toEqual([]);
	});

	it('a draft whose title is one unit too long', async () => {
		expectError(await post.run({ ...draft, title: 'a'.repeat(91) }), {
			message: 'Title is too long: 91/90 characters.',
			description: 'most emoji count as two',
		});
		expect(post.sent()).toEqual([]);
	});

	it.each([
		['drafts', draft, 'video.publish', 'video.upload', '"Drafts to Inbox"'],
		['direct posts', direct, 'video.upload', 'video.publish', '"Direct Post"'],
	])(
		'%s without their permission, which is named',
		async (_what, parameters, granted, missing, label) => {
			const { setting, username } = post;
			post.credential = setting.connect({ username, scopes: [granted] });
			expectError(await post.run(parameters), {
				message: `This account did not grant ${missing}.`,
				description: label,
			});
			expect(post.sent()).toEqual([]);
		},
	);
});

it('a PNG at an address is TikTok’s to find: it takes the post, and fails it', async () => {
	const { emulator } = post.setting;
	const photoUrls = ['https://media.example.com/photos/picture.png'];
	const { error, items } = await post.run({ ...direct, photoUrls });
	expect(error).toBeUndefined();
	await emulator.settled();
	emulator.clock.advance(MINUTE);
	expect(emulator.publishes.at(-1)).toMatchObject({
		publishId: items[0].json.publish_id,
		state: 'FAILED',
		failReason: 'file_format_check_failed',
	});
});

describe('files that TikTok could not take or reach are refused before any request', () => {
	it.each([
		['picture.png', 'a PNG picture', "Convert it with n8n's Edit Image node"],
		['picture.gif', 'a GIF picture', "Convert it with n8n's Edit Image node"],
		['base.mp4', 'an MP4 video', 'Videos are posted with Video > Upload'],
	])('%s, labelled as JPEG', async (name, reads, description) => {
		const items = [await itemWith('image/jpeg', committed(name))];
		expectError(await post.run(fromFiles, { items }), {
			message: `The file "photo" in "data" looks like ${reads}, not like a photo.`,
			description,
		});
		expect(post.sent()).toEqual([]);
	});

	it.each([
		['p1086x1448.jpg', '1086 × 1448'],
		['square1254.jpg', '1254 × 1254'],
		['square1254.webp', '1254 × 1254'],
	])('%s, whose shorter side is over 1080', async (name, pixels) => {
		const result = await post.run(fromFiles, {
			items: [await itemWith('image/jpeg', committed(name))],
		});
		expectError(result, {
			message: `The photo "photo" in "data" has ${pixels} pixels; TikTok takes at most 1080 on the shorter side.`,
			description: "Scale it down with n8n's Edit Image node",
		});
		expect(result.error?.context?.tiktok).toMatchObject({ code: 'picture_size_check_failed' });
		expect(post.sent()).toEqual([]);
	});

	it('an empty file, labelled as JPEG', async () => {
		const result = await post.run(fromFiles, {
			items: [await itemWith('image/jpeg', Buffer.alloc(0))],
		});
		expectError(result, {
			message: 'The file "photo" in "data" is empty (0 bytes).',
			description: 'Check the node that delivered it.',
		});
		expect(post.sent()).toEqual([]);
	});

	it('no file at all', async () => {
		expectError(await post.run(fromFiles), {
			message: 'The input item has no files.',
			description: 'Place a node that delivers files before this one.',
		});
		expect(post.sent()).toEqual([]);
	});

	it('a field that the item does not have', async () => {
		const result = await post.run(
			{ ...fromFiles, binaryPropertyNames: 'data, cover' },
			{ items: [await itemWith('image/jpeg')] },
		);
		expectError(result, {
			message: 'The input item has no file in the field "cover".',
			description: 'Its files are in: data.',
		});
		expect(post.sent()).toEqual([]);
	});

	it.each([
		'http://localhost:5678',
		'https://localhost:5678',
		'http://n8n.media.example.com',
		'https://203.0.113.7',
	])('files of an n8n that lives at %s', async (instanceUrl) => {
		post.setting.harness.setInstanceUrl(instanceUrl);
		expectError(await post.run(fromFiles, { items: [await itemWith('image/jpeg')] }), {
			message: `TikTok cannot download from this n8n: its address is ${instanceUrl}.`,
			description: 'Set WEBHOOK_URL to the public https address of this n8n',
		});
		expect(post.sent()).toEqual([]);
	});

	it('a file that n8n keeps in memory only', async () => {
		const { harness } = post.setting;
		harness.setBinaryMode('default');
		try {
			expectError(await post.run(fromFiles, { items: [await itemWith('image/jpeg')] }), {
				message: 'n8n cannot serve the file "photo" in "data": it is kept in memory only.',
				description: 'Set N8N_DEFAULT_BINARY_DATA_MODE',
			});
		} finally {
			harness.setBinaryMode('filesystem');
		}
		expect(post.sent()).toEqual([]);
	});
});

describe('what is just within the limits', () => {
	it('35 photos, a title of 90 and a description of 4000 units go to TikTok whole', async () => {
		const texts = { title: '🍂'.repeat(45), description: 'a'.repeat(4000) };
		const { error } = await post.run({
			...direct,
			...texts,
			photoUrls: photos(35),
			coverPhoto: 35,
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			expect.objectContaining({
				post_info: expect.objectContaining(texts) as unknown,
				source_info: expect.objectContaining({ photo_images: photos(35) }) as unknown,
			}),
		]);
	});

	it('addresses pasted line by line keep their order', async () => {
		await post.run({ ...draft, photoUrls: [`${photo(3)}\n${photo(1)},${photo(2)}`] });
		expect(bodies()[0].source_info.photo_images).toEqual([photo(3), photo(1), photo(2)]);
	});

	it.each(['image/jpg', 'image/pjpeg', 'application/octet-stream', 'video/mp4'])(
		'a JPEG labelled %s is a photo',
		async (mimeType) => {
			const { error } = await post.run(fromFiles, { items: [await itemWith(mimeType)] });
			expect(error).toBeUndefined();
			expect(bodies()).toHaveLength(1);
		},
	);

	it('all files of the item are taken when no field is named', async () => {
		const { binary } = await itemWith('image/jpeg');
		const item = { json: {}, binary: { first: binary!.data, second: binary!.data } };
		const { error } = await post.run(fromFiles, { items: [item] });
		expect(error).toBeUndefined();
		expect(bodies()[0].source_info.photo_images).toHaveLength(2);
	});
});

describe("TikTok's refusals", () => {
	it('say what to do, with code and log id', async () => {
		const { emulator } = post.setting;
		emulator.account(post.username).appVersion = '31.7.9';
		expectTikTokError(await post.run(draft), {
			code: 'app_version_check_failed',
			message: "The account's TikTok app is too old for photo drafts.",
			description: 'Update TikTok on the phone to version 31.8 or newer',
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		const foreign = 'https://somebody-else.example.org/1.jpg';
		const { items, error } = await post.run(
			{ ...direct, photoUrls: '={{ $json.urls }}' },
			{
				items: [{ json: { urls: [photo(1), foreign] } }, { json: { urls: [photo(1)] } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'TikTok does not know that you own the address of this media.', {
				code: 'url_ownership_unverified',
				http_status: 403,
				retryable: false,
				log_id: expect.any(String),
			}),
			{
				json: expect.objectContaining({ publish_id: expect.stringMatching(/^p_pub_url/) }),
				pairedItem: { item: 1 },
			},
		]);
	});
});

describe('waiting for completion', () => {
	it('ends with an error that keeps the publish ID when a download fails', async () => {
		const { emulator } = post.setting;
		emulator.account(post.username).failNext.push('photo_pull_failed');
		post.virtualClock();
		const result = await post.run({ ...direct, returnWhen: 'published' });
		const publishId = emulator.publishes.at(-1)?.publishId;
		expectError(result, {
			message: 'TikTok could not download a photo.',
			description: `(TikTok code: photo_pull_failed, publish ID: ${publishId})`,
		});
	});
});
