import fc from 'fast-check';
import { findNew, memoryOf } from '../../../../nodes/TikTok/trigger/accountState';

const HOUR = 3_600_000;

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
					const step = findNew(memory, listed, true);
					// What n8n keeps is JSON.
					memory = JSON.parse(JSON.stringify(step.memory)) as typeof memory;
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
		{ numRuns: 2_000 },
	);
});

it('keeps looking below a list that was cut short', () => {
	const start = memoryOf([{ id: 'old', createdAt: 100 * HOUR }], true, 0);
	const young = { id: 'young', createdAt: 300 * HOUR };
	const middle = { id: 'middle', createdAt: 150 * HOUR };
	const cut = findNew(start, [young], false);
	const whole = findNew(cut.memory, [young, middle], true);
	expect([cut.fresh, whole.fresh]).toEqual([[young], [middle]]);
});

it('takes what a baseline that was cut short did not reach as old', () => {
	const memory = memoryOf(
		[
			{ id: 'a', createdAt: 100 * HOUR },
			{ id: 'b', createdAt: 99 * HOUR },
		],
		false,
		0,
	);
	expect(findNew(memory, [{ id: 'c', createdAt: 98 * HOUR }], true).fresh).toEqual([]);
});
