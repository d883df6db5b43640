import { fixture } from '../../../../fixtures/post/getStatus';
import { addPosts } from '../../../../harness/accounts';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getStatus = operationUnderTest(fixture);

const fromFile = 'v_pub_file~v2-1.7600000000000000001';
const fromUrl = 'v_pub_url~v2.7600000000000000002';
const unknown = 'v_pub_file~v2-1.7600000000000000009';
const postId = '7678907398077074696';

const live = {
	publish_id: fromFile,
	status: 'PUBLISH_COMPLETE',
	publicaly_available_post_id: [postId],
};
const posts = [live, { publish_id: fromUrl, status: 'PROCESSING_DOWNLOAD' }];

beforeEach(() => addPosts(getStatus.setting.emulator, getStatus.username, posts));

const pathsSent = () => getStatus.sent().map(({ path }) => path);
const statusPath = '/v2/post/publish/status/fetch/';

describe('the id of a post', () => {
	it('comes over the line as a number and out of the node with every digit', async () => {
		const { emulator } = getStatus.setting;
		const token = emulator.grant({ username: getStatus.username }).access_token;
		const answer = await fetch(`${emulator.url}${statusPath}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ publish_id: fromFile }),
		});
		expect(await answer.text()).toContain(`"publicaly_available_post_id":[${postId}]`);

		const { items } = await getStatus.run({ publishIds: [fromFile] });
		expect(items[0].json.post_ids).toEqual([postId]);
	});

	it('may come as text, too', async () => {
		const { switches } = getStatus.setting.emulator;
		switches.postIdsAs = 'string';
		const { items } = await getStatus.run({ publishIds: [fromFile] });
		expect(items[0].json.post_ids).toEqual([postId]);
	});

	it('may be several, when a draft was posted twice', async () => {
		const twice = [postId, '7678907398077074697'];
		const { emulator } = getStatus.setting;
		addPosts(emulator, getStatus.username, [{ ...live, publicaly_available_post_id: twice }]);
		const { items } = await getStatus.run({ publishIds: [fromFile] });
		expect(items[0].json).toMatchObject({
			post_ids: twice,
			post_urls: twice.map((id) => `${emulator.url}/@${getStatus.username}/video/${id}`),
		});
	});
});

describe('the address of a post', () => {
	const connect = (...scopes: string[]) => {
		const { setting, username } = getStatus;
		getStatus.credential = setting.connect({ username, scopes });
	};
	const address = () => `${getStatus.setting.emulator.url}/@${getStatus.username}/video/${postId}`;

	it.each([
		['the profile', ['user.info.profile', 'video.upload'], '/v2/user/info/'],
		['direct posting', ['video.publish'], '/v2/post/publish/creator_info/query/'],
	])('is known when the account granted %s', async (_what, scopes, path) => {
		connect(...scopes);
		const { items } = await getStatus.run({ publishIds: [fromFile] });
		expect(items[0].json.post_urls).toEqual([address()]);
		expect(pathsSent()).toEqual([statusPath, path]);
	});

	it('costs one request for the handle, however many posts are asked for', async () => {
		const { emulator } = getStatus.setting;
		const more = [live, { ...live, publish_id: fromUrl, publicaly_available_post_id: ['76789'] }];
		addPosts(emulator, getStatus.username, more);
		const { items } = await getStatus.run({ publishIds: [fromFile, fromUrl] });
		expect(items.map(({ json }) => json.post_urls)).toEqual([
			[address()],
			[expect.stringContaining('/video/76789')],
		]);
		expect(pathsSent().filter((path) => path !== statusPath)).toHaveLength(1);
	});

	it('leads to /photo/ for photos, whose publish IDs begin with p_', async () => {
		const publish_id = 'p_pub_url~v2.7678907398077074690';
		const { emulator } = getStatus.setting;
		addPosts(emulator, getStatus.username, [{ ...live, publish_id }]);
		const { items } = await getStatus.run({ publishIds: [publish_id] });
		expect(items[0].json.post_urls).toEqual([address().replace('/video/', '/photo/')]);
	});

	it('is left out when no permission tells the handle, and nothing is tried', async () => {
		connect('video.upload', 'user.info.basic');
		const { items, error } = await getStatus.run({ publishIds: [fromFile] });
		expect(error).toBeUndefined();
		expect(items[0].json.post_ids).toEqual([postId]);
		expect(items[0].json).not.toHaveProperty('post_urls');
		expect(pathsSent()).toEqual([statusPath]);
	});

	it('is left out when TikTok does not tell the handle now, and the post stays a success', async () => {
		connect('video.publish');
		const { emulator } = getStatus.setting;
		emulator.account(getStatus.username).postingBlock = 'spam_risk_too_many_posts';
		const { items, error } = await getStatus.run({ publishIds: [fromFile] });
		expect(error).toBeUndefined();
		expect(items[0].json.post_ids).toEqual([postId]);
		expect(items[0].json).not.toHaveProperty('post_urls');
	});
});

describe('what comes out', () => {
	it('is one item per publish ID, linked to the item that asked for it', async () => {
		const { items, error } = await getStatus.run(
			{ publishIds: '={{ $json.ids }}' },
			{ items: [{ json: { ids: [fromFile, fromUrl] } }, { json: { ids: [fromUrl] } }] },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.publish_id, json.status, pairedItem])).toEqual(
			[
				[fromFile, 'PUBLISH_COMPLETE', { item: 0 }],
				[fromUrl, 'PROCESSING_DOWNLOAD', { item: 0 }],
				[fromUrl, 'PROCESSING_DOWNLOAD', { item: 1 }],
			],
		);
	});

	it('says when to ask again as long as the post is open, and not any more after that', async () => {
		const { items } = await getStatus.run({ publishIds: [fromUrl, fromFile] });
		const [open, done] = items.map(({ json }) => json);
		expect(open).toMatchObject({ is_final: false, retry_after_seconds: expect.any(Number) });
		expect(done).toMatchObject({ is_final: true });
		expect(done).not.toHaveProperty('retry_after_seconds');
	});
});

describe('wrong input is refused before any request', () => {
	it.each([
		[
			'no publish ID',
			'={{ [] }}',
			'Publish IDs is empty.',
			'Use the publish_id that a posting operation returned.',
		],
		[
			'a text that is one unit too long to be one',
			['v'.repeat(65)],
			`"${'v'.repeat(20)}…" is no publish ID: it has 65/64 characters.`,
			'Use the publish_id that a posting operation returned.',
		],
	])('%s', async (_what, publishIds, message, description) => {
		expectError(await getStatus.run({ publishIds }), { message, description });
		expect(getStatus.sent()).toEqual([]);
	});

	it('an account that granted neither way to post', async () => {
		const { setting, username } = getStatus;
		getStatus.credential = setting.connect({ username, scopes: ['video.list'] });
		expectError(await getStatus.run({ publishIds: [fromFile] }), {
			message: 'This account did not grant video.publish or video.upload.',
			description: '"Direct Post" or "Drafts to Inbox"',
		});
		expect(getStatus.sent()).toEqual([]);
	});
});

describe("TikTok's refusals", () => {
	it('say what to do, with code and log id', async () => {
		expectTikTokError(await getStatus.run({ publishIds: [unknown] }), {
			code: 'invalid_publish_id',
			message: 'TikTok does not know this publish ID.',
			description: 'with the credential that posted it',
		});
	});

	it('show the words of TikTok when they say more than the code', async () => {
		getStatus.setting.emulator.switches.unknownPublishIdCode = 'invalid_params';
		expectTikTokError(await getStatus.run({ publishIds: [unknown] }), {
			code: 'invalid_params',
			message: 'TikTok did not accept one of the values.',
			description: 'TikTok says: invalid_publish_id',
		});
	});

	it('tell whose publish ID it is not', async () => {
		const { setting } = getStatus;
		getStatus.credential = setting.connect({ username: 'second.creator' });
		expectTikTokError(await getStatus.run({ publishIds: [fromFile] }), {
			code: 'token_not_authorized_for_specified_publish_id',
			message: 'This publish ID belongs to another account or another TikTok app.',
			description: 'Choose the credential that made the post.',
		});
	});

	it('of one ID leave the others alone when the user goes on', async () => {
		const { items, error } = await getStatus.run(
			{ publishIds: '={{ $json.ids }}' },
			{
				items: [{ json: { ids: [unknown, fromFile] } }, { json: { ids: [fromUrl] } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'TikTok does not know this publish ID.', {
				code: 'invalid_publish_id',
				publish_id: unknown,
				retryable: false,
				log_id: expect.any(String),
			}),
			{ json: expect.objectContaining({ publish_id: fromFile }), pairedItem: { item: 0 } },
			{ json: expect.objectContaining({ publish_id: fromUrl }), pairedItem: { item: 1 } },
		]);
	});
});

describe('waiting for completion', () => {
	const publish = () => {
		const { emulator } = getStatus.setting;
		return emulator.publishes.find(({ publishId }) => publishId === fromUrl)!;
	};

	it('asks at most seven times when the post is ready after two minutes', async () => {
		const { emulator } = getStatus.setting;
		Object.assign(publish(), { complete: true, finalAt: emulator.clock.now() + 120_000 });
		const clock = getStatus.virtualClock();
		const { items } = await getStatus.run({
			publishIds: [fromUrl],
			returnWhen: 'published',
		});
		expect(items[0].json).toMatchObject({ status: 'PUBLISH_COMPLETE', is_final: true });
		expect(pathsSent().filter((path) => path === statusPath).length).toBeLessThanOrEqual(7);
		expect(clock.elapsed()).toBeLessThanOrEqual(151_000);
	});

	it('asks no more often than the pauses say: 5, 10, 20, then 30 s, shortened by a fifth at most', async () => {
		const clock = getStatus.virtualClock();
		await getStatus.run({
			publishIds: [fromUrl],
			returnWhen: 'published',
			options: { maxWaitMinutes: 3 },
		});
		const longest = [5_000, 10_000, 20_000, 30_000, 30_000, 30_000];
		const pauses = clock.waits.slice(0, longest.length);
		expect(
			pauses.map((pause, index) => pause <= longest[index] && pause >= longest[index] * 0.8),
		).toEqual(longest.map(() => true));
		expect(clock.elapsed()).toBe(180_000);
	});

	it('waits on for the public id when asked to', async () => {
		const { emulator } = getStatus.setting;
		Object.assign(publish(), {
			postInfo: { privacy_level: 'PUBLIC_TO_EVERYONE' },
			complete: true,
			finalAt: emulator.clock.now() + 1000,
		});
		emulator.switches.moderationMs = 60_000;
		const clock = getStatus.virtualClock();
		const { items } = await getStatus.run({
			publishIds: [fromUrl],
			returnWhen: 'public',
		});
		expect(items[0].json.post_ids).toEqual([publish().postId]);
		expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
	});

	it('makes a failed post a result, with the reason and what to do', async () => {
		getStatus.setting.emulator.failPublish(fromUrl, 'spam_risk_text');
		getStatus.virtualClock();
		const { items, error } = await getStatus.run({
			publishIds: [fromUrl],
			returnWhen: 'published',
		});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			status: 'FAILED',
			outcome: 'failed',
			is_final: true,
			fail_reason: 'spam_risk_text',
			fail_message: expect.stringContaining('Change the text'),
			retryable: false,
		});
	});
});

describe('many IDs of one item', () => {
	const publicPosts = (count: number) =>
		Array.from({ length: count }, (_, index) => ({
			...live,
			publish_id: `v_pub_file~v2-1.76000000000001${String(index).padStart(5, '0')}`,
		}));
	const creatorInfo = '/v2/post/publish/creator_info/query/';

	it('ask once for a handle that TikTok does not tell', async () => {
		const { setting, username } = getStatus;
		getStatus.credential = setting.connect({ username, scopes: ['video.publish'] });
		setting.emulator.account(username).postingBlock = 'spam_risk_too_many_posts';
		const many = publicPosts(8);
		addPosts(setting.emulator, username, many);
		const { items } = await getStatus.run({ publishIds: many.map((post) => post.publish_id) });
		expect(items.map(({ json }) => json.post_ids)).toEqual(many.map(() => [postId]));
		expect(items[0].json.post_urls).toBeUndefined();
		expect(pathsSent().filter((path) => path === creatorInfo)).toHaveLength(1);
	});

	it('name the account as soon as a permission tells it', async () => {
		const { setting, username } = getStatus;
		const connect = (...scopes: string[]) => setting.connect({ username, scopes });
		getStatus.credential = connect('video.upload');
		const before = await getStatus.run({ publishIds: [fromFile] });
		getStatus.credential = connect('video.upload', 'user.info.profile');
		const after = await getStatus.run({ publishIds: [fromFile] });
		expect(before.items[0].json.post_urls).toBeUndefined();
		expect(after.items[0].json.post_urls).toHaveLength(1);
	});

	it.each(['started', 'published'])('wait side by side, and say how long (%s)', async (when) => {
		const { setting, username } = getStatus;
		const many = publicPosts(65);
		addPosts(setting.emulator, username, many);
		const clock = getStatus.virtualClock();
		const before = clock.elapsed();
		const { items, error } = await getStatus.run({
			publishIds: many.map((post) => post.publish_id),
			returnWhen: when,
		});
		const seconds = (clock.elapsed() - before) / 1000;
		expect(error).toBeUndefined();
		const waited = Number(items[0].json.quota_wait_seconds);
		expect(waited).toBeGreaterThan(60);
		expect(waited).toBeLessThanOrEqual(seconds);
	});
});

it.each(['={{ $json.nope }}', '={{ "" }}', '={{ null }}', '={{ [] }}', '={{ ["", " "] }}'])(
	'no Publish ID (%j) is refused before any request',
	async (publishIds) => {
		expectError(await getStatus.run({ publishIds }), {
			message: 'Publish IDs is empty.',
			description: 'Use the publish_id that a posting operation returned.',
		});
		expect(getStatus.sent()).toEqual([]);
	},
);
