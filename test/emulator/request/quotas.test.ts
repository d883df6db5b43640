import { consumer, directPost, fileSource } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const direct = '/v2/post/publish/video/init/';
const inbox = '/v2/post/publish/inbox/video/init/';
const info = '/v2/user/info/?fields=open_id';
const creator = '/v2/post/publish/creator_info/query/';

const api = () => consumer(emulator.url, emulator.grant().access_token);
type Api = ReturnType<typeof api>;

async function admitted(call: () => Promise<{ status: number }>, attempts: number) {
	let count = 0;
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		if ((await call()).status !== 429) count += 1;
	}
	return count;
}

it.each<[string, number, (client: Api) => Promise<{ status: number }>]>([
	['an init', 6, async (client) => await client.post(direct, directPost(1000))],
	['creator_info', 20, async (client) => await client.post(creator)],
	['status', 30, async (client) => await client.status('x')],
	['user/info', 600, async (client) => await client.get(info)],
])('%s is admitted %d times a minute per token', async (_, limit, call) => {
	const client = api();
	expect(await admitted(async () => await call(client), limit + 2)).toBe(limit);
	expect((await call(api())).status).not.toBe(429);
});

it('cancel has no quota', async () => {
	const client = api();
	const cancel = async () => await client.post('/v2/post/publish/cancel/', { publish_id: 'x' });
	expect(await admitted(cancel, 40)).toBe(40);
});

it('the window slides', async () => {
	emulator.switches.initQuotaPerMinute = 2;
	emulator.account('demo.creator').dailyPostCap = 100;
	const client = api();
	const post = async () => (await client.post(direct, directPost(1000))).status;
	expect(await post()).toBe(200);
	emulator.clock.advance(40_000);
	expect(await post()).toBe(200);
	expect(await post()).toBe(429);
	emulator.clock.advance(20_000);
	expect(await post()).toBe(200);
	expect(await post()).toBe(429);
});

it('the inits have a quota each, or one for all', async () => {
	emulator.switches.initQuotaPerMinute = 1;
	const draft = { source_info: fileSource(1000) };
	const separate = api();
	await separate.post(direct, directPost(1000));
	expect((await separate.post(inbox, draft)).status).toBe(200);
	emulator.switches.initBucketsShared = true;
	const shared = api();
	await shared.post(direct, directPost(1000));
	expect((await shared.post(inbox, draft)).status).toBe(429);
});

it('the refusal is an envelope, with Retry-After only when switched', async () => {
	emulator.switches.readQuotaPerMinute = 1;
	const client = api();
	await client.get(info);
	const bare = await client.get(info);
	expect(bare.json.error.code).toBe('rate_limit_exceeded');
	expect(bare.headers.get('retry-after')).toBeNull();
	emulator.switches.retryAfterHeader = true;
	emulator.clock.advance(30_000);
	expect((await client.get(info)).headers.get('retry-after')).toBe('30');
});
