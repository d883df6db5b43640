/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject } from 'n8n-workflow';
import { addVideos } from '../../../harness/accounts';
import { createSetting, type Setting } from '../../../harness/setting';
import { Scene } from './triggerUnderTest';

let setting: Setting;
let scene: Scene;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	scene = new Scene(setting);
});
afterEach(() => scene.end());
afterAll(async () => await setting.close());

const account = { source: 'account' };
const now = () => setting.emulator.clock.now();
const videos = () => setting.emulator.account(scene.username).videos;

let lastId = 7_000_000_000_000_000_000n;

/** Public posts of the account, made so many minutes ago; from elsewhere than n8n. */
function appear(...minutesAgo: number[]): string[] {
	const posts = minutesAgo.map((minutes) => ({
		id: String((lastId += 7n)),
		create_time: Math.floor(now() / 1000 - minutes * 60),
	}));
	addVideos(setting.emulator, scene.username, posts);
	return posts.map(({ id }) => id);
}

const listFails = (times: number) =>
	setting.emulator.faults.script({
		match: { path: '/v2/video/list/' },
		times,
		do: { kind: 'status', status: 503 },
	});

/** The next page of the list is this one. */
const listAnswers = (page: IDataObject) =>
	setting.emulator.faults.script({
		match: { path: '/v2/video/list/' },
		do: {
			kind: 'status',
			status: 200,
			body: {
				data: { has_more: false, cursor: 0, ...page },
				error: { code: 'ok', message: '', log_id: 'x' },
			},
		},
	});

const idsOf = (items: IDataObject[]) => items.map(({ id }) => id);

describe('new public posts of the account', () => {
	it('takes what is there at activation as old, and fires each later one once, oldest first', async () => {
		appear(1, 60, 3000);
		const trigger = scene.trigger(account);
		expect((await trigger.activate()).output).toBeNull();
		expect(await trigger.polls(2)).toEqual([]);
		const [newer, older] = appear(1, 2);

		const items = await trigger.polls(3);
		expect(idsOf(items)).toEqual([older, newer]);
		expect(items[0]).toMatchObject({
			event: 'public',
			status: 'PUBLISH_COMPLETE',
			outcome: 'published',
			is_final: true,
			post_ids: [older],
			post_urls: [`https://www.tiktok.com/@${scene.username}/video/${older}`],
			create_time_iso: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/) as unknown,
			caption: `Video ${older}`,
			view_count: 500,
		});
	});

	it('misses none when more than 20 appeared between two polls', async () => {
		appear(...Array.from({ length: 30 }, (_, index) => 10 + index));
		const trigger = scene.trigger(account);
		await trigger.activate();
		await scene.passes(120);
		const fresh = appear(...Array.from({ length: 65 }, (_, index) => index));

		expect(idsOf(await trigger.polls(3))).toEqual(fresh.reverse());
	});

	it('fires for a post that appears late, below younger ones, and for none that is older still', async () => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		const [young] = appear(0);
		expect(idsOf(await trigger.polls(1))).toEqual([young]);
		const [late] = appear(600);
		appear(60 * 24 * 30);

		expect(idsOf(await trigger.polls(3))).toEqual([late]);
	});

	it('fires for a post that n8n made and TikTok moderates for hours', async () => {
		setting.emulator.switches.moderationMs = 5 * 3_600_000;
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		await scene.post();
		await scene.passes(1);
		const [other] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([other]);

		const items = await trigger.polls(7, 60);
		expect(idsOf(items)).toEqual([videos().find(({ publishId }) => publishId)?.id]);
	});

	it('is not misled by posts that are deleted and come back', async () => {
		appear(3, 4);
		const trigger = scene.trigger(account);
		await trigger.activate();
		const removed = videos().splice(0, 2);
		expect(await trigger.polls(1)).toEqual([]);
		const [fresh] = appear(0);
		expect(idsOf(await trigger.polls(1))).toEqual([fresh]);
		videos().push(...removed);

		expect(await trigger.polls(3)).toEqual([]);
	});

	it('fires for the first post of an empty account', async () => {
		const trigger = scene.trigger(account);
		await trigger.activate();
		const [first] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([first]);
	});

	it('catches up after a restart, and starts afresh after it was off', async () => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		const [before] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([before]);
		const [meanwhile] = appear(0);
		const caughtUp = (await trigger.restart()).items.map(({ json }) => json);
		expect(idsOf(caughtUp)).toEqual([meanwhile]);

		appear(0);
		expect((await trigger.activate()).items).toEqual([]);
		expect(await trigger.polls(2)).toEqual([]);
	});

	it('begins when it is switched on again although a poll of before still hangs', async () => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		setting.emulator.faults.script({
			match: { path: '/v2/video/list/' },
			do: { kind: 'late', ms: 50_000 },
		});
		const before = setting.emulator.requests.length;
		const hanging = trigger.poll();
		while (setting.emulator.requests.length === before) await new Promise(setImmediate);
		const activating = trigger.activate();
		setting.emulator.clock.advance(50_000);
		expect((await hanging).items).toEqual([]);
		expect((await activating).items).toEqual([]);

		const [first] = appear(0);
		// The next poll may be hours away.
		expect(idsOf(await trigger.polls(1, 60))).toEqual([first]);
	});

	it('loses nothing when a poll breaks on the second page', async () => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		await scene.passes(60);
		const fresh = appear(...Array.from({ length: 25 }, (_, index) => index));
		setting.emulator.faults.script({
			match: { path: '/v2/video/list/' },
			nth: 2,
			do: { kind: 'status', status: 502 },
		});

		expect((await trigger.poll()).output).toBeNull();
		expect(idsOf(await trigger.polls(2))).toEqual(fresh.reverse());
	});

	it('fires later posts although one in the list has no time, and says so once', async () => {
		const seconds = Math.floor(now() / 1000);
		const old = { id: '7100', create_time: seconds - 60 };
		const odd = { id: '7200', title: 'no time' };
		const nothing = [null, { create_time: seconds }, { id: 0, create_time: seconds }];
		const trigger = scene.trigger(account);
		listAnswers({ videos: [odd, ...nothing, old] });
		expect((await trigger.activate()).items).toEqual([]);
		const first = { id: '7300', create_time: seconds + 60 };
		listAnswers({ videos: [first, odd, ...nothing, old] });
		expect(idsOf(await trigger.polls(1))).toEqual([first.id]);
		const second = { id: '7400', create_time: seconds + 120 };
		listAnswers({ videos: [odd, ...nothing, second, first, old] });
		const { items, log } = await trigger.restart();

		expect(idsOf(items.map(({ json }) => json))).toEqual([second.id]);
		expect(log).toEqual([]);
	});

	it('fires what was posted since activation although TikTok could not be reached then', async () => {
		appear(1, 60);
		const trigger = scene.trigger(account);
		listFails(3);
		expect((await trigger.activate()).output).toBeNull();
		await scene.passes(2);
		const [meanwhile] = appear(1);
		expect((await trigger.poll()).output).toBeNull();
		expect((await trigger.restart()).output).toBeNull();

		expect(idsOf(await trigger.polls(3))).toEqual([meanwhile]);
	});

	it('fires nothing from before activation when the first page was empty with more to come', async () => {
		const before = appear(1, 2);
		const trigger = scene.trigger(account);
		for (const cursor of [now() + 1, 0]) {
			listAnswers({ videos: [], has_more: true, cursor });
			expect((await trigger.activate()).output).toBeNull();
			expect(await trigger.polls(2)).toEqual([]);
		}
		const [after] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([after]);
		expect(before).toHaveLength(2);
	});

	/** One thing in the next answer of the list is otherwise. */
	const listDrifts = (key: string, to: unknown) =>
		setting.emulator.faults.script({
			match: { path: '/v2/video/list/' },
			do: { kind: 'drift', key, to },
		});

	it.each([
		['no list', 'data.videos', undefined],
		['something else than a list', 'data.videos', {}],
		['a post without a readable ID', 'data.videos.0.id', 'SOMETHING_NEW'],
		['a post without a time', 'data.videos.1.create_time', null],
		['a null among the posts', 'data.videos.0', null],
	])('fires nothing from before activation when TikTok sent %s then', async (_, key, to) => {
		appear(1, 2);
		listDrifts(key, to);
		const trigger = scene.trigger(account);
		await trigger.activate();
		expect(await trigger.polls(2)).toEqual([]);
		const [after] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([after]);
	});

	const seconds = () => Math.floor(now() / 1000);
	it.each([
		['no list', () => ({ videos: undefined })],
		['something else than a list', () => ({ videos: { 0: {} } })],
		['posts without a time', () => ({ videos: [{ id: '7500' }, { id: '7501' }] })],
		['posts without an ID', () => ({ videos: [{ create_time: seconds() }, { id: 'NEW' }] })],
	])('passes over five polls in which TikTok sends %s, then says so', async (_, page) => {
		const trigger = scene.trigger(account);
		listAnswers(page());
		expect((await trigger.activate()).output).toBeNull();
		for (let poll = 0; poll < 6; poll += 1) listAnswers(page());
		expect(await trigger.polls(5)).toEqual([]);
		await scene.passes(1);
		await expect(trigger.poll()).rejects.toThrow(
			'TikTok\'s answer has no "videos", or none that can be read.',
		);

		const [after] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([after]);
	});

	it('takes a single post that cannot be read for no changed list', async () => {
		const trigger = scene.trigger(account);
		const page = { videos: [{ create_time: seconds() }] };
		listAnswers(page);
		await trigger.activate();
		for (let poll = 0; poll < 8; poll += 1) listAnswers(page);
		expect(await trigger.polls(8)).toEqual([]);
		const [after] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([after]);
	});

	it.each([
		['a clock that was a year ahead', Date.now() + 365 * 86_400_000],
		['who knows what', 9e15],
	])('goes on after its floor came of %s', async (_, floor) => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		const data = trigger.savedData;
		const node = data['node:TikTok Trigger'] as IDataObject;
		Object.assign(node.memory as IDataObject, { floor, revision: 99 });
		trigger.savedData = data;
		await trigger.restart();
		expect(await trigger.polls(1)).toEqual([]);

		const [after] = appear(0);
		expect(idsOf(await trigger.polls(2))).toEqual([after]);
	});

	it('looks at the pages that follow although TikTok did not say whether there are any', async () => {
		appear(...Array.from({ length: 30 }, (_, index) => 10 + index));
		listDrifts('data.has_more', undefined);
		const trigger = scene.trigger(account);
		await trigger.activate();
		expect(await trigger.polls(2)).toEqual([]);
	});

	it.each([[{ url: 'https://www.tiktok.com/x' }], ['SOMETHING_NEW'], [7], [null]])(
		'makes no link of %p',
		async (link) => {
			const trigger = scene.trigger(account);
			await trigger.activate();
			const [id] = appear(0);
			listDrifts('data.videos.0.share_url', link);
			const [item] = await trigger.polls(1);
			expect(item.id).toBe(id);
			expect(item).not.toHaveProperty('post_url');
			expect(item).not.toHaveProperty('post_urls');
		},
	);

	it('goes on under another name', async () => {
		appear(5);
		const trigger = scene.trigger(account);
		await trigger.activate();
		const [before] = appear(0);
		expect(idsOf(await trigger.polls(1))).toEqual([before]);
		const [meanwhile] = appear(0);
		const { items } = await trigger.rename('News');

		expect(idsOf(items.map(({ json }) => json))).toEqual([meanwhile]);
		expect(await trigger.polls(2)).toEqual([]);
	});

	it('shows the newest post, or a sample, when tested in the editor', async () => {
		const trigger = scene.trigger(account);
		const [sample] = (await trigger.poll('manual')).items;
		expect(sample.json).toMatchObject({ event: 'public', sample: expect.any(String) as unknown });
		const [newest] = appear(1, 2);
		const shown = (await trigger.poll('manual')).items.map(({ json }) => json);
		expect(idsOf(shown)).toEqual([newest]);
	});
});
