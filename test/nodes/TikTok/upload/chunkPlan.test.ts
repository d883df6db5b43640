import fc from 'fast-check';
import type { ChunkPlan } from '../../../../nodes/TikTok/upload/chunkPlan';
import { chunkRange, chunkStartingAt, planChunks } from '../../../../nodes/TikTok/upload/chunkPlan';
import { runsOf } from '../../../generatedRuns';

/** The rules of TikTok's table (open API fact sheet §7.1), where both readings of "MB" agree. */
function brokenRules({ size, chunkSize, count }: ChunkPlan): string[] {
	const last = size - (count - 1) * chunkSize;
	const rules: Array<[string, boolean]> = [
		['the count is rounded down', count === Math.floor(size / chunkSize)],
		['1 to 1000 chunks', count >= 1 && count <= 1000],
		['a single chunk is exactly the file', count > 1 || chunkSize === size],
		['5 MiB at least, unless whole', count === 1 || chunkSize >= 5_242_880],
		['64,000,000 at most', chunkSize <= 64_000_000],
		['the last chunk is 128,000,000 at most', last <= 128_000_000],
		['the last chunk takes the remainder', last >= chunkSize],
		['a file over 64 MB has several chunks', size <= 64_000_000 || count >= 2],
	];
	return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

function ranges(plan: ChunkPlan) {
	return Array.from({ length: plan.count }, (_, index) => chunkRange(plan, index));
}

const fourGiB = 4 * 1024 ** 3;
const anySize = fc.oneof(
	fc.integer({ min: 1, max: 30_000_000 }),
	fc.integer({ min: 1, max: fourGiB }),
	fc
		.tuple(fc.integer({ min: 1, max: 85 }), fc.integer({ min: -2, max: 2 }))
		.map(([chunks, offset]) => chunks * 50_000_000 + offset),
);

const edges = [
	1,
	2,
	4_194_304,
	4_999_999,
	5_000_000,
	5_242_879,
	5_242_880,
	5_242_881,
	9_999_999,
	10_000_000,
	15_000_000,
	19_999_999,
	20_000_000,
	20_000_001,
	50_000_123,
	63_999_999,
	64_000_000,
	64_000_001,
	66_259_900,
	67_108_863,
	67_108_864,
	67_108_865,
	127_999_999,
	128_000_000,
	128_000_001,
	134_217_728,
	1_073_741_824,
	3_999_999_999,
	4_000_000_000,
	fourGiB - 1,
	fourGiB,
];

describe('the plan of an upload', () => {
	it.each(edges)('TikTok accepts it for a file of %d bytes', (size) => {
		expect(brokenRules(planChunks(size))).toEqual([]);
	});

	it('TikTok accepts it for every size up to 4 GiB', () => {
		fc.assert(
			fc.property(anySize, (size) => {
				expect(planChunks(size).size).toBe(size);
				expect(brokenRules(planChunks(size))).toEqual([]);
			}),
			{ numRuns: runsOf(5_000) },
		);
	});

	it.each([
		[4_194_304, 1, 4_194_304],
		[50_000_000, 1, 50_000_000],
		[50_000_001, 2, 25_000_001],
		[100_000_123, 3, 33_333_375],
		[fourGiB, 86, 49_941_496],
	])('a file of %d bytes travels in %d chunks, the last of %d bytes', (size, count, last) => {
		const plan = planChunks(size);
		expect(plan.count).toBe(count);
		expect(chunkRange(plan, count - 1).length).toBe(last);
	});

	it('the rules above refuse the plans that TikTok refuses', () => {
		expect(brokenRules({ size: 66_259_900, chunkSize: 64_000_000, count: 1 })).not.toEqual([]);
		expect(brokenRules({ size: 15_000_000, chunkSize: 10_000_000, count: 1 })).not.toEqual([]);
		expect(brokenRules({ size: 25_000_000, chunkSize: 10_000_000, count: 3 })).not.toEqual([]);
		expect(brokenRules({ size: 66_259_900, chunkSize: 33_129_950, count: 2 })).toEqual([]);
	});

	it('divides evenly: no chunk is noticeably larger than another, or than 50 MB', () => {
		fc.assert(
			fc.property(anySize, (size) => {
				const plan = planChunks(size);
				const last = chunkRange(plan, plan.count - 1).length;
				expect(last - plan.chunkSize).toBeLessThan(plan.count);
				expect(last).toBeLessThan(50_000_000 + plan.count);
			}),
		);
	});
});

describe('the ranges of a plan', () => {
	it('join without gap or overlap, from the first byte to the last', () => {
		fc.assert(
			fc.property(anySize, (size) => {
				const all = ranges(planChunks(size));
				const joins = all.every(
					({ index, first, last, length }, at) =>
						index === at &&
						first === (at === 0 ? 0 : all[at - 1].last + 1) &&
						length === last - first + 1 &&
						length > 0,
				);
				expect({ joins, last: all[all.length - 1].last }).toEqual({ joins: true, last: size - 1 });
			}),
		);
	});

	it('are written as TikTok wants them, both ends included', () => {
		const plan = planChunks(100_000_123);
		expect(ranges(plan).map(({ first, last }) => `${first}-${last}`)).toEqual([
			'0-33333373',
			'33333374-66666747',
			'66666748-100000122',
		]);
	});

	it('a chunk is found by its first byte and by none beside it', () => {
		const sizes = anySize.filter((size) => size > 2);
		fc.assert(
			fc.property(sizes, fc.nat(), fc.constantFrom(-1, 0, 1), (size, seed, offset) => {
				const plan = planChunks(size);
				const { index, first } = chunkRange(plan, seed % plan.count);
				expect(chunkStartingAt(plan, first + offset)).toBe(offset === 0 ? index : undefined);
			}),
		);
	});

	it('no chunk starts inside the remainder that travels with the last one', () => {
		const plan = planChunks(64_000_001);
		expect(chunkStartingAt(plan, 32_000_000)).toBe(1);
		expect(chunkStartingAt(plan, 64_000_000)).toBeUndefined();
		expect(chunkStartingAt(plan, 64_000_001)).toBeUndefined();
	});
});
