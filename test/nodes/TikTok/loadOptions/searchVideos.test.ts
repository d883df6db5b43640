import { NodeApiError } from 'n8n-workflow';
import { addVideos, freshUsername } from '../../../harness/accounts';
import type { Setting } from '../../../harness/setting';
import { createSetting } from '../../../harness/setting';
import type { CredentialRef } from '../../../harness/types';

let setting: Setting;
let username: string;
let earlier: number;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	username = freshUsername();
	setting.emulator.addAccount({ username });
	earlier = setting.emulator.requests.length;
});
afterEach(() => {
	expect(setting.emulator.faults.remaining()).toEqual([]);
});

const pages = () =>
	setting.emulator.requests.slice(earlier).filter(({ path }) => path === '/v2/video/list/').length;

interface Asked {
	filter?: string;
	paginationToken?: string;
	credentials?: CredentialRef[];
}

async function search({ credentials, ...asked }: Asked = {}) {
	return await setting.harness.searchList({
		method: 'searchVideos',
		...asked,
		parameters: {
			authentication: 'tikTokOAuth2Api',
			resource: 'video',
			operation: 'get',
		},
		credentials: credentials ?? [setting.connect({ username })],
	});
}

/** n8n shows headline and description of a NodeApiError, and of no other error. */
async function failure(asked?: Asked) {
	const error = await search(asked).then(
		() => undefined,
		(thrown: NodeApiError) => thrown,
	);
	expect(error).toBeInstanceOf(NodeApiError);
	return { message: error?.message, description: error?.description };
}

// 2026-09-01T00:00:00Z in seconds.
const september = 1_788_220_800;
const DAY = 86_400;

/** Newest first, a day apart. */
function post(captions: string[]): string[] {
	const videos = captions.map((_, index) => ({
		id: String(7678907398077070000n + BigInt(captions.length - index)),
		create_time: september - index * DAY,
	}));
	addVideos(setting.emulator, username, videos);
	const { videos: there } = setting.emulator.account(username);
	captions.forEach((caption, index) => Object.assign(there[index], { title: caption }));
	return videos.map(({ id }) => id);
}

describe("the account's videos", () => {
	it('are listed by title and day, newest first, with the link', async () => {
		const [newer, older] = post(['Behind the scenes', 'Gears']);
		const link = (id: string) => `https://www.tiktok.com/@${username}/video/${id}`;
		expect(await search()).toEqual({
			results: [
				{ name: 'Behind the scenes · 2026-09-01', value: newer, url: link(newer) },
				{ name: 'Gears · 2026-08-31', value: older, url: link(older) },
			],
		});
	});

	it('are called by their description, or by nothing, without a title', async () => {
		post(['', '']);
		const [first] = setting.emulator.account(username).videos;
		Object.assign(first, { description: 'A\nlong   story '.repeat(10) });
		Object.assign(setting.emulator.account(username).videos[1], { description: '' });
		const [long, none] = (await search()).results.map(({ name }) => name);
		expect(long).toMatch(/^A long story A long.{41}… · 2026-09-01$/);
		expect(none).toBe('Without caption · 2026-08-31');
	});

	it('come page after page', async () => {
		const ids = post(Array.from({ length: 45 }, (_, index) => `Video ${index}`));
		const found: unknown[] = [];
		let paginationToken: string | undefined;
		for (let page = 1; page <= 3; page += 1) {
			const list = await search({ paginationToken });
			found.push(...list.results.map(({ value }) => value));
			paginationToken = list.paginationToken as string | undefined;
		}
		expect(found).toEqual(ids);
		expect(paginationToken).toBeUndefined();
		expect(pages()).toBe(3);
	});

	it('are found by a word of the title, also behind the first page', async () => {
		const ids = post([...Array.from({ length: 30 }, () => 'Other'), 'Gears at night', 'Other']);
		const { results } = await search({ filter: ' GEARS ' });
		expect(results.map(({ value }) => value)).toEqual([ids[30]]);
		expect((await search({ filter: ids[3].slice(-4) })).results).toHaveLength(1);
		expect((await search({ filter: 'nobody' })).results).toEqual([]);
	});

	it('that are none say so', async () => {
		expect(await failure()).toMatchObject({
			message: 'This account has no public videos.',
			description: expect.stringContaining('By ID or Link') as string,
		});
	});

	it('do not go round in circles with a cursor that does not move', async () => {
		post(['Gears']);
		const body = {
			data: { videos: [], has_more: true, cursor: september * 1000 },
			error: { code: 'ok', message: '', log_id: 'x' },
		};
		setting.emulator.faults.script({
			match: { path: '/v2/video/list/' },
			times: 2,
			do: { kind: 'status', status: 200, body },
		});
		expect(await search()).toEqual({ results: [] });
	});

	it('without the permission name it, without a credential ask for it', async () => {
		const credentials = [setting.connect({ username, scopes: ['user.info.basic'] })];
		expect((await failure({ credentials })).message).toContain('did not grant');
		expect((await failure({ credentials: [] })).message).toBe('Choose the credential first.');
	});
});
