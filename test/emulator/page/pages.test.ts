import { consumer, directPost, fileSource, mp4, put, send } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock(), keptMediaBytes: 10_000 });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const page = async (path: string) => await send(emulator.url + path);

const api = () => consumer(emulator.url, emulator.grant().access_token);

async function post(title: string, size = 1000): Promise<string> {
	const { json } = await api().post('/v2/post/publish/video/init/', directPost(size, { title }));
	await put(json.data.upload_url, mp4(size), 0, size);
	return json.data.publish_id as string;
}

async function draft(): Promise<string> {
	const body = { source_info: fileSource(1000) };
	const { json } = await api().post('/v2/post/publish/inbox/video/init/', body);
	await put(json.data.upload_url, mp4(1000), 0, 1000);
	return json.data.publish_id as string;
}

/** The buttons of a page, as the browser would press them with the first choice of their lists. */
async function buttons(path: string): Promise<Array<{ text: string; press(): Promise<number> }>> {
	const { text: html } = await page(path);
	const readable = html.replace(/&#(\d+);/g, (_, code: string) =>
		String.fromCharCode(Number(code)),
	);
	return [
		...readable.matchAll(
			/(?:<option>([^<]+)<[^>]+>(?:(?!<\/select>).)*<\/select>)?<button data-call="(\w+) ([^"]+)" data-body="(.*?)">(.+?)<\/button>/g,
		),
	].map(([, choice, method, path, body, text]) => ({
		text,
		press: async () =>
			(
				await send(emulator.url + path, {
					method,
					body: body.replace('"$choice"', JSON.stringify(choice)),
				})
			).status,
	}));
}

async function press(path: string, text: string): Promise<void> {
	const button = (await buttons(path)).find((one) => one.text === text);
	expect([text, await button?.press()]).toEqual([text, 200]);
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

describe('media that is kept', () => {
	it('can be played, from any moment', async () => {
		const publishId = await post('Moving');
		const path = `/media/file/${encodeURIComponent(publishId)}/0`;
		expect((await page('/')).text).toContain(`<video data-key="media" src="${path}"`);
		const whole = await page(path);
		expect(whole.headers.get('content-type')).toBe('video/mp4');
		expect(whole.headers.get('content-length') ?? '1000').toBe('1000');
		const part = await send(emulator.url + path, { headers: { range: 'bytes=990-' } });
		expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 990-999/1000']);
		const beyond = await send(emulator.url + path, { headers: { range: 'bytes=1000-' } });
		expect(beyond.status).toBe(416);
	});

	it('is little: the oldest goes, and what is too large never comes', async () => {
		const first = await post('First', 6_000);
		const second = await post('Second', 6_000);
		const large = await post('Large', 11_000);
		const statuses = await Promise.all(
			[first, second, large].map(
				async (id) => (await page(`/media/file/${encodeURIComponent(id)}/0`)).status,
			),
		);
		expect(statuses).toEqual([404, 200, 404]);
	});
});

it('tells the life of a post: when, what, how many bytes, and who asked', async () => {
	const publishId = await post('Fresh gears');
	await api().status(publishId);
	await api().status(publishId);
	emulator.clock.advance(3000);
	const path = `/publish/${encodeURIComponent(publishId)}`;
	await page(path);
	emulator.clock.advance(2000);
	const { text } = await page(path);
	const life = [
		...text.matchAll(/<td>\+([\d.]+) s<\/td>\s*<td>(.*?)<\/td><td class="soft">(.*?)<\/td>/g),
	];
	expect(life.map(([, ...row]) => row)).toEqual([
		['0.0', 'PROCESSING_UPLOAD', 'asked by Demo Web App'],
		['0.0', 'Chunk 1 of 1 received', '1,000 of 1,000 bytes'],
		['0.0', 'Status asked (2 times)', 'PROCESSING_UPLOAD answered to Demo Web App'],
		['3.0', 'PUBLISH_COMPLETE', 'PUBLIC_TO_EVERYONE'],
		['5.0', 'Public', expect.stringMatching(/^post ID \d{19}$/)],
	]);
});

describe('a person acts as the creator', () => {
	const profile = '/@demo.creator';

	it('posts a draft, makes the post private, and public again', async () => {
		await draft();
		emulator.clock.advance(3000);
		await press(profile, 'Post the draft');
		expect(emulator.publishes[0]).toMatchObject({ state: 'PUBLISH_COMPLETE' });
		await press(profile, 'Make private');
		const [video] = emulator.account('demo.creator').videos;
		expect(video.privacy).toBe('SELF_ONLY');
		await press(profile, 'Make public');
		expect(video.privacy).toBe('PUBLIC_TO_EVERYONE');
	});

	it('refuses the next post, or the one on its way', async () => {
		await press(profile, 'Refuse the next post');
		expect((await page(profile)).text).toContain('next post: file_format_check_failed');
		await post('Refused');
		emulator.clock.advance(3000);
		expect(emulator.publishes[0].failReason).toBe('file_format_check_failed');
		await post('Refused on its way');
		await press(profile, 'Refuse it');
		expect(emulator.publishes[1].state).toBe('FAILED');
	});

	it('removes the app', async () => {
		const { access_token } = emulator.grant();
		await press(profile, 'Remove Demo Web App');
		const { status } = await consumer(emulator.url, access_token).get(
			'/v2/user/info/?fields=open_id',
		);
		expect(status).toBe(401);
	});
});

it('what an open page asks for is not in the log of requests', async () => {
	const before = emulator.requests.length;
	const { status, text } = await page('/_emulator/page/@demo.creator');
	expect([status, text.includes('Demo Creator')]).toEqual([200, true]);
	expect(emulator.requests).toHaveLength(before);
});
