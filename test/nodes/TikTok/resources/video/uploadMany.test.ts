import type { IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';
import { fixture } from '../../../../fixtures/video/uploadMany';
import { mediaBuffer } from '../../../../fixtures/media';
import {
	errorItem,
	expectError,
	expectTikTokError,
	hidePrivacyLevels,
	operationUnderTest,
} from '../operationUnderTest';

const uploadMany = operationUnderTest(fixture);

const direct = {
	postMode: 'DIRECT_POST',
	options: { preflight: false },
	privacyLevel: 'SELF_ONLY',
	binaryPropertyNames: 'a,b',
};
const publishId = expect.stringMatching(/^v_pub_file~/) as unknown as string;

async function itemWith(
	mimeTypes: Record<string, string>,
	json: INodeExecutionData['json'] = {},
): Promise<INodeExecutionData> {
	const binary: IBinaryKeyData = {};
	for (const [property, mimeType] of Object.entries(mimeTypes)) {
		binary[property] = await uploadMany.setting.harness.storeBinary({
			bytes:
				mimeType === 'image/gif'
					? Buffer.from('GIF89a')
					: mediaBuffer({ property, bytes: 1000, head: 'mp4' }),
			mimeType,
			fileName: `${property}.${mimeType.split('/')[1]}`,
		});
	}
	return { json, binary };
}

const twoVideos = { a: 'video/mp4', b: 'video/mp4' };

describe('what comes out', () => {
	it('is one item per file, each linked to the item that brought the file', async () => {
		const { items, error } = await uploadMany.run(direct, {
			items: [await itemWith(twoVideos), await itemWith(twoVideos)],
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [pairedItem, json.field, json.file_name])).toEqual([
			[{ item: 0 }, 'a', 'a.mp4'],
			[{ item: 0 }, 'b', 'b.mp4'],
			[{ item: 1 }, 'a', 'a.mp4'],
			[{ item: 1 }, 'b', 'b.mp4'],
		]);
		expect(new Set(items.map(({ json }) => json.publish_id)).size).toBe(4);
	});

	it.each([
		['no names, which means all files', '', ['a', 'b', 'c']],
		['names with spaces, in their order', ' c , a ', ['c', 'a']],
		['names from an expression', '={{ ["b", "a"] }}', ['b', 'a']],
	])('follows %s', async (_what, binaryPropertyNames, fields) => {
		const { items } = await uploadMany.run(
			{ ...direct, binaryPropertyNames },
			{ items: [await itemWith({ ...twoVideos, c: 'video/webm' })] },
		);
		expect(items.map(({ json }) => json.field)).toEqual(fields);
	});
});

describe('Caption', () => {
	const titles = () =>
		uploadMany
			.posted()
			.filter(({ path }) => path.endsWith('/init/'))
			.map(({ body }) => (body as { post_info: { title?: string } }).post_info.title);
	/** One at a time, so that the posts come in the order of the files. */
	const inOrder = { ...direct, options: { preflight: false, maxConcurrency: 1 } };

	it.each([
		['a list', '={{ ["First, of two", "Second"] }}', ['First, of two', 'Second']],
		['JSON text of a list', '["First", "Second\\nline"]', ['First', 'Second\nline']],
		['JSON text of a list with a gap', '["First", null]', ['First', undefined]],
		['JSON text of gaps alone', '[null, null]', [undefined, undefined]],
		['a list with numbers and gaps', '={{ [1, null] }}', ['1', undefined]],
		['one text, with commas and lines', 'One, two\nthree', ['One, two\nthree', 'One, two\nthree']],
		['one text in brackets', '[new] Both', ['[new] Both', '[new] Both']],
		['JSON text that is no list of texts', '[1, 2]', ['[1, 2]', '[1, 2]']],
		['an empty list', '={{ [] }}', [undefined, undefined]],
		['blanks', '  ', [undefined, undefined]],
	])('is %s', async (_what, title, expected) => {
		const { error } = await uploadMany.run(
			{ ...inOrder, title },
			{ items: [await itemWith(twoVideos)] },
		);
		expect(error).toBeUndefined();
		expect(titles()).toEqual(expected);
	});

	it.each([
		[
			'of one for two files',
			'={{ ["Only one"] }}',
			'Caption is a list of 1 for 2 files.',
			'It takes one text for all files, or a list with one for each.',
		],
		[
			'of three for two files',
			'["a", "b", "c"]',
			'Caption is a list of 3 for 2 files.',
			'for each',
		],
		['with what is no number', '={{ ["a", 0 / 0] }}', 'Caption 2 is no text.', 'for each'],
		['with an object', '={{ ["a", { b: 1 }] }}', 'Caption 2 is no text.', 'for each'],
		[
			'whose second text is too long',
			`={{ ["a", "b".repeat(2201)] }}`,
			'Caption 2 is too long: 2201/2200 characters.',
			'most emoji count as two',
		],
	])('refuses a list %s, before any request', async (_what, title, message, description) => {
		const items = [await itemWith(twoVideos)];
		expectError(await uploadMany.run({ ...inOrder, title }, { items }), { message, description });
		expect(uploadMany.sent()).toEqual([]);
	});

	it('refuses an object', async () => {
		const items = [await itemWith(twoVideos)];
		const title = '={{ { text: "Both" } }}';
		expectError(await uploadMany.run({ ...inOrder, title }, { items }), {
			message: 'Caption is the object {"text":"Both"}.',
			description: 'It takes a text.',
		});
	});

	it.each(['MEDIA_UPLOAD', '={{ "MEDIA_UPLOAD" }}'])(
		'of a draft (%s) is not sent',
		async (postMode) => {
			const { error } = await uploadMany.run(
				{ ...inOrder, postMode, title: '={{ ["b".repeat(2201)] }}' },
				{ items: [await itemWith(twoVideos)] },
			);
			expect(error).toBeUndefined();
			expect(uploadMany.posted().some(({ body }) => JSON.stringify(body)?.includes('title'))).toBe(
				false,
			);
		},
	);

	it('of each file is checked with that file', async () => {
		const { items } = await uploadMany.run(
			{
				...direct,
				title: '={{ ["First", "b".repeat(2201)] }}',
				options: { preflight: false, checkOnly: true },
			},
			{ items: [await itemWith(twoVideos)] },
		);
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ would_post: true, field: 'a' }),
			expect.objectContaining({
				would_post: false,
				problems: [expect.objectContaining({ field: 'Caption 2' })],
			}),
		]);
	});
});

describe('wrong input is refused before any request', () => {
	it.each([
		[
			'a caption that is one unit too long',
			{ title: 'a'.repeat(2201) },
			'Caption is too long: 2201/2200 characters.',
			'most emoji count as two',
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
		const result = await uploadMany.run(
			{ ...direct, ...parameters },
			{ items: [await itemWith(twoVideos)] },
		);
		expectError(result, { message, description });
		expect(uploadMany.sent()).toEqual([]);
	});

	it('an item without files', async () => {
		const result = await uploadMany.run({ ...direct, binaryPropertyNames: '' });
		expectError(result, {
			message: 'The input item has no files.',
			description: 'Place a node that delivers files before this one.',
		});
		expect(uploadMany.sent()).toEqual([]);
	});

	it('files of which none is a video', async () => {
		const items = [await itemWith({ a: 'image/gif', b: 'image/gif' })];
		expectError(await uploadMany.run(direct, { items }), {
			message: 'The file "a.gif" in "a" looks like a GIF picture, not like a video.',
			description: 'MP4, MOV or WebM',
		});
		expect(uploadMany.posted()).toEqual([]);
	});
});

describe('one bad file', () => {
	const oneGif = { a: 'image/gif', b: 'video/mp4' };

	it('does not stop the other file, and has an item of its own when the user goes on', async () => {
		const { items, error } = await uploadMany.run(direct, {
			items: [await itemWith(oneGif)],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'The file "a.gif" in "a" looks like a GIF picture', {
				code: 'wrong_file_type',
				index: 0,
				field: 'a',
				file_name: 'a.gif',
			}),
			{
				json: expect.objectContaining({ publish_id: publishId, field: 'b' }),
				pairedItem: { item: 0 },
			},
		]);
	});

	it('stops the node by default, and the error lists what was posted', async () => {
		const { error, items } = await uploadMany.run(direct, { items: [await itemWith(oneGif)] });
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			'The file "a.gif" in "a" looks like a GIF picture, not like a video.',
		);
		expect(error?.context?.tiktok).toMatchObject({
			field: 'a',
			published: [{ item: 0, publish_id: publishId }],
		});
	});
});

describe("TikTok's refusals", () => {
	const bothModes = { ...direct, privacyLevel: '={{ $json.privacy }}' };

	it('say what to do, with code and log id', async () => {
		uploadMany.setting.emulator.account(uploadMany.username).postingBlock =
			'spam_risk_user_banned_from_posting';
		const result = await uploadMany.run(direct, { items: [await itemWith(twoVideos)] });
		expectTikTokError(result, {
			code: 'spam_risk_user_banned_from_posting',
			message: 'TikTok has banned this account from posting.',
			description: 'Open the TikTok app with this account',
		});
	});

	it('of one item leave the files of the other alone when the user goes on', async () => {
		hidePrivacyLevels(uploadMany.setting);
		const { items, error } = await uploadMany.run(bothModes, {
			items: [
				await itemWith(twoVideos, { privacy: 'FOLLOWER_OF_CREATOR' }),
				await itemWith(twoVideos, { privacy: 'SELF_ONLY' }),
			],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const refused = { code: 'privacy_level_option_mismatch', log_id: expect.any(String) as string };
		const message = 'This account does not offer the chosen privacy level.';
		expect(items).toEqual([
			errorItem(0, message, { ...refused, field: 'a' }),
			errorItem(0, message, { ...refused, field: 'b' }),
			{ json: expect.objectContaining({ publish_id: publishId }), pairedItem: { item: 1 } },
			{ json: expect.objectContaining({ publish_id: publishId }), pairedItem: { item: 1 } },
		]);
	});
});

describe('waiting for completion', () => {
	it('waits for every file', async () => {
		uploadMany.virtualClock();
		const { items } = await uploadMany.run(
			{ ...direct, returnWhen: 'published' },
			{ items: [await itemWith(twoVideos)] },
		);
		expect(items.map(({ json }) => [json.field, json.status, json.is_final])).toEqual([
			['a', 'PUBLISH_COMPLETE', true],
			['b', 'PUBLISH_COMPLETE', true],
		]);
	});
});
