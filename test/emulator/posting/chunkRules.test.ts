import { checkChunks, rangeOfChunk } from './chunkRules';

const limit = 4 * 1024 ** 3;
const bounds = { maxVideoBytes: limit, minChunkBytes: 5_242_880 };
const check = (size: number, chunk: number, count: number) => () =>
	checkChunks(size, chunk, count, bounds);

describe('chunk plans of the fact sheet', () => {
	it.each([
		[1, 1, 1],
		[4_194_304, 4_194_304, 1],
		[50_000_123, 10_000_000, 5],
		[64_000_000, 64_000_000, 1],
		[64_000_001, 10_000_000, 6],
		[66_259_900, 33_129_950, 2],
		[128_000_001, 64_000_000, 2],
		[10_485_760, 5_242_880, 2],
		[4_294_967_296, 10_000_000, 429],
	])('accepts %d bytes in chunks of %d, %d of them', (size, chunk, count) => {
		expect(check(size, chunk, count)).not.toThrow();
	});

	const chunkText = 'The chunk size is invalid';
	const countText = 'The total chunk count is invalid';
	it.each([
		[0, 0, 1, 'The video size is invalid'],
		[limit + 1, 10_000_000, 429, 'The video size is invalid'],
		[66_259_900, 64_000_000, 1, chunkText],
		[15_000_000, 10_000_000, 1, chunkText],
		[64_000_001, 64_000_001, 1, chunkText],
		[67_108_864, 67_108_864, 1, chunkText],
		[128_000_000, 64_000_001, 1, chunkText],
		[20_000_000, 5_242_879, 3, chunkText],
		[20_000_000, 5_000_000, 4, chunkText],
		[50_000_123, 10_000_000, 6, countText],
		[50_000_000, 10_000_000, 4, countText],
		[1000, 1000, 0, countText],
		[4_194_304, 5_242_880, 1, countText],
		[4_294_967_296, 0, 1, chunkText],
	])('refuses %d bytes in chunks of %d, %d of them', (size, chunk, count, text) => {
		expect(check(size, chunk, count)).toThrow(text);
	});

	it('refuses more than a thousand chunks', () => {
		const large = { ...bounds, maxVideoBytes: 2 * limit };
		expect(() => checkChunks(5_242_880 * 1001, 5_242_880, 1001, large)).toThrow(countText);
	});
});

it('the last chunk takes the remainder', () => {
	const plan = { videoSize: 25_000_001, chunkSize: 10_000_000, chunkCount: 2 };
	expect(rangeOfChunk(0, plan)).toEqual({ first: 0, last: 9_999_999 });
	expect(rangeOfChunk(1, plan)).toEqual({ first: 10_000_000, last: 25_000_000 });
});
