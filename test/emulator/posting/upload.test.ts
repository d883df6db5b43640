/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { request } from 'node:http';

import { consumer, fileSource, mp4, put } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const chunk = 5_242_880;
const size = 2 * chunk + 100;
const file = mp4(size);
const first = file.subarray(0, chunk);
const rest = file.subarray(chunk);

async function init(bytes = size, chunkSize = chunk, count = 2): Promise<string> {
	const api = consumer(emulator.url, emulator.grant().access_token);
	const { json } = await api.post('/v2/post/publish/video/init/', {
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: fileSource(bytes, chunkSize, count),
	});
	return json.data.upload_url;
}

const progress = (answer: { status: number; headers: Headers }) => [
	answer.status,
	answer.headers.get('content-range'),
];
const small = mp4(1000);

describe('chunks in order', () => {
	it('are stored: 206 with the progress, then 201', async () => {
		const url = await init();
		expect(progress(await put(url, first, 0, size))).toEqual([206, `bytes 0-${chunk}/${size}`]);
		expect(emulator.publishes[0]).toMatchObject({ bytesReceived: chunk, complete: false });
		expect(progress(await put(url, rest, chunk, size))).toEqual([201, `bytes 0-${size}/${size}`]);
		const sha256 = createHash('sha256').update(file).digest('hex');
		expect(emulator.publishes[0]).toMatchObject({
			bytesReceived: size,
			complete: true,
			sha256,
			media: [{ bytes: size, sha256, type: 'video/mp4' }],
		});
	});

	it('are noted in the log with length and hash, without body', async () => {
		const url = await init();
		await put(url, first, 0, size);
		const entry = emulator.requests.at(-1)!;
		const sha256 = createHash('sha256').update(first).digest('hex');
		expect(entry).toMatchObject({
			api: 'upload',
			method: 'PUT',
			bytes: chunk,
			sha256,
			status: 206,
		});
		expect(entry.body).toBeUndefined();
	});

	it('can be answered with an inclusive index and a final 200', async () => {
		emulator.switches.progressHeader = 'index';
		emulator.switches.finalUploadStatus = 200;
		const url = await init();
		expect(progress(await put(url, first, 0, size))).toEqual([206, `bytes 0-${chunk - 1}/${size}`]);
		const last = await put(url, rest, chunk, size);
		expect(progress(last)).toEqual([200, `bytes 0-${size - 1}/${size}`]);
	});

	it.each(['video/mp4', 'video/quicktime', 'video/webm'])('may be %s', async (type) => {
		const url = await init(1000, 1000, 1);
		expect((await put(url, small, 0, 1000, { 'content-type': type })).status).toBe(201);
	});
});

describe('416 with the progress', () => {
	it('for the second chunk first', async () => {
		const url = await init();
		expect(progress(await put(url, rest, chunk, size))).toEqual([416, `bytes 0-0/${size}`]);
	});

	it('for a stored chunk again, final one included, without storing it twice', async () => {
		const url = await init();
		await put(url, first, 0, size);
		expect(progress(await put(url, first, 0, size))).toEqual([416, `bytes 0-${chunk}/${size}`]);
		await put(url, rest, chunk, size);
		expect(progress(await put(url, rest, chunk, size))).toEqual([416, `bytes 0-${size}/${size}`]);
		expect(emulator.publishes[0].bytesReceived).toBe(size);
	});

	it('for one of two equal chunks sent at the same time', async () => {
		const url = await init();
		const answers = await Promise.all([put(url, first, 0, size), put(url, first, 0, size)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([206, 416]);
		await put(url, rest, chunk, size);
		expect(emulator.publishes[0].sha256).toBe(createHash('sha256').update(file).digest('hex'));
	});
});

describe('400', () => {
	it.each<[string, Record<string, string>]>([
		['an Authorization header', { authorization: 'Bearer act.x' }],
		['a MIME type outside the list', { 'content-type': 'application/octet-stream' }],
		['a range that is no range', { 'content-range': 'bytes 0-/1000' }],
		['a range of characters', { 'content-range': 'chars 0-999/1000' }],
		['another total', { 'content-range': 'bytes 0-999/1001' }],
		['an unknown total', { 'content-range': 'bytes 0-999/*' }],
		['a range longer than the body', { 'content-range': 'bytes 0-1000/1000' }],
		['a range shorter than the body', { 'content-range': 'bytes 0-998/1000' }],
	])('%s', async (_, headers) => {
		const url = await init(1000, 1000, 1);
		expect((await put(url, small, 0, 1000, headers)).status).toBe(400);
		expect(emulator.publishes[0].bytesReceived).toBe(0);
		expect((await put(url, small, 0, 1000)).status).toBe(201);
	});

	it('a chunk cut otherwise than declared', async () => {
		const url = await init();
		expect((await put(url, file.subarray(0, chunk + 50), 0, size)).status).toBe(400);
		expect((await put(url, file.subarray(0, chunk - 50), 0, size)).status).toBe(400);
		await put(url, first, 0, size);
		expect((await put(url, file.subarray(chunk, 2 * chunk), chunk, size)).status).toBe(400);
	});

	it('no Content-Range', async () => {
		const url = await init(1000, 1000, 1);
		const headers = { 'content-type': 'video/mp4' };
		expect((await fetch(url, { method: 'PUT', headers, body: small })).status).toBe(400);
	});

	it('chunked transfer encoding', async () => {
		const url = await init(1000, 1000, 1);
		const status = await new Promise((resolve, reject) => {
			const headers = {
				'content-type': 'video/mp4',
				'content-range': 'bytes 0-999/1000',
				'transfer-encoding': 'chunked',
			};
			const put = request(url, { method: 'PUT', headers }, (answer) => {
				answer.resume();
				resolve(answer.statusCode);
			});
			put.on('error', reject);
			put.end(small);
		});
		expect(status).toBe(400);
	});
});

describe('the address', () => {
	it('dies after an hour: 403', async () => {
		const url = await init();
		await put(url, first, 0, size);
		emulator.clock.advance(3_599_000);
		expect((await put(url, first, 0, size)).status).toBe(416);
		emulator.clock.advance(1000);
		expect((await put(url, rest, chunk, size)).status).toBe(403);
	});

	it('must be whole: 404 for another id or token, or none', async () => {
		const url = await init(1000, 1000, 1);
		const changed = [url.replace(/upload_id=\d/, 'upload_id=9'), `${url}x`, url.split('?')[0]];
		for (const other of changed) expect((await put(other, small, 0, 1000)).status).toBe(404);
	});

	it("ends with the user's permission: 404", async () => {
		const url = await init(1000, 1000, 1);
		emulator.removeAuthorization();
		expect((await put(url, small, 0, 1000)).status).toBe(404);
		expect(emulator.publishes[0].failReason).toBe('auth_removed');
	});

	it('answers no question about progress', async () => {
		expect((await fetch(await init())).status).toBe(404);
	});
});

it('a chunk whose connection breaks is not stored and can be sent again', async () => {
	const url = await init();
	await put(url, first, 0, size);
	await new Promise<void>((resolve) => {
		const headers = {
			'content-type': 'video/mp4',
			'content-range': `bytes ${chunk}-${size - 1}/${size}`,
			'content-length': String(rest.length),
		};
		const broken = request(url, { method: 'PUT', headers });
		broken.on('error', () => undefined);
		broken.on('close', resolve);
		broken.write(rest.subarray(0, 100_000), () => broken.destroy());
	});
	expect(emulator.publishes[0].bytesReceived).toBe(chunk);
	expect((await put(url, rest, chunk, size)).status).toBe(201);
	expect(emulator.publishes[0].sha256).toBe(createHash('sha256').update(file).digest('hex'));
});
