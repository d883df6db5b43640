import { consumer } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const list = '/v2/video/list/?fields=id,create_time';
const query = '/v2/video/query/?fields=id';
const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);
const ids = (json: { data: { videos: Array<{ id: string }> } }) =>
	json.data.videos.map(({ id }) => id);

describe('video/list', () => {
	it('gives ten videos, newest first, with a cursor in milliseconds', async () => {
		const { data } = (await as().post(list)).json;
		const times = data.videos.map((video: { create_time: number }) => video.create_time);
		expect(times).toHaveLength(10);
		expect(times).toEqual([...times].sort((a, b) => b - a));
		expect(Math.floor(data.cursor / 1000)).toBe(times[9]);
		expect(data.has_more).toBe(true);
	});

	it('pages through all public videos once', async () => {
		const seen: string[] = [];
		let cursor: number | undefined;
		let pages = 0;
		for (let more = true; more; pages += 1) {
			const { json } = await as().post(list, { max_count: 20, cursor });
			seen.push(...ids(json));
			({ cursor, has_more: more } = json.data);
		}
		expect(pages).toBe(2);
		const isPublic = ({ privacy }: { privacy: string }) => privacy === 'PUBLIC_TO_EVERYONE';
		const expected = emulator.account('demo.creator').videos.filter(isPublic);
		expect(seen).toEqual(expected.map(({ id }) => id));
		expect(new Set(seen).size).toBe(26);
	});

	it('is empty for a private account', async () => {
		const { json } = await as({ username: 'quiet.creator' }).post(list);
		expect(json.data).toEqual({ cursor: 0, has_more: false, videos: [] });
	});

	it('starts over when cursor 0 is sent back, unless switched', async () => {
		expect(ids((await as().post(list, { cursor: 0 })).json)).toHaveLength(10);
		emulator.switches.cursorZero = 'literal';
		expect(ids((await as().post(list, { cursor: 0 })).json)).toHaveLength(0);
	});

	it('caps max_count when switched', async () => {
		emulator.switches.overMaxCount = 'cap';
		expect(ids((await as().post(list, { max_count: 50 })).json)).toHaveLength(20);
	});

	it.each([
		['no fields', '/v2/video/list/', {}],
		['an unknown field', '/v2/video/list/?fields=id,fps', {}],
		['max_count above 20', list, { max_count: 21 }],
		['max_count 0', list, { max_count: 0 }],
		['max_count as text', list, { max_count: '10' }],
		['a cursor as text', list, { cursor: '1' }],
		['a body that is no JSON', list, '{'],
	])('refuses %s', async (_, path, body) => {
		const { status, json } = await as().post(path, body);
		expect([status, json.error.code]).toEqual([400, 'invalid_params']);
	});

	it('refuses a form body', async () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		expect((await as().post(list, 'max_count=2', headers)).status).toBe(400);
	});

	it('needs the scope video.list', async () => {
		const { status, json } = await as({ scopes: ['user.info.basic'] }).post(list);
		expect([status, json.error.code]).toEqual([401, 'scope_not_authorized']);
	});

	it('gives every documented field', async () => {
		const all =
			'id,create_time,cover_image_url,share_url,video_description,duration,height,width,title,' +
			'embed_html,embed_link,like_count,comment_count,share_count,view_count,is_aigc';
		const { json } = await as().post(`/v2/video/list/?fields=${all}`, { max_count: 1 });
		expect(Object.keys(json.data.videos[0])).toEqual(all.split(','));
		expect(Object.values(json.data.videos[0])).not.toContain(undefined);
	});

	it('knows is_aigc, unless switched to a TikTok from before August 2026', async () => {
		const aigc = '/v2/video/list/?fields=id,is_aigc';
		expect((await as().post(aigc, { max_count: 1 })).json.data.videos[0].is_aigc).toBe(false);
		emulator.switches.videosTellAigc = false;
		const { status, json } = await as().post(aigc, { max_count: 1 });
		expect([status, json.error.code]).toEqual([400, 'invalid_params']);
	});

	it('gives cover addresses that die after six hours', async () => {
		const path = '/v2/video/list/?fields=cover_image_url';
		const { json } = await as().post(path, { max_count: 1 });
		const cover = json.data.videos[0].cover_image_url;
		expect((await fetch(cover)).status).toBe(200);
		emulator.clock.advance(6 * 3_600_000 + 1000);
		expect((await fetch(cover)).status).toBe(403);
	});
});

describe('video/query', () => {
	it('finds own public videos and drops every other id', async () => {
		const own = emulator.account('demo.creator').videos;
		const wanted = [
			own[3].id,
			own.find(({ privacy }) => privacy === 'SELF_ONLY')!.id,
			emulator.account('second.creator').videos[0].id,
			'7999999999999999999',
		];
		const { status, json } = await as().post(query, { filters: { video_ids: wanted } });
		expect(status).toBe(200);
		expect(ids(json)).toEqual([own[3].id]);
	});

	const id = '7500001480772396371';
	it.each([
		['no body', query, undefined],
		['no filters', query, {}],
		['no ids', query, { filters: { video_ids: [] } }],
		['21 ids', query, { filters: { video_ids: Array(21).fill(id) } }],
		['ids as numbers', query, { filters: { video_ids: [7500001480772396] } }],
		['one id without a list', query, { filters: { video_ids: id } }],
		['no fields', '/v2/video/query/', { filters: { video_ids: [id] } }],
	])('refuses %s', async (_, path, body) => {
		const { status, json } = await as().post(path, body);
		expect([status, json.error.code]).toEqual([400, 'invalid_params']);
	});

	it('needs the scope video.list', async () => {
		const answer = await as({ scopes: ['video.publish'] }).post(query, {
			filters: { video_ids: [id] },
		});
		expect(answer.status).toBe(401);
	});
});

it.each([
	['/v2/video/list/?fields=id', { sort: 'asc' }],
	['/v2/video/query/?fields=id', { filters: { video_ids: ['1'] }, more: 1 }],
	['/v2/video/query/?fields=id', { filters: { video_ids: ['1'], more: 1 } }],
	['/v2/post/publish/status/fetch/', { publish_id: 'x', more: 1 }],
])('%s refuses a key that nobody documents, unless switched', async (path, body) => {
	const text = async () => (await as().post(path, body)).json.error.message;
	expect(await text()).toMatch(/Unknown field (sort|more)/);
	emulator.switches.unknownBodyFields = 'ignore';
	expect(await text()).not.toMatch(/Unknown field/);
});
