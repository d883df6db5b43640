import { consumer, directPost, mp4, put, send } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const page = async (path: string) => await send(emulator.url + path);

async function post(title: string): Promise<void> {
	const client = consumer(emulator.url, emulator.grant().access_token);
	const { json } = await client.post('/v2/post/publish/video/init/', directPost(1000, { title }));
	await put(json.data.upload_url, mp4(1000), 0, 1000);
}

it('shows every account', async () => {
	const { text } = await page('/');
	for (const { username } of emulator.accounts) expect(text).toContain(`@${username}`);
});

it('shows a post from upload to public, with size and hash', async () => {
	await post('Fresh gears');
	const [{ publishId, sha256 }] = emulator.publishes;
	const onTheWay = (await page('/@demo.creator')).text;
	expect(onTheWay).toContain(`data-publish-id="${publishId}"`);
	expect(onTheWay).toContain('PROCESSING_UPLOAD');
	emulator.clock.advance(3000);
	const done = (await page('/@demo.creator')).text;
	const { postId } = emulator.publishes[0];
	expect(done).toContain(`data-post-id="${postId}"`);
	expect(done).toContain('Fresh gears');
	expect(done).toContain('In moderation');
	expect(done).toContain('1,000 bytes');
	expect(done).toContain(sha256!.slice(0, 12));
	const single = await page(`/@demo.creator/video/${postId}`);
	expect(single.text).toContain(sha256);
	emulator.clock.advance(2000);
	expect((await page(`/@demo.creator/video/${postId}`)).text).toContain('<dd>Public</dd>');
});

it('escapes what clients send', async () => {
	await post('<script>alert(1)</script>');
	emulator.clock.advance(3000);
	const { text } = await page('/');
	expect(text).not.toContain('<script>');
	expect(text).toContain('&#60;script&#62;');
});

it('loads nothing from elsewhere', async () => {
	const { text } = await page('/');
	expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

it('knows no other account, post or path', async () => {
	for (const path of ['/@nobody', '/@demo.creator/video/1', '/elsewhere', '/v2/elsewhere/']) {
		expect((await page(path)).status).toBe(404);
	}
});
