/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

import { directPost, mp4, put } from '../consumerClient';
import { api, emulator, init, script, until } from './faultsUnderTest';

const bytes = mp4(1_000_000);
const match = { method: 'PUT', path: '/video/' };
const whole = async (url: string) => await put(url, bytes, 0, bytes.length);

async function address(size = bytes.length, chunk = size, count = 1): Promise<string> {
	const body = directPost(size);
	Object.assign(body.source_info, { chunk_size: chunk, total_chunk_count: count });
	return (await api().post(init, body)).json.data.upload_url;
}

it('reset after some bytes stores nothing', async () => {
	const url = await address();
	script({ kind: 'reset', afterBytes: 100_000 }, { match });
	await expect(whole(url)).rejects.toThrow();
	const entry = emulator.requests.at(-1)!;
	expect(entry.bytes).toBeGreaterThanOrEqual(100_000);
	expect(entry.bytes).toBeLessThan(bytes.length);
	expect(emulator.publishes[0].bytesReceived).toBe(0);
	expect((await whole(url)).status).toBe(201);
});

it.each([408, 425, 429, 499, 500, 503, 504])(
	'a gateway that answers %i reads the chunk and stores nothing',
	async (status) => {
		const url = await address();
		script({ kind: 'status', status, headers: { 'Retry-After': '3' } }, { match });
		const answer = await whole(url);
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '3']);
		expect(emulator.requests.at(-1)!.bytes).toBe(bytes.length);
		expect((await whole(url)).status).toBe(201);
	},
);

it('the lost answer to the final chunk: stored, and 416 says so', async () => {
	const url = await address();
	script({ kind: 'resetAfter' }, { match });
	await expect(whole(url)).rejects.toThrow();
	expect(emulator.publishes[0].complete).toBe(true);
	const again = await whole(url);
	expect(again.status).toBe(416);
	expect(again.headers.get('content-range')).toBe('bytes 0-1000000/1000000');
});

it.each([{ kind: 'truncate' }, { kind: 'headersOnly', cut: true }] as const)(
	'an answer without body breaks too: $kind',
	async (action) => {
		const url = await address();
		script(action, { match });
		await expect(whole(url)).rejects.toThrow();
		expect(emulator.publishes[0].complete).toBe(true);
	},
);

describe('the last chunk', () => {
	const first = 5_242_880;
	const file = mp4(2 * first);
	const lastChunk = { ...match, lastChunk: true };
	const send = async (url: string, at: number) =>
		await put(url, file.subarray(at, at + first), at, file.length);

	it.each([200, 206])('answered %i, although TikTok stored nothing', async (status) => {
		const url = await address(file.length, first, 2);
		script({ kind: 'status', status }, { match: lastChunk });
		expect((await send(url, 0)).status).toBe(206);
		expect((await send(url, first)).status).toBe(status);
		expect(emulator.publishes[0]).toMatchObject({ complete: false, bytesReceived: first });
		expect((await send(url, first)).status).toBe(201);
	});

	it.each([200, 206])('answered %i and stored', async (status) => {
		const url = await address(file.length, first, 2);
		script({ kind: 'after', status, body: '<p>Thanks</p>' }, { match: lastChunk });
		expect((await send(url, 0)).status).toBe(206);
		const answer = await send(url, first);
		expect([answer.status, answer.text]).toEqual([status, '<p>Thanks</p>']);
		expect(emulator.publishes[0].complete).toBe(true);
	});

	it.each([
		'bytes 0-999999999/7',
		'bytes 5-3/10485760',
		'bytes */10485760',
		'bytes 0-5242880/10485761',
		'none',
	])('refused with 416 and "%s"', async (range) => {
		const url = await address(file.length, first, 2);
		const headers = { 'Content-Range': range };
		script({ kind: 'status', status: 416, headers }, { match: lastChunk });
		await send(url, 0);
		const answer = await send(url, first);
		expect([answer.status, answer.headers.get('content-range')]).toEqual([416, range]);
		expect(emulator.publishes[0].bytesReceived).toBe(first);
	});
});

describe('early', () => {
	/** A caller who decides when each byte of an upload leaves. */
	async function line(url: string) {
		const { hostname, port, pathname, search } = new URL(url);
		const socket = connect(Number(port), hostname);
		await once(socket, 'connect');
		let received = '';
		socket.on('data', (part: Buffer) => (received += part.toString('latin1')));
		const closed = new Promise<void>((resolve) => {
			socket.on('error', () => undefined);
			socket.once('close', () => resolve());
		});
		return {
			head: () =>
				socket.write(
					`PUT ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: video/mp4\r\n` +
						`Content-Length: ${bytes.length}\r\n` +
						`Content-Range: bytes 0-${bytes.length - 1}/${bytes.length}\r\n\r\n`,
				),
			body: (from = 0, to = bytes.length) => socket.write(bytes.subarray(from, to)),
			/** The statuses answered so far, once there are so many. */
			statuses: async (count: number) => {
				const found = () => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, one]) => +one);
				while (found().length < count) await once(socket, 'data');
				return found();
			},
			closed,
			end: () => socket.destroy(),
		};
	}

	it.each([408, 425, 429, 499, 500, 504])(
		'%i comes before the body; on the kept line the body and the next request follow',
		async (status) => {
			const upload = await line(await address());
			script({ kind: 'early', status }, { match });
			upload.head();
			expect(await upload.statuses(1)).toEqual([status]);
			const entry = emulator.requests.at(-1)!;
			expect([entry.status, entry.bytes]).toEqual([status, 0]);
			upload.body();
			upload.head();
			upload.body();
			expect(await upload.statuses(2)).toEqual([status, 201]);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			expect(entry).toMatchObject({ bytes: bytes.length, sha256 });
			expect(emulator.publishes[0]).toMatchObject({ complete: true, sha256 });
			upload.end();
		},
	);

	it('after some bytes of the body', async () => {
		const upload = await line(await address());
		script({ kind: 'early', status: 503, afterBytes: 1000 }, { match });
		upload.head();
		upload.body(0, 1000);
		expect(await upload.statuses(1)).toEqual([503]);
		expect(emulator.requests.at(-1)!.bytes).toBe(1000);
		upload.end();
	});

	it('the rest is read when the pause is over, not before', async () => {
		const upload = await line(await address());
		script({ kind: 'early', status: 503, pauseMs: 60_000 }, { match });
		upload.head();
		upload.body();
		await upload.statuses(1);
		await api().get('/v2/user/info/?fields=open_id');
		const entry = emulator.requests.find(({ method }) => method === 'PUT')!;
		expect(entry.bytes).toBe(0);
		emulator.clock.advance(60_000);
		await until(() => entry.sha256 !== undefined);
		expect(entry.bytes).toBe(bytes.length);
		upload.end();
	});

	it('closed: the connection ends with the answer, nothing more is read', async () => {
		const upload = await line(await address());
		script({ kind: 'early', status: 503, close: true }, { match });
		upload.head();
		expect(await upload.statuses(1)).toEqual([503]);
		await upload.closed;
		expect(emulator.requests.at(-1)).toMatchObject({ status: 503, bytes: 0 });
		expect(emulator.publishes[0].bytesReceived).toBe(0);
	});
});
