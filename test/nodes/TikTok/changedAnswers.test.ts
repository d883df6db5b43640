import type { INodeParameters } from 'n8n-workflow';
import { addVideos, freshUsername } from '../../harness/accounts';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { VirtualClock } from '../../harness/virtualClock';

/** What the generated run of drifted answers found: each case with its right outcome. */
let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	clock = jumpThroughWaits(setting);
	setting.emulator.reset();
});
afterEach(() => clock.uninstall());
afterAll(async () => await setting.close());

const list = '/v2/video/list/';
const ids = ['7600000000000000003', '7600000000000000005'];

async function run(path: string, key: string, to: unknown, parameters: INodeParameters) {
	const { emulator, harness } = setting;
	const username = freshAccount();
	addVideos(
		emulator,
		username,
		ids.map((id, index) => ({ id, create_time: 1_790_000_000 - index })),
	);
	emulator.faults.script({ match: { path }, do: { kind: 'drift', key, to } });
	return await harness.run({ parameters, credentials: [setting.connect({ username })] });
}

const getAll = { resource: 'video', operation: 'getAll', returnAll: true };

const codeOf = ({ error }: { error?: { context?: { tiktok?: unknown } } }) =>
	(error?.context?.tiktok as { code: string } | undefined)?.code;

it('a null among the videos is left out', async () => {
	const { items, error } = await run(list, 'data.videos.0', null, getAll);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.id)).toEqual([ids[1]]);
});

it.each([null, undefined, {}, 'text', [['a list in the list']]])(
	'%p in place of the videos is no empty account',
	async (to) => {
		const result = await run(list, 'data.videos', to, getAll);
		expect(codeOf(result)).toBe('changed_answer');
		expect(result.error?.message).toContain('"videos"');
	},
);

it('where TikTok does not say whether there is more, it is asked until nothing comes', async () => {
	const { items } = await run(list, 'data.has_more', undefined, getAll);
	expect(items).toHaveLength(2);
	expect(setting.emulator.requests.filter(({ path }) => path === list)).toHaveLength(2);
});

it('a time that is no number is not read as 1970', async () => {
	const { items } = await run(list, 'data.videos.0.create_time', true, getAll);
	expect(items[0].json).not.toHaveProperty('create_time_iso');
});

it.each([true, 7, {}, ['ok'], null])('the code %p says neither yes nor no', async (to) => {
	const result = await run('/v2/user/info/', 'error.code', to, {
		resource: 'creator',
		operation: 'getStats',
		fields: ['follower_count'],
	});
	// Read again, and then the answer is right.
	expect(result.error).toBeUndefined();
	expect(result.items[0].json).toHaveProperty('follower_count');
});

it('statistics without a user are no item', async () => {
	const result = await run('/v2/user/info/', 'data.user', undefined, {
		resource: 'creator',
		operation: 'getStats',
		fields: ['follower_count'],
	});
	expect(codeOf(result)).toBe('changed_answer');
});

it.each([
	'',
	'SOMETHING_NEW',
	'/video/?upload_id=1',
	'http://',
	'ftp://127.0.0.1/',
	['http://x'],
	{},
])('%p is no address to upload to', async (to) => {
	const { emulator, harness } = setting;
	const credential = setting.connect({ username: freshAccount() });
	emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		times: 2,
		do: { kind: 'drift', key: 'data.upload_url', to },
	});
	const result = await harness.run({
		parameters: {
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel: 'SELF_ONLY',
		},
		items: [await setting.itemWithFiles(1000)],
		credentials: [credential],
	});
	expect(result.error?.message).toBe('TikTok gave a publish ID but twice no address to upload to.');
	expect(emulator.publishes.filter(({ complete }) => complete)).toEqual([]);
});

/** An account of its own: limits and what is remembered hang on it. */
function freshAccount(): string {
	const username = freshUsername();
	setting.emulator.addAccount({ username });
	return username;
}
