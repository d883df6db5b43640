import fc from 'fast-check';
import { wait } from '../../../../nodes/TikTok/shared/clock';
import { takeUploadSlot } from '../../../../nodes/TikTok/upload/uploadSlots';

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ wait: jest.fn() }));

interface Sleeper {
	wake: () => void;
}
let sleepers: Sleeper[] = [];

beforeEach(() => {
	sleepers = [];
	jest.mocked(wait).mockImplementation(
		async (_ms, signal) =>
			await new Promise<void>((resolve, reject) => {
				if (signal?.aborted) reject(signal.reason as Error);
				signal?.addEventListener('abort', () => reject(signal.reason as Error));
				sleepers.push({ wake: resolve });
			}),
	);
});

/** Lets everybody who waits look again, a few times over. */
async function timePasses(): Promise<void> {
	for (let round = 0; round < 5; round += 1) {
		const woken = sleepers;
		sleepers = [];
		for (const { wake } of woken) wake();
		for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
	}
}

/** Uploads that ask for a slot in order; says who has one. */
function uploads() {
	const holding = new Map<string, () => void>();
	return {
		holding: () => [...holding.keys()],
		ask: (name: string, signal?: AbortSignal) =>
			takeUploadSlot(signal).then((release) => {
				holding.set(name, release);
			}),
		done: (name: string) => {
			holding.get(name)?.();
			holding.delete(name);
		},
		endAll: async () => {
			while (holding.size > 0) {
				for (const [name, release] of holding) {
					release();
					holding.delete(name);
				}
				await timePasses();
			}
		},
	};
}

describe('upload slots', () => {
	it('three uploads run at a time, the fourth when one is done', async () => {
		const { ask, done, holding, endAll } = uploads();
		for (const name of ['a', 'b', 'c', 'd']) void ask(name);
		await timePasses();
		expect(holding()).toEqual(['a', 'b', 'c']);
		done('b');
		await timePasses();
		expect(holding()).toEqual(['a', 'c', 'd']);
		await endAll();
	});

	it('those who wait come first, in the order of asking', async () => {
		const { ask, done, holding, endAll } = uploads();
		for (const name of ['a', 'b', 'c', 'd', 'e']) void ask(name);
		await timePasses();
		done('a');
		void ask('late');
		await timePasses();
		expect(holding()).toEqual(['b', 'c', 'd']);
		done('b');
		await timePasses();
		expect(holding()).toEqual(['c', 'd', 'e']);
		done('c');
		await timePasses();
		expect(holding()).toEqual(['d', 'e', 'late']);
		await endAll();
	});

	it('giving a slot back twice frees one slot only', async () => {
		const { ask, holding, endAll } = uploads();
		const release = await takeUploadSlot();
		release();
		release();
		for (const name of ['a', 'b', 'c', 'd']) void ask(name);
		await timePasses();
		expect(holding()).toEqual(['a', 'b', 'c']);
		await endAll();
	});

	it('a cancelled upload leaves the queue without holding up those behind it', async () => {
		const { ask, done, holding, endAll } = uploads();
		const controller = new AbortController();
		for (const name of ['a', 'b', 'c']) void ask(name);
		const cancelled = ask('cancelled', controller.signal);
		void ask('next');
		await timePasses();
		controller.abort();
		await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
		done('a');
		await timePasses();
		expect(holding()).toEqual(['b', 'c', 'next']);
		await endAll();
	});

	it('however uploads come and go, there are never more than three, and none is forgotten', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (steps) => {
				const { ask, done, holding, endAll } = uploads();
				let asked = 0;
				let ended = 0;
				for (const asks of steps) {
					if (asks) {
						void ask(`upload ${asked}`);
						asked += 1;
					} else if (holding().length > 0) {
						done(holding()[0]);
						ended += 1;
					}
					await timePasses();
					expect(holding()).toHaveLength(Math.min(3, asked - ended));
				}
				await endAll();
			}),
			{ numRuns: 50 },
		);
	});
});
