import fc from 'fast-check';
import { concurrently } from '../../../../nodes/TikTok/shared/concurrently';

/** Work that ends when told to, in any order. */
function workshop() {
	const open: Array<() => void> = [];
	let most = 0;
	let running = 0;
	return {
		open,
		most: () => most,
		work: async () => {
			running += 1;
			most = Math.max(most, running);
			await new Promise<void>((done) => open.push(done));
			running -= 1;
		},
	};
}

const turn = async () => {
	for (let count = 0; count < 10; count += 1) await Promise.resolve();
};

describe('work on many things at a time', () => {
	it('keeps the order of the inputs and the limit, whatever ends first', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer(), { maxLength: 20 }),
				fc.integer({ min: 1, max: 6 }),
				fc.infiniteStream(fc.nat()),
				async (inputs, limit, choices) => {
					const { open, most, work } = workshop();
					const results = concurrently(inputs, limit, async (input, index) => {
						await work();
						return `${index}: ${input}`;
					});
					for (await turn(); open.length > 0; await turn()) {
						const [done] = open.splice(choices.next().value % open.length, 1);
						done();
					}
					await expect(results).resolves.toEqual(
						inputs.map((input, index) => `${index}: ${input}`),
					);
					expect(most()).toBe(Math.min(limit, inputs.length));
				},
			),
		);
	});

	it.each([0, -1])('a limit of %d still works, one by one', async (limit) => {
		await expect(concurrently([1, 2], limit, async (input) => input * 2)).resolves.toEqual([2, 4]);
	});
});
