import fc from 'fast-check';
import { elapsed, wait } from '../../../../nodes/TikTok/shared/clock';
import type { ChunkPlan } from '../../../../nodes/TikTok/upload/chunkPlan';
import { ChunkReader } from '../../../../nodes/TikTok/upload/chunkReader';
import type { PutAnswer } from '../../../../nodes/TikTok/upload/putChunk';
import type { Upload } from '../../../../nodes/TikTok/upload/sendChunks';
import { sendChunks } from '../../../../nodes/TikTok/upload/sendChunks';
import { failureOf } from '../errors/failureOf';

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ elapsed: jest.fn(), wait: jest.fn() }));

let time: number;
let waits: number[];

beforeEach(() => {
	time = 1_800_000_000_000;
	waits = [];
	jest.mocked(elapsed).mockImplementation(() => time);
	jest.mocked(wait).mockImplementation(async (ms, signal) => {
		signal?.throwIfAborted();
		waits.push(ms);
		time += ms;
	});
});

/** 450 bytes in four chunks, the last of 150. */
const plan: ChunkPlan = { size: 450, chunkSize: 100, count: 4 };
const file = Buffer.from(Array.from({ length: plan.size }, (_, index) => index % 251));
const publishId = 'v_pub_file~v2-1.7600000000000000001';

type Script = Record<number, PutAnswer[]>;

const noAnswer: PutAnswer = {};
const status = (code: number, storedBytes?: number): PutAnswer => ({ status: code, storedBytes });

/** A server that plays each chunk's script first and then takes the chunk. */
function uploadTo(script: Script = {}, own: Partial<Upload> = {}) {
	const left = structuredClone(script);
	const sent: number[] = [];
	const taken = new Map<number, Buffer>();
	const lines: Array<{ level: string; text: string }> = [];
	const chunks = own.plan ?? plan;
	const reader = new ChunkReader(
		{
			name: '"clip.mp4" in "data"',
			mimeTypeBy: () => 'video/mp4',
			size: chunks.size,
			bytes: async () =>
				(async function* () {
					for (let at = 0; at < file.length; at += 70) yield file.subarray(at, at + 70);
				})(),
		},
		chunks,
	);
	const upload: Upload = {
		plan: chunks,
		reader,
		post: {
			at: 'sending',
			publishId,
			size: chunks.size,
			uploadUrl: 'secret',
			someStored: false,
			mayBePosted: false,
		},
		resent: 0,
		at: 0,
		log: (text, level = 'info') => lines.push({ level, text }),
		put: async (bytes, range, total) => {
			if (sent.length >= 200) throw new Error('the upload goes on for ever');
			expect(total).toBe(chunks.size);
			expect(bytes).toHaveLength(range.length);
			sent.push(range.index);
			const scripted = left[range.index]?.shift();
			if (scripted) return scripted;
			taken.set(range.first, Buffer.from(bytes));
			return status(range.last + 1 === total ? 201 : 206);
		},
		...own,
	};
	return { upload, sent, lines, arrived: () => Buffer.concat([...taken.values()]) };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('an upload that ends well', () => {
	interface Case {
		name: string;
		script: Script;
		sent: number[];
		waits?: number[];
		resent?: number;
	}
	const cases: Case[] = [
		{ name: 'nothing fails', script: {}, sent: [0, 1, 2, 3] },
		{
			name: '503 twice on the second chunk',
			script: { 1: [status(503), status(503)] },
			sent: [0, 1, 1, 1, 2, 3],
			waits: [1_000, 2_000],
			resent: 2,
		},
		{
			name: 'no answer for the third chunk',
			script: { 2: [noAnswer] },
			sent: [0, 1, 2, 2, 3],
			waits: [1_000],
			resent: 1,
		},
		{
			name: 'five failures of one chunk, of both kinds',
			script: { 0: [status(502), noAnswer, status(500), noAnswer, status(504)] },
			sent: [0, 0, 0, 0, 0, 0, 1, 2, 3],
			waits: [1_000, 2_000, 4_000, 8_000, 16_000],
			resent: 5,
		},
		{
			name: 'the pauses start anew with every chunk',
			script: { 0: [status(503), status(503)], 1: [status(503)] },
			sent: [0, 0, 0, 1, 1, 2, 3],
			waits: [1_000, 2_000, 1_000],
			resent: 3,
		},
		{
			name: 'the answer to a stored chunk was lost, 416 counts the bytes',
			script: { 1: [noAnswer, status(416, 200)] },
			sent: [0, 1, 1, 2, 3],
			waits: [1_000],
			resent: 1,
		},
		{
			name: 'the answer to a stored chunk was lost, 416 names the last byte',
			script: { 1: [noAnswer, status(416, 199)] },
			sent: [0, 1, 1, 2, 3],
			waits: [1_000],
			resent: 1,
		},
		{
			name: '416 says that TikTok is further ahead',
			script: { 1: [status(416, 300)] },
			sent: [0, 1, 3],
		},
		{
			name: '416 says that TikTok lacks an earlier chunk',
			script: { 2: [status(416, 100)] },
			sent: [0, 1, 2, 1, 2, 3],
			resent: 1,
		},
		{
			name: '416 on the last chunk says that TikTok has all, as a count',
			script: { 3: [status(503), status(416, 450)] },
			sent: [0, 1, 2, 3, 3],
			waits: [1_000],
			resent: 1,
		},
		{
			name: '416 on the last chunk says that TikTok has all, as the last byte',
			script: { 3: [status(503), status(416, 449)] },
			sent: [0, 1, 2, 3, 3],
			waits: [1_000],
			resent: 1,
		},
		{
			name: 'TikTok answers a middle chunk with 200 instead of 206',
			script: { 1: [status(200)] },
			sent: [0, 1, 2, 3],
		},
		{
			name: 'one 429 without Retry-After',
			script: { 1: [status(429)] },
			sent: [0, 1, 1, 2, 3],
			waits: [5_000],
			resent: 1,
		},
		{
			name: 'Retry-After is heard, up to a minute',
			script: {
				0: [{ status: 429, retryAfterMs: 20_000 }],
				1: [{ status: 503, retryAfterMs: 7_000 }],
				3: [{ status: 425, retryAfterMs: 3_600_000 }],
			},
			sent: [0, 0, 1, 1, 2, 3, 3],
			waits: [20_000, 7_000, 60_000],
			resent: 3,
		},
		{
			name: 'cuts of a gateway: 408, 499, 504',
			script: { 1: [status(408), status(499), status(504)], 3: [status(408)] },
			sent: [0, 1, 1, 1, 1, 2, 3, 3],
			waits: [1_000, 2_000, 4_000, 1_000],
			resent: 4,
		},
		{
			name: 'the upload host is out of reach for a while',
			script: { 3: [{ isNeverSent: true }, { isNeverSent: true }] },
			sent: [0, 1, 2, 3, 3, 3],
			waits: [1_000, 2_000],
			resent: 2,
		},
		{
			name: '503 on the last chunk, then 201',
			script: { 3: [status(503)] },
			sent: [0, 1, 2, 3, 3],
			waits: [1_000],
			resent: 1,
		},
	];

	it.each(cases)('$name', async ({ script, sent, waits: pauses = [], resent = 0 }) => {
		const { upload, ...server } = uploadTo(script);
		await expect(sendChunks(upload)).resolves.toBe('complete');
		expect(server.sent).toEqual(sent);
		expect(waits).toEqual(pauses);
		expect(upload.resent).toBe(resent);
	});

	it('every byte arrives once and in order, whatever failed on the line', async () => {
		const hiccup = fc.constantFrom(noAnswer, status(500), status(502), status(503), status(504));
		const hiccups = fc.array(hiccup, { maxLength: 5 });
		const lastHiccups = fc.array(fc.constantFrom(status(500), status(503)), { maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(hiccups, hiccups, hiccups, lastHiccups, async (a, b, c, d) => {
				const { upload, sent, arrived } = uploadTo({ 0: a, 1: b, 2: c, 3: d });
				await expect(sendChunks(upload)).resolves.toBe('complete');
				expect(arrived().equals(file)).toBe(true);
				expect(sent).toEqual([...sent].sort((one, other) => one - other));
				expect(upload.resent).toBe(a.length + b.length + c.length + d.length);
			}),
		);
	});

	it('goes on in the middle when an earlier try got that far', async () => {
		const { upload, sent, arrived } = uploadTo();
		await expect(sendChunks(upload, 2)).resolves.toBe('complete');
		expect(sent).toEqual([2, 3]);
		expect(arrived()).toEqual(file.subarray(200));
	});

	it('the log shows every chunk, and why one was sent again', async () => {
		const { upload, lines } = uploadTo({ 1: [status(503)], 2: [noAnswer] });
		await sendChunks(upload);
		expect(lines.map(({ text }) => text)).toEqual([
			'TikTok: chunk 1 of 4 sent (100 of 450 bytes)',
			'TikTok: chunk 2 of 4 failed (HTTP 503), sent again in 1 s',
			'TikTok: chunk 2 of 4 sent (200 of 450 bytes)',
			'TikTok: chunk 3 of 4 failed (no answer), sent again in 1 s',
			'TikTok: chunk 3 of 4 sent (300 of 450 bytes)',
			'TikTok: chunk 4 of 4 sent (450 of 450 bytes)',
		]);
		expect(lines.every(({ level }) => level === 'info')).toBe(true);
	});
});

describe('an upload address that is dead before anything arrived', () => {
	it.each([403, 404])('%d on the first chunk lets the caller start anew', async (code) => {
		const { upload, sent } = uploadTo({ 0: [status(code)] });
		await expect(sendChunks(upload)).resolves.toBe('expiredUnused');
		expect(sent).toEqual([0]);
		expect(upload.resent).toBe(0);
	});

	it('a whole file in one chunk counts as unused too', async () => {
		const whole: ChunkPlan = { size: 450, chunkSize: 450, count: 1 };
		const { upload } = uploadTo({ 0: [status(403)] }, { plan: whole });
		await expect(sendChunks(upload)).resolves.toBe('expiredUnused');
	});
});

describe('an answer to the last chunk that is lost', () => {
	it.each<[string, PutAnswer[], number]>([
		['no answer at all', [noAnswer], 1],
		['503 six times', times(6, status(503)), 6],
		['503, then the address is used up', [status(503), status(404)], 2],
		['503, then no answer', [status(503), noAnswer], 2],
	])('%s: only the status can tell', async (_, answers, tries) => {
		const { upload, sent } = uploadTo({ 3: answers });
		await expect(sendChunks(upload)).resolves.toBe('unknown');
		expect(sent).toEqual([0, 1, 2, ...times(tries, 3)]);
	});

	it('a whole file in one chunk may have been posted: no new start', async () => {
		const whole: ChunkPlan = { size: 450, chunkSize: 450, count: 1 };
		const { upload } = uploadTo({ 0: [status(503), status(403)] }, { plan: whole });
		await expect(sendChunks(upload)).resolves.toBe('unknown');
	});
});

describe('an answer that leaves open what TikTok has', () => {
	it.each<[string, number, PutAnswer, boolean]>([
		['the last chunk answered with 200', 3, status(200), true],
		['the last chunk answered with 206', 3, status(206), true],
		['416 on the last chunk, without progress', 3, status(416), true],
		['416 on the last chunk, beyond the size', 3, status(416, 451), true],
		['416 on the last chunk, within a chunk', 3, status(416, 150), true],
		['a middle chunk answered with 201', 1, status(201), true],
		['416 on a middle chunk, without progress', 1, status(416), false],
		['416 on a middle chunk, beyond the size', 1, status(416, 999_999_999), false],
	])('%s: only the status can tell', async (_, index, answer, mayBePosted) => {
		const { upload, sent } = uploadTo({ [index]: [answer] });
		await expect(sendChunks(upload)).resolves.toBe('unknown');
		expect(sent).toEqual([0, 1, 2, 3].slice(0, index + 1));
		expect(upload.at).toBe(index);
		expect(upload.post.mayBePosted).toBe(mayBePosted);
		expect(waits).toEqual([]);
	});

	it.each([status(400), status(403), status(429), { isNeverSent: true }])(
		'once the last chunk may be there, %j says nothing any more',
		async (answer) => {
			const { upload } = uploadTo({ 3: [status(503), ...times(6, answer)] });
			await expect(sendChunks(upload)).resolves.toBe('unknown');
		},
	);
});

describe('an upload that fails', () => {
	it('the upload host cannot be reached at all: nothing was posted', async () => {
		const whole: ChunkPlan = { size: 450, chunkSize: 450, count: 1 };
		const { upload } = uploadTo({ 0: times(6, { isNeverSent: true }) }, { plan: whole });
		const failure = await failureOf(sendChunks(upload));
		expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
		expect(failure.advice).toContain('Nothing was posted');
		expect(failure.details).toMatchObject({ upload_state: 'none', retryable: true });
		expect(upload.post.mayBePosted).toBe(false);
	});

	it('a limit that does not end: nothing was posted', async () => {
		const { upload } = uploadTo({ 3: times(6, status(429)) });
		const failure = await failureOf(sendChunks(upload));
		expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, 60_000]);
		expect(failure.details).toMatchObject({ code: 'upload_failed', retryable: true });
	});

	it.each([403, 404])('%d on a later chunk: the hour is over', async (code) => {
		const { upload, sent } = uploadTo({ 2: [status(code)] });
		const failure = await failureOf(sendChunks(upload));
		expect(sent).toEqual([0, 1, 2]);
		expect(failure.headline).toBe(
			`TikTok closed the upload after 200 of 450 bytes (HTTP ${code}).`,
		);
		expect(failure.advice).toContain('An upload must finish within 60 min');
		expect(failure.advice).toContain('Nothing was posted');
		expect(failure.details).toMatchObject({
			code: 'upload_url_expired',
			http_status: code,
			publish_id: publishId,
			upload_state: 'partial',
			bytes_sent: 200,
			bytes: 450,
			retryable: true,
		});
	});

	it('says which speed the file needs to finish within the hour', async () => {
		const large: ChunkPlan = { size: 3_600_000_000, chunkSize: 10_000_000, count: 360 };
		const reader = { read: async () => Buffer.alloc(0), lend: () => {} } as unknown as ChunkReader;
		const put = async () => status(403);
		const { upload } = uploadTo({}, { plan: large, reader, put });
		const failure = await failureOf(sendChunks(upload, 100));
		expect(failure.headline).toContain('after 1000000000 of 3600000000 bytes');
		expect(failure.advice).toContain('this file needs at least 8.0 Mbit/s');
	});

	it.each([400, 411, 413])('%d is not repeated', async (code) => {
		const { upload, sent } = uploadTo({ 1: [status(code)] });
		const failure = await failureOf(sendChunks(upload));
		expect(sent).toEqual([0, 1]);
		expect(waits).toEqual([]);
		expect(failure.headline).toBe(
			`TikTok refused chunk 2 of 4 (bytes 100-199 of 450) with HTTP ${code}.`,
		);
		expect(failure.details).toMatchObject({
			code: `upload_http_${code}`,
			http_status: code,
			publish_id: publishId,
			upload_state: 'partial',
			chunk: 2,
			chunks: 4,
			attempts: 1,
		});
	});

	it('gives up a chunk after six tries, naming the last reason', async () => {
		const { upload, sent } = uploadTo({ 1: times(6, status(503)) });
		const failure = await failureOf(sendChunks(upload));
		expect(sent).toEqual([0, ...times(6, 1)]);
		expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
		expect(upload.resent).toBe(5);
		expect(failure.headline).toBe(
			'Uploading chunk 2 of 4 (bytes 100-199 of 450) failed 6 times, last with HTTP 503.',
		);
		expect(failure.advice).toContain('Nothing was posted');
		expect(failure.details).toMatchObject({
			code: 'upload_failed',
			http_status: 503,
			publish_id: publishId,
			upload_state: 'partial',
			attempts: 6,
			retryable: true,
		});
	});

	it('says "no answer" when the line stays dead, and that nothing arrived', async () => {
		const { upload } = uploadTo({ 0: times(6, noAnswer) });
		const failure = await failureOf(sendChunks(upload));
		expect(failure.headline).toContain('failed 6 times, last with no answer.');
		expect(failure.details).toMatchObject({ upload_state: 'none', bytes_sent: 0 });
		expect(failure.details.http_status).toBeUndefined();
	});

	it('ends although TikTok sends it back and forth between two chunks for ever', async () => {
		const { upload } = uploadTo({
			1: times(200, status(416, 200)),
			2: times(200, status(416, 100)),
		});
		const failure = await failureOf(sendChunks(upload));
		expect(failure.details).toMatchObject({ publish_id: publishId });
	});
});

describe('an execution that is cancelled', () => {
	it('sends nothing further after the pause in which it was stopped', async () => {
		const controller = new AbortController();
		const { upload, sent } = uploadTo({ 1: [status(503)] }, { signal: controller.signal });
		jest.mocked(wait).mockImplementationOnce(async () => {
			controller.abort();
			controller.signal.throwIfAborted();
		});
		await expect(sendChunks(upload)).rejects.toMatchObject({ name: 'AbortError' });
		expect(sent).toEqual([0, 1]);
	});
});

describe('the forecast of a slow line', () => {
	async function warningsAt(minutesPerChunk: number): Promise<string[]> {
		const { upload, lines } = uploadTo();
		const { put } = upload;
		upload.put = async (...args) => {
			time += minutesPerChunk * 60_000;
			return await put(...args);
		};
		await sendChunks(upload);
		return lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
	}

	it('warns once, after three chunks, with the time that it would take', async () => {
		expect(await warningsAt(20)).toEqual([
			'TikTok: at this speed the upload needs 90 min, but TikTok closes it after 60 min',
		]);
	});

	it('is silent when the hour is enough', async () => {
		expect(await warningsAt(13)).toEqual([]);
	});
});
