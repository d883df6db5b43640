/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { consumer, mp4 } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(500, 1)]);
const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1');
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500, 2)]);
const webm = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(500, 3)]);
const video = mp4(200_000);
const hugeJpeg = Buffer.concat([jpeg, Buffer.alloc(20_000_001 - jpeg.length)]);

const files: Record<string, Buffer> = {
	'/a.mp4': video,
	'/a.webm': webm,
	'/a.jpg': jpeg,
	'/b.webp': webp,
	'/c.png': png,
	'/huge.jpg': hugeJpeg,
};

let emulator: Emulator;
let media: Server;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
	media = createServer((req, res) => {
		const path = req.url!.split('?')[0];
		if (path === '/moved.mp4') return void res.writeHead(302, { location: '/a.mp4' }).end();
		if (path === '/slow.mp4') return void res.writeHead(200).write(video);
		if (path === '/cut.mp4') {
			res.writeHead(200, { 'content-length': video.length });
			return void res.write(video.subarray(0, 1000), () => res.destroy());
		}
		if (!files[path]) return void res.writeHead(404).end();
		res.end(files[path]);
	});
	await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
	emulator.reset();
	const { port } = media.address() as AddressInfo;
	emulator.switches.pullMapping = { 'media.example.com': `http://127.0.0.1:${port}` };
});
afterAll(async () => {
	await emulator.close();
	media.closeAllConnections();
	await new Promise((resolve) => media.close(resolve));
});

const api = () => consumer(emulator.url, emulator.grant().access_token);
const host = 'https://media.example.com';

async function pull(path: string): Promise<string> {
	const { json } = await api().post('/v2/post/publish/video/init/', {
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' },
		source_info: { source: 'PULL_FROM_URL', video_url: host + path },
	});
	return json.data.publish_id;
}

async function photos(...paths: string[]): Promise<string> {
	const { json } = await api().post('/v2/post/publish/content/init/', {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' },
		source_info: {
			source: 'PULL_FROM_URL',
			photo_images: paths.map((path) => host + path),
			photo_cover_index: 0,
		},
	});
	return json.data.publish_id;
}

async function outcome(id: string) {
	await emulator.settled();
	emulator.clock.advance(emulator.switches.processingMs);
	const { status, fail_reason } = (await api().status(id)).json.data;
	return fail_reason ?? status;
}
const sha = (...parts: Buffer[]) => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
};

it('downloads a video for real, query included, and posts it after processing', async () => {
	const id = await pull('/a.mp4?signature=1');
	expect(id).toMatch(/^v_pub_url~/);
	await emulator.settled();
	const { data } = (await api().status(id)).json;
	expect(data).toEqual({ status: 'PROCESSING_DOWNLOAD', downloaded_bytes: video.length });
	expect(await outcome(id)).toBe('PUBLISH_COMPLETE');
	const url = `${host}/a.mp4?signature=1`;
	expect(emulator.publishes[0]).toMatchObject({
		complete: true,
		sha256: sha(video),
		media: [{ url, bytes: video.length, sha256: sha(video), type: 'video/mp4' }],
	});
});

it('accepts WebM', async () => {
	expect(await outcome(await pull('/a.webm'))).toBe('PUBLISH_COMPLETE');
});

it('downloads photos in their order', async () => {
	const id = await photos('/b.webp', '/a.jpg');
	expect(await outcome(id)).toBe('PUBLISH_COMPLETE');
	const [publish] = emulator.publishes;
	expect(publish.media.map(({ type }) => type)).toEqual(['image/webp', 'image/jpeg']);
	expect(publish.sha256).toBe(sha(webp, jpeg));
});

it('lists photo posts as videos only when switched', async () => {
	await outcome(await photos('/a.jpg'));
	emulator.clock.advance(2000);
	const ids = async () =>
		(await api().post('/v2/video/list/?fields=id')).json.data.videos.map(
			({ id }: { id: string }) => id,
		);
	const { postId } = emulator.publishes[0];
	expect(await ids()).not.toContain(postId);
	emulator.switches.photosInVideoList = true;
	expect(await ids()).toContain(postId);
});

it.each([
	['/none.mp4', 'video_pull_failed'],
	['/moved.mp4', 'video_pull_failed'],
	['/cut.mp4', 'video_pull_failed'],
	['/a.jpg', 'file_format_check_failed'],
])('a video at %s fails with %s', async (path, reason) => {
	expect(await outcome(await pull(path))).toBe(reason);
});

it.each([
	['/none.jpg', 'photo_pull_failed'],
	['/huge.jpg', 'photo_pull_failed'],
	['/c.png', 'file_format_check_failed'],
	['/a.mp4', 'file_format_check_failed'],
])('a photo at %s fails with %s', async (path, reason) => {
	expect(await outcome(await photos('/a.jpg', path))).toBe(reason);
});

it('a pull from this machine fails when switched off', async () => {
	emulator.switches.pullFromLoopback = false;
	expect(await outcome(await pull('/a.mp4'))).toBe('video_pull_failed');
});

it('a download that takes an hour fails', async () => {
	const id = await pull('/slow.mp4');
	emulator.clock.advance(3_599_000);
	expect((await api().status(id)).json.data.status).toBe('PROCESSING_DOWNLOAD');
	emulator.clock.advance(1000);
	expect(await outcome(id)).toBe('video_pull_failed');
});

it('cancelling stops a running download', async () => {
	const publish_id = await pull('/slow.mp4');
	await api().post('/v2/post/publish/cancel/', { publish_id });
	expect(await outcome(publish_id)).toBe('publish_cancelled');
});
