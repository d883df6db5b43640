import fc from 'fast-check';
import {
	findNew,
	floorToReach,
	knowing,
	memoryAt,
	memoryOf,
	type PostMemory,
} from '../../../../nodes/TikTok/trigger/accountState';
import { TriggerMemory } from '../../../../nodes/TikTok/trigger/memory';
import { runsOf } from '../../../generatedRuns';

const HOUR = 3_600_000;

/** What n8n keeps is JSON. */
function throughJson(memory: PostMemory): PostMemory {
	const data = {};
	new TriggerMemory(data, {}, 'n').keep({ source: 'account', account: 'a', ...memory });
	const stored = JSON.parse(JSON.stringify(data)) as object;
	return new TriggerMemory({ ...stored }, {}, 'n').recall() as unknown as PostMemory;
}

/** Posts in hours; they appear up to 20 hours after their time, and some vanish for a while. */
const life = fc.array(
	fc.record({
		createdAt: fc.integer({ min: 0, max: 500 }),
		late: fc.integer({ min: 0, max: 20 }),
		hidden: fc.option(fc.tuple(fc.integer({ min: 0, max: 540 }), fc.integer({ min: 1, max: 40 }))),
	}),
	{ maxLength: 40 },
);

it('finds each post that appears within a day of its time exactly once, in 2,000 generated lives', () => {
	fc.assert(
		fc.property(
			life,
			fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
			(given, pauses) => {
				const posts = given.map((post, index) => ({ ...post, id: `id${index}` }));
				const listedAt = (hour: number) =>
					posts
						.filter(({ createdAt, late }) => createdAt + late <= hour)
						.filter(({ hidden }) => !hidden || hour < hidden[0] || hour >= hidden[0] + hidden[1])
						.map(({ id, createdAt }) => ({ id, createdAt: createdAt * HOUR }))
						.sort((a, b) => b.createdAt - a.createdAt);

				let hour = 100;
				const old = new Set(listedAt(hour).map(({ id }) => id));
				let memory = memoryOf(listedAt(hour), true, hour * HOUR);
				const found: string[] = [];
				const seen = new Set<string>();
				for (let poll = 0; hour < 560; poll += 1) {
					hour += pauses[poll % pauses.length];
					const listed = listedAt(hour);
					for (const { id } of listed) seen.add(id);
					const step = findNew(memory, listed, true, hour * HOUR);
					memory = throughJson(step.memory);
					found.push(...step.fresh.map(({ id }) => id));
				}

				expect(found).toEqual([...new Set(found)]);
				expect(found.filter((id) => old.has(id))).toEqual([]);
				const sure = posts.filter(
					({ id, createdAt, hidden }) => createdAt > 100 && seen.has(id) && !hidden,
				);
				expect(found).toEqual(expect.arrayContaining(sure.map(({ id }) => id)));
			},
		),
		{ numRuns: runsOf(2_000) },
	);
});

const now = 1_000 * HOUR;

it('keeps looking below a list that was cut short', () => {
	const start = memoryOf([{ id: 'old', createdAt: 100 * HOUR }], true, now);
	const young = { id: 'young', createdAt: 300 * HOUR };
	const middle = { id: 'middle', createdAt: 150 * HOUR };
	const cut = findNew(start, [young], false, now);
	const whole = findNew(cut.memory, [young, middle], true, now);
	expect([cut.fresh, whole.fresh]).toEqual([[young], [middle]]);
});

it('takes what a baseline that was cut short did not reach as old', () => {
	const listed = [
		{ id: 'a', createdAt: 100 * HOUR },
		{ id: 'b', createdAt: 99 * HOUR },
	];
	const memory = memoryOf(listed, false, now);
	expect(findNew(memory, [{ id: 'c', createdAt: 98 * HOUR }], true, now).fresh).toEqual([]);
});

it('knows what is old although TikTok could not be asked at activation', () => {
	const memory = memoryAt(now + 700);
	const listed = [
		{ id: 'after', createdAt: now },
		{ id: 'before', createdAt: now - 1_000 },
	];
	expect(findNew(memory, listed, true, now + HOUR).fresh.map(({ id }) => id)).toEqual(['after']);
});

it('takes nothing as new after a baseline that listed nothing and was cut short', () => {
	const before = [{ id: 'before', createdAt: now - 1_000 }];
	expect(findNew(memoryOf([], false, now), before, true, now).fresh).toEqual([]);
});

it('is not stopped by a post that claims to be of the future', () => {
	const future = { id: 'future', createdAt: now + 1_000 * HOUR };
	const first = findNew(memoryAt(now), [future], true, now);
	const next = { id: 'next', createdAt: now + HOUR };
	const second = findNew(first.memory, [future, next], true, now + HOUR);
	expect([first.fresh, second.fresh]).toEqual([[future], [next]]);
});

it('switched on again, does not tell anew what claims to be of the future', () => {
	const future = { id: 'future', createdAt: now + 1_000 * HOUR };
	const told = findNew(memoryAt(now), [future], true, now).memory;
	const again = knowing(memoryOf([], true, now + HOUR), told);
	expect(findNew(again, [future], true, now + 2 * HOUR).fresh).toEqual([]);
});

it('remembers a bounded number of posts, and fires none of the others again', () => {
	const posts = Array.from({ length: 3_000 }, (_, index) => ({
		id: `id${index}`,
		createdAt: now + index * 1_000,
	})).reverse();
	const first = findNew(memoryAt(now), posts, true, now);
	expect(first.fresh).toHaveLength(3_000);
	expect(first.memory.seen.size).toBe(2_000);
	expect(findNew(first.memory, posts, true, now).fresh).toEqual([]);
});

describe('a floor that has not come yet', () => {
	const year = 365 * 24 * HOUR;
	const future = { id: 'future', createdAt: now + year };

	it('does not come of a post that claims to be of the future, in a list that was cut short', () => {
		const memory = memoryOf([future], false, now);
		expect(memory.floor).toBe(now);
		const next = { id: 'next', createdAt: now + HOUR };
		expect(findNew(memory, [future, next], true, now + HOUR).fresh).toEqual([next]);
	});

	it.each([
		['a clock that was a year ahead', memoryAt(now + year)],
		['what was kept', { floor: 9e15, seen: new Map<string, number>() }],
	])(
		'of %s lasts until the next list: what is on it is known, what follows is new',
		(_, memory) => {
			const before = { id: 'before', createdAt: now - HOUR };
			const meanwhile = { id: 'meanwhile', createdAt: now + HOUR };
			const later = { id: 'later', createdAt: now + 3 * HOUR };
			expect(floorToReach(memory, now)).toBeUndefined();
			const first = findNew(memory, [meanwhile, before], true, now + 2 * HOUR);
			const second = findNew(first.memory, [later, meanwhile, before], true, now + 3 * HOUR);
			expect([first.fresh, second.fresh]).toEqual([[], [later]]);
		},
	);

	it('of a clock that was set back keeps out what is old, and tells what is new once', () => {
		const memory = memoryAt(now);
		const old = { id: 'old', createdAt: now - HOUR };
		const fresh = { id: 'fresh', createdAt: now + HOUR };
		const first = findNew(memory, [fresh, old], true, now - 3 * HOUR);
		const second = findNew(first.memory, [fresh, old], true, now - 2 * HOUR);
		expect([first.fresh, second.fresh]).toEqual([[fresh], []]);
	});

	it('stays after a list that says nothing, and does not go below one that was cut short', () => {
		const memory = memoryAt(now);
		const old = { id: 'old', createdAt: now - HOUR };
		const older = { id: 'older', createdAt: now - 2 * HOUR };
		const empty = findNew(memory, [], false, now - 3 * HOUR);
		const cut = findNew(empty.memory, [old], false, now - 3 * HOUR);
		expect(findNew(cut.memory, [old, older], true, now - 3 * HOUR).fresh).toEqual([]);
	});
});
