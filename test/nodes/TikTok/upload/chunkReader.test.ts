/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import { ownFailure } from '../../../../nodes/TikTok/errors/ownFailure';
import type { ChunkPlan } from '../../../../nodes/TikTok/upload/chunkPlan';
import { chunkRange } from '../../../../nodes/TikTok/upload/chunkPlan';
import { ChunkReader } from '../../../../nodes/TikTok/upload/chunkReader';
import type { VideoSource } from '../../../../nodes/TikTok/upload/videoSource';
import { failureOf } from '../errors/failureOf';

/** Content in which every misplaced byte shows: 251 fits into no chunk size used here. */
function content(size: number): Buffer {
	return Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
}

function cut(bytes: Buffer, sizes: number[]): Buffer[] {
	const pieces: Buffer[] = [];
	let at = 0;
	for (const size of sizes) {
		pieces.push(bytes.subarray(at, at + size));
		at += size;
	}
	return [...pieces, bytes.subarray(at)];
}

/** A stored file that hands out these pieces, and how often it was opened and let go. */
function storedFile(announced: number, pieces: Buffer[]) {
	const file = { opened: 0, released: 0, handedOut: 0 };
	const source: VideoSource = {
		name: '"clip.mp4" in "data"',
		mimeTypeBy: () => 'video/mp4',
		size: announced,
		bytes: async () => {
			file.opened += 1;
			return (async function* () {
				try {
					for (const piece of pieces) {
						file.handedOut += 1;
						yield piece;
					}
				} finally {
					file.released += 1;
				}
			})();
		},
	};
	return { source, file };
}

function planOf(size: number, chunkSize: number): ChunkPlan {
	return { size, chunkSize, count: Math.floor(size / chunkSize) };
}

async function readAll(reader: ChunkReader, plan: ChunkPlan): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for (let index = 0; index < plan.count; index += 1) {
		const chunk = await reader.read(index);
		expect(chunk).toHaveLength(chunkRange(plan, index).length);
		chunks.push(Buffer.from(chunk));
	}
	return Buffer.concat(chunks);
}

const size = 1_234;
const bytes = content(size);
const plan = planOf(size, 100);

describe('chunks cut from what the store delivers', () => {
	it.each<[string, number[]]>([
		['pieces smaller than a chunk', Array.from({ length: 123 }, () => 10)],
		['pieces of one byte', Array.from({ length: size }, () => 1)],
		['pieces larger than a chunk', [250, 333, 401]],
		['pieces exactly as large as a chunk', Array.from({ length: 12 }, () => 100)],
		['one piece for the whole file', [size]],
		['empty pieces in between', [0, 100, 0, 0, 50, 0, 900, 0]],
	])('%s', async (_, sizes) => {
		const { source } = storedFile(size, cut(bytes, sizes));
		expect(await readAll(new ChunkReader(source, plan), plan)).toEqual(bytes);
	});

	it('any file in any pieces comes out byte for byte', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 1_500 }),
				fc.integer({ min: 1, max: 400 }),
				fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 }),
				async (total, chunk, sizes) => {
					const cutting = planOf(total, Math.min(chunk, total));
					const { source, file } = storedFile(total, cut(content(total), sizes));
					const read = await readAll(new ChunkReader(source, cutting), cutting);
					expect(read.equals(content(total))).toBe(true);
					expect(file.opened).toBe(1);
				},
			),
		);
	});

	it('one buffer serves all chunks, so memory does not grow with the file', async () => {
		const { source } = storedFile(size, cut(bytes, [250, 333, 401]));
		const reader = new ChunkReader(source, plan);
		const memory = new Set<unknown>();
		for (let index = 0; index < plan.count; index += 1) {
			memory.add((await reader.read(index)).buffer);
		}
		expect(memory.size).toBe(1);
		expect([...memory][0]).toHaveProperty('byteLength', 134);
	});

	it('a chunk stays as it is until another one is read', async () => {
		const { source, file } = storedFile(size, cut(bytes, [250, 333, 401]));
		const chunk = await new ChunkReader(source, plan).read(3);
		await Promise.resolve();
		expect(Buffer.from(chunk)).toEqual(bytes.subarray(300, 400));
		expect(file.handedOut).toBe(2);
	});
});

describe('going back and forth', () => {
	it('an earlier chunk is read again from the start of the file', async () => {
		const { source, file } = storedFile(size, cut(bytes, [7, 500, 90]));
		const reader = new ChunkReader(source, plan);
		await reader.read(5);
		expect(Buffer.from(await reader.read(2))).toEqual(bytes.subarray(200, 300));
		expect(Buffer.from(await reader.read(3))).toEqual(bytes.subarray(300, 400));
		expect(file).toMatchObject({ opened: 2, released: 1 });
	});

	it('the same chunk can be read again', async () => {
		const { source } = storedFile(size, cut(bytes, [333]));
		const reader = new ChunkReader(source, plan);
		await reader.read(4);
		expect(Buffer.from(await reader.read(4))).toEqual(bytes.subarray(400, 500));
	});

	it('a later chunk skips what lies between, in the same pass', async () => {
		const { source, file } = storedFile(size, cut(bytes, [333]));
		const reader = new ChunkReader(source, plan);
		expect(Buffer.from(await reader.read(11))).toEqual(bytes.subarray(1_100));
		expect(file.opened).toBe(1);
	});
});

describe('a file that is not what was announced', () => {
	it('names the announced size and where it ended when it is shorter', async () => {
		const { source } = storedFile(size, cut(bytes.subarray(0, 650), [200, 200]));
		const failure = await failureOf(readAll(new ChunkReader(source, plan), plan));
		expect(failure.headline).toBe(
			'The file "clip.mp4" in "data" should have 1234 bytes, but n8n\'s store ended after 650 bytes.',
		);
		expect(failure.details).toMatchObject({ code: 'file_size_mismatch', retryable: false });
		expect(failure.origin).toBe('input');
		expect(failure.advice).toContain('Run the node that delivers it again');
	});

	it('an empty store is told apart from an empty file', async () => {
		const { source } = storedFile(size, []);
		const failure = await failureOf(new ChunkReader(source, plan).read(0));
		expect(failure.headline).toContain('ended after 0 bytes');
	});

	it.each<[string, number[]]>([
		['in the same piece', [size + 10]],
		['in a piece of its own', [1_000, 234, 10]],
		['behind empty pieces', [1_000, 234, 0, 0, 10]],
	])('names both sizes when it is longer, %s', async (_, sizes) => {
		const { source } = storedFile(size, cut(content(size + 10), sizes));
		const failure = await failureOf(readAll(new ChunkReader(source, plan), plan));
		expect(failure.details.code).toBe('file_size_mismatch');
		const [announced, ...delivered] = (failure.headline.match(/\d+(?= bytes)/g) ?? []).map(Number);
		expect(announced).toBe(size);
		expect(Math.max(...delivered)).toBeGreaterThan(size);
	});

	it('the last chunk of a file that is too long is never handed out', async () => {
		const { source } = storedFile(size, cut(content(size + 1), [size]));
		const reader = new ChunkReader(source, plan);
		await reader.read(plan.count - 2);
		await expect(reader.read(plan.count - 1)).rejects.toBeInstanceOf(TikTokFailure);
	});
});

describe('a store that breaks its word once', () => {
	/** The first pass ends, or breaks, after so many bytes; the second one is whole. */
	function brokenOnce(after: number, breaks: boolean) {
		const { source, file } = storedFile(size, cut(bytes, [7, 500, 90]));
		const whole = source.bytes.bind(source);
		source.bytes = async () => {
			if (file.opened > 0) return await whole(0);
			file.opened += 1;
			return (async function* () {
				yield Buffer.from(bytes.subarray(0, after));
				if (breaks) throw ownFailure('file_unreadable');
			})();
		};
		return { source, file };
	}

	it('is asked again from the start: the file comes out byte for byte', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(size - 1), fc.boolean(), async (after, breaks) => {
				const { source, file } = brokenOnce(after, breaks);
				const read = await readAll(new ChunkReader(source, plan), plan);
				expect(read.equals(bytes)).toBe(true);
				expect(file.opened).toBe(2);
			}),
		);
	});

	it('but not a third time', async () => {
		const { source, file } = storedFile(size, cut(bytes.subarray(0, 650), [200]));
		await failureOf(readAll(new ChunkReader(source, plan), plan));
		expect(file.opened).toBe(2);
	});

	it('is not asked again by an execution that was stopped', async () => {
		const { source, file } = storedFile(size, []);
		source.bytes = async () => {
			file.opened += 1;
			throw new DOMException('stopped', 'AbortError');
		};
		await expect(new ChunkReader(source, plan).read(0)).rejects.toThrow('stopped');
		expect(file.opened).toBe(1);
	});
});

describe('letting go', () => {
	it('does not wait for a store that never lets go', async () => {
		const { source } = storedFile(size, [bytes]);
		const endless = { next: async () => ({ done: false, value: bytes.subarray(0, 250) }) };
		source.bytes = async () => ({
			[Symbol.asyncIterator]: () => ({
				...endless,
				return: async () => await new Promise<never>(() => {}),
			}),
		});
		const reader = new ChunkReader(source, plan);
		await reader.read(1);
		// Ends, although the store has not answered.
		expect(reader.close()).toBeUndefined();
	});

	it('half-way closes the store at once', async () => {
		const { source, file } = storedFile(size, cut(bytes, [100, 100, 100]));
		const reader = new ChunkReader(source, plan);
		await reader.read(1);
		reader.close();
		await nextTurn();
		expect(file).toMatchObject({ opened: 1, released: 1, handedOut: 2 });
	});

	it('before the first read opens nothing', async () => {
		const { source, file } = storedFile(size, [bytes]);
		new ChunkReader(source, plan).close();
		expect(file.opened).toBe(0);
	});

	it('twice is harmless', async () => {
		const { source, file } = storedFile(size, cut(bytes, [100]));
		const reader = new ChunkReader(source, plan);
		await reader.read(0);
		reader.close();
		reader.close();
		await nextTurn();
		expect(file.released).toBe(1);
	});
});
