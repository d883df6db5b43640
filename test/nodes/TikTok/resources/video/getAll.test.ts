import type { IDataObject } from 'n8n-workflow';
import { fixture } from '../../../../fixtures/video/getAll';
import { addVideos } from '../../../../harness/accounts';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getAll = operationUnderTest(fixture);

const path = '/v2/video/list/';
/** 2026-09-01T00:00:00Z in seconds. */
const september = 1_788_220_800;

/** Videos one hour apart, newest first. */
function videos(count: number, firstDigits = '76000000000000') {
	return Array.from({ length: count }, (_, index) => ({
		id: `${firstDigits}${99_999 - index}`,
		create_time: september - (index + 1) * 3600,
	}));
}

function publish(count: number) {
	const own = videos(count);
	addVideos(getAll.setting.emulator, getAll.username, own);
	return own;
}

const bodies = () => getAll.sent().map(({ body }) => body);

/** A page that TikTok never documented: more to come, but from nowhere. */
function stuckPage(cursor: number) {
	getAll.setting.emulator.faults.script({
		match: { path },
		do: {
			kind: 'status',
			status: 200,
			body: {
				data: { videos: [{ id: '7600000000000099999' }], cursor, has_more: true },
				error: { code: 'ok', message: '', log_id: '20260901000000' },
			},
		},
	});
}

describe('how many videos come', () => {
	it('all of three pages with Return All, each once and in order', async () => {
		const own = publish(45);
		const { items, error } = await getAll.run({ returnAll: true });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(own.map(({ id }) => id));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(own.map(() => ({ item: 0 })));
		expect(bodies()).toEqual([
			{ max_count: 20 },
			{ max_count: 20, cursor: own[19].create_time * 1000 },
			{ max_count: 20, cursor: own[39].create_time * 1000 },
		]);
	});

	it('a limit of 25 takes two requests and asks for no video too many', async () => {
		const own = publish(45);
		const { items } = await getAll.run({ limit: 25 });
		expect(items.map(({ json }) => json.id)).toEqual(own.slice(0, 25).map(({ id }) => id));
		expect(bodies()).toEqual([
			{ max_count: 20 },
			{ max_count: 5, cursor: own[19].create_time * 1000 },
		]);
	});

	it('fifty at most when nothing is chosen', async () => {
		publish(55);
		const { items } = await getAll.run({});
		expect(items).toHaveLength(50);
		expect(bodies()).toHaveLength(3);
	});

	it('a full page at the end of the account is not followed by an empty one', async () => {
		publish(20);
		const { items } = await getAll.run({ returnAll: true });
		expect(items).toHaveLength(20);
		expect(bodies()).toHaveLength(1);
	});
});

describe('what a video looks like', () => {
	it('is short when simplified, and whole otherwise', async () => {
		publish(1);
		const { items: simple } = await getAll.run({ limit: 1 });
		const { items: whole } = await getAll.run({ limit: 1, simple: false });
		expect(simple[0].json).not.toHaveProperty('embed_html');
		expect(whole[0].json).toMatchObject(simple[0].json);
		expect(whole[0].json).toHaveProperty('embed_html');
	});
});

describe('two items', () => {
	it('give their own videos, each linked to its item', async () => {
		publish(3);
		const { items } = await getAll.run(
			{ limit: '={{ $json.limit }}' },
			{ items: [{ json: { limit: 1 } }, { json: { limit: 2 } }] },
		);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			['7600000000000099999', { item: 0 }],
			['7600000000000099999', { item: 1 }],
			['7600000000000099998', { item: 1 }],
		]);
	});
});

describe('Published Before', () => {
	it.each([
		['2026-09-01T00:00:00', 'America/New_York', 1_788_235_200_000],
		['2026-09-01T00:00:00', 'Asia/Tokyo', 1_788_188_400_000],
		['2026-09-01 00:00:00', 'America/New_York', 1_788_235_200_000],
		['2026-09-01', 'Asia/Tokyo', 1_788_188_400_000],
		['2026-09-01T00:00:00Z', 'Asia/Tokyo', 1_788_220_800_000],
		['2026-09-01T00:00:00+02:00', 'America/New_York', 1_788_213_600_000],
		['={{ DateTime.fromISO("2026-09-01T00:00:00") }}', 'Asia/Tokyo', 1_788_188_400_000],
		// Milliseconds have no zone (open API §4.1: the unit of the cursor).
		['={{ 1788220800000 }}', 'Asia/Tokyo', 1_788_220_800_000],
		['={{ " 1788220800001 " }}', 'America/New_York', 1_788_220_800_001],
		['1788220800000', 'America/New_York', 1_788_220_800_000],
		['={{ new Date(1788220800000) }}', 'Asia/Tokyo', 1_788_220_800_000],
		['={{ $json.moment }}', 'Asia/Tokyo', 1_788_220_800_000],
	])('%s in %s', async (publishedBefore, timezone, cursor) => {
		publish(1);
		// What database nodes hand over.
		const items = [{ json: { moment: new Date(1_788_220_800_000) as never } }];
		const { error } = await getAll.run({ filters: { publishedBefore } }, { timezone, items });
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ max_count: 20, cursor }]);
	});

	it('leaves out what is newer', async () => {
		const own = publish(5);
		const { items } = await getAll.run({
			filters: { publishedBefore: new Date(own[2].create_time * 1000).toISOString() },
		});
		expect(items.map(({ json }) => json.id)).toEqual([own[3].id, own[4].id]);
	});

	it.each([
		['={{ $json.create_time_iso }}', 'its time'],
		['={{ $json.create_time * 1000 }}', 'its time in milliseconds'],
	])('%s of the last item goes on where the list ended', async (publishedBefore) => {
		const own = publish(5);
		const first = await getAll.run({ limit: 3 });
		const rest = await getAll.run({ filters: { publishedBefore } }, { items: [first.items[2]] });
		expect([...first.items, ...rest.items].map(({ json }) => json.id)).toEqual(
			own.map(({ id }) => id),
		);
	});

	// Seconds, and digits that somebody may have meant as a date, are no milliseconds.
	it.each(['yesterday', '22.11.2026', '1788220800', '202609010000', '-1788220800000'])(
		'is refused when it is no date: %s',
		async (publishedBefore) => {
			expectError(await getAll.run({ filters: { publishedBefore } }), {
				message: `Published Before is not a date: ${publishedBefore}`,
				description: 'Use a date such as 2026-11-22T09:00:00, or milliseconds since 1970.',
			});
			expect(getAll.sent()).toEqual([]);
		},
	);
});

describe('without the permission', () => {
	it('is refused before any request, naming it', async () => {
		const { setting, username } = getAll;
		getAll.credential = setting.connect({ username, scopes: ['user.info.basic'] });
		expectError(await getAll.run({}), {
			message: 'This account did not grant video.list.',
			description: '"Videos"',
		});
		expect(getAll.sent()).toEqual([]);
	});
});

describe('a cursor that does not move', () => {
	it.each([
		['stays where it was', 1_788_220_800_000],
		['moves to newer videos', 1_788_220_800_001],
		['is zero, as on an empty account', 0],
	])('ends the run when it %s', async (_what, cursor) => {
		stuckPage(cursor);
		const result = await getAll.run({
			returnAll: true,
			filters: { publishedBefore: '2026-09-01T00:00:00Z' },
		});
		expectError(result, {
			message: 'TikTok announced more videos but did not say where they start.',
			description: 'set a Limit',
		});
		expect(bodies()).toHaveLength(1);
	});
});

describe("TikTok's refusals", () => {
	const refuse = () =>
		getAll.setting.emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', status: 400, code: 'invalid_params', message: 'Invalid cursor' },
		});

	it('say what to do, with the words of TikTok, code and log id', async () => {
		refuse();
		expectTikTokError(await getAll.run({}), {
			code: 'invalid_params',
			message: 'TikTok did not accept one of the values.',
			description: 'TikTok says: Invalid cursor',
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		publish(1);
		const badDate: IDataObject = { before: 'never' };
		const { items } = await getAll.run(
			{ filters: { publishedBefore: '={{ $json.before }}' } },
			{
				items: [{ json: badDate }, { json: { before: '2026-09-01T00:00:00Z' } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(items).toEqual([
			errorItem(0, 'Published Before is not a date: never', { code: 'invalid_input' }),
			{ json: expect.objectContaining({ id: '7600000000000099999' }), pairedItem: { item: 1 } },
		]);
	});
});
