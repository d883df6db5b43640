import type { INodeParameters } from 'n8n-workflow';
import { fixture } from '../../../../fixtures/video/get';
import { addVideos } from '../../../../harness/accounts';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const get = operationUnderTest(fixture);

const older = { id: '7678907398077074696', create_time: 1_788_217_200 };
const newer = { id: '7678907398077074697', create_time: 1_788_220_800 };

beforeEach(() => addVideos(get.setting.emulator, get.username, [newer, older]));

const askedFor = () => get.sent().map(({ body }) => body);

describe('two items', () => {
	it('give their own videos, each linked to its item', async () => {
		const { items, error } = await get.run(
			{ videoIds: '={{ [$json.id] }}' },
			{ items: [{ json: { id: older.id } }, { json: { id: newer.id } }] },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[older.id, { item: 0 }],
			[newer.id, { item: 1 }],
		]);
	});
});

describe('is_aigc, of August 2026', () => {
	const fields = () => get.sent().map(({ query }) => query.fields.split(',').includes('is_aigc'));

	it('comes with the whole video, and is not asked for when simplified', async () => {
		const { items } = await get.run({ videoIds: [older.id], simple: false });
		expect(items[0].json.is_aigc).toBe(false);
		await get.run({ videoIds: [older.id] });
		expect(fields()).toEqual([true, false]);
	});

	it('is left out for a TikTok that does not know it', async () => {
		get.setting.emulator.switches.videosTellAigc = false;
		const { items, error } = await get.run({ videoIds: [older.id], simple: false });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ id: older.id, height: expect.any(Number) as number });
		expect(items[0].json).not.toHaveProperty('is_aigc');
		expect(fields()).toEqual([true, false]);
	});

	it('is not blamed for other refusals', async () => {
		get.setting.emulator.faults.script({
			match: { path: '/v2/video/query/' },
			do: { kind: 'envelope', status: 400, code: 'invalid_params', message: 'Bad filters' },
			times: 2,
		});
		expectTikTokError(await get.run({ videoIds: [older.id], simple: false }), {
			code: 'invalid_params',
			message: 'TikTok did not accept one of the values.',
			description: 'TikTok says: Bad filters',
		});
	});
});

describe('Video IDs', () => {
	it.each([
		['pasted with commas', [`${older.id}, ${newer.id}`]],
		['pasted line by line', [`${older.id}\n${newer.id}\n`]],
		['as a list from an expression', `={{ ["${older.id}", "${newer.id}"] }}`],
	])('are understood %s, with every digit', async (_how, videoIds) => {
		const { items } = await get.run({ videoIds });
		expect(items).toHaveLength(2);
		expect(askedFor()).toEqual([{ filters: { video_ids: [older.id, newer.id] } }]);
	});

	it.each([
		['none', [], 0],
		['only blanks', [' ', ''], 0],
		[
			'one too many',
			Array.from({ length: 21 }, (_, index) => `76789073980770746${10 + index}`),
			21,
		],
	])('%s are refused before any request', async (_what, videoIds, count) => {
		const given = `={{ ${JSON.stringify(videoIds)} }}`;
		expectError(await get.run({ videoIds: given }), {
			message: `Video IDs takes 1 to 20 IDs or links, not ${count}.`,
			description: 'Split a longer list over several items.',
		});
		expect(get.sent()).toEqual([]);
	});
});

describe('Video', () => {
	const located = (mode: 'list' | 'id', value: unknown) => ({ __rl: true, mode, value });

	it.each<[string, unknown]>([
		['chosen from the list', located('list', older.id)],
		['entered by ID', located('id', ` ${older.id} `)],
		['by a link', located('id', `https://www.tiktok.com/@a/video/${older.id}?lang=en`)],
		['as a text', older.id],
		['from an expression', `={{ "${older.id}" }}`],
		['as a list of one', `={{ ["${older.id}"] }}`],
	])('is found %s', async (_how, videoId) => {
		const { items, error } = await get.run({ videoId } as INodeParameters);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([older.id]);
	});

	it('stands before those of the list, and is asked for once', async () => {
		await get.run({
			videoId: located('list', older.id),
			videoIds: [newer.id, older.id],
		} as INodeParameters);
		expect(askedFor()).toEqual([{ filters: { video_ids: [older.id, newer.id] } }]);
	});

	it('is refused when it is no ID, or one that was rounded', async () => {
		expectError(await get.run({ videoId: located('id', 'soon') } as INodeParameters), {
			message: 'Video IDs holds "soon", which is neither a video ID nor a link to a video.',
			description: 'copy the address',
		});
		expectError(await get.run({ videoId: '={{ 7678907398077074696 }}' }), {
			message: 'Video: the ID 7678907398077074000 came as a number and was rounded on the way.',
			description: 'Pass it as text',
		});
		expectError(await get.run({ videoId: '={{ ({ a: 1 }) }}' }), {
			message: 'Video is the object {"a":1}.',
			description: 'It takes a text.',
		});
		expect(get.sent()).toEqual([]);
	});
});

describe('a link', () => {
	it.each([
		`https://www.tiktok.com/@studio.nord/video/${older.id}`,
		`https://www.tiktok.com/@studio.nord/video/${older.id}?is_from_webapp=1&sender_device=pc`,
		`http://tiktok.com/@/photo/${older.id}/`,
		`https://m.tiktok.com/v/${older.id}.html`,
		`https://www.tiktok.com/embed/v2/${older.id}`,
		`https://www.tiktok.com/share/video/${older.id}`,
		`http://127.0.0.1:4010/@demo.creator/video/${older.id}`,
	])('stands for its ID: %s', async (link) => {
		const { items, error } = await get.run({ videoIds: [link] });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([older.id]);
	});

	it.each([
		['beside an ID, with a comma', `${newer.id}, https://www.tiktok.com/@a/video/${older.id}`],
		['before an ID, with a blank', `https://www.tiktok.com/@a/video/${newer.id} ${older.id}`],
		[
			'beside a link',
			`https://www.tiktok.com/@a/video/${newer.id},https://www.tiktok.com/@a/video/${older.id}`,
		],
	])('%s', async (_how, given) => {
		await get.run({ videoIds: [given] });
		expect(askedFor()).toEqual([{ filters: { video_ids: [newer.id, older.id] } }]);
	});

	it.each(['https://vm.tiktok.com/ZMabc123/', 'https://www.tiktok.com/@studio.nord', 'soon'])(
		'without an ID is refused before any request: %s',
		async (given) => {
			expectError(await get.run({ videoIds: [given] }), {
				message: `Video IDs holds "${given}", which is neither a video ID nor a link to a video.`,
				description: 'copy the address',
			});
			expect(get.sent()).toEqual([]);
		},
	);
});

describe('a video that TikTok does not show', () => {
	it('is missing beside those that it shows', async () => {
		const { items, error } = await get.run({ videoIds: ['7000000000000000001', older.id] });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([older.id]);
	});

	it('is told when it shows none of them', async () => {
		const result = await get.run({ videoIds: ['7000000000000000001'] });
		expectError(result, {
			message: 'None of these is a public video of the connected account.',
			description: 'neither private videos nor drafts',
		});
		expect(result.error?.context?.tiktok).toMatchObject({ code: 'video_not_found' });
	});

	it('is an item where the user goes on', async () => {
		const { items } = await get.run(
			{ videoIds: ['7000000000000000001'] },
			{ onError: 'continueRegularOutput' },
		);
		expect(items).toEqual([
			errorItem(0, 'None of these is a public video', { code: 'video_not_found' }),
		]);
	});
});

describe('without the permission', () => {
	it('is refused before any request, naming it', async () => {
		const { setting, username } = get;
		get.credential = setting.connect({ username, scopes: ['user.info.basic'] });
		expectError(await get.run({ videoIds: [older.id] }), {
			message: 'This account did not grant video.list.',
			description: '"Videos"',
		});
		expect(get.sent()).toEqual([]);
	});
});

describe("TikTok's refusals", () => {
	it('say what to do, with the words of TikTok, code and log id', async () => {
		get.setting.emulator.faults.script({
			match: { path: '/v2/video/query/' },
			do: { kind: 'envelope', status: 400, code: 'invalid_params', message: 'Bad video_ids' },
		});
		expectTikTokError(await get.run({ videoIds: [older.id] }), {
			code: 'invalid_params',
			message: 'TikTok did not accept one of the values.',
			description: 'TikTok says: Bad video_ids',
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items } = await get.run(
			{ videoIds: '={{ $json.ids }}' },
			{
				items: [{ json: { ids: [] } }, { json: { ids: [older.id] } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(items).toEqual([
			errorItem(0, 'Video IDs takes 1 to 20 IDs or links, not 0.', {
				code: 'invalid_input',
				retryable: false,
			}),
			{ json: expect.objectContaining({ id: older.id }), pairedItem: { item: 1 } },
		]);
	});
});

describe('a link', () => {
	it.each([
		`www.tiktok.com/@me/video/${older.id}`,
		`HTTPS://WWW.TIKTOK.COM/@me/video/${older.id}?is_from_webapp=1`,
		`https://m.tiktok.com/v/${older.id}.html`,
	])('is understood as people paste it: %s', async (link) => {
		const { items, error } = await get.run({ videoIds: [link] });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([older.id]);
	});

	it.each([
		'https://www.youtube.com/embed/5abc',
		`https://www.tiktok.com/@me/video/${older.id}abc`,
	])('without an ID of a video is refused, beside a good one too: %s', async (link) => {
		const { error } = await get.run({ videoIds: [older.id, link] });
		expect(error?.message).toContain('neither a video ID nor a link to a video');
		expect(get.sent()).toEqual([]);
	});

	it('is shown without what signs it', async () => {
		const link = 'https://me:secret@host.example/path?sig=secret';
		const { error } = await get.run({ videoIds: [link] });
		expect(error?.message).toContain('host.example/path');
		expect(JSON.stringify([error?.message, error?.description])).not.toContain('secret');
	});
});
