import fc from 'fast-check';
import type { UploadSlot } from '../../../../nodes/TikTok/upload/uploadSlots';
import { takeUploadSlot } from '../../../../nodes/TikTok/upload/uploadSlots';

/** Lets everybody who is woken run as far as it goes. */
async function timePasses(): Promise<void> {
	for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Uploads that ask for a slot in order; says who has one. */
function uploads() {
	const holding = new Map<string, UploadSlot>();
	return {
		holding: () => [...holding.keys()],
		ask: (name: string, signal?: AbortSignal) =>
			takeUploadSlot(signal).then((slot) => {
				holding.set(name, slot);
			}),
		done: (name: string) => {
			holding.get(name)?.giveBack();
			holding.delete(name);
		},
		endAll: async () => {
			while (holding.size > 0) {
				for (const [name, slot] of holding) {
					slot.giveBack();
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
		const slot = await takeUploadSlot();
		slot.giveBack();
		slot.giveBack();
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

describe('the buffer of an upload slot', () => {
	/** An upload from its slot to the buffer it left, or not. */
	async function upload(bytes: number, leaves: boolean): Promise<Buffer> {
		const slot = await takeUploadSlot();
		const buffer = slot.buffer(bytes);
		if (leaves) slot.leaveBuffer();
		slot.giveBack();
		return buffer;
	}

	it('is filled again when the upload before left it', async () => {
		const left = await upload(10, true);
		expect(await upload(10, true)).toBe(left);
		expect(await upload(9, true)).toBe(left);
	});

	it('is as large as needed', async () => {
		const left = await upload(10, true);
		const larger = await upload(11, true);
		expect(larger).toHaveLength(11);
		expect(larger.buffer).not.toBe(left.buffer);
	});

	it('is a new one when the upload before may still be read from', async () => {
		const left = await upload(10, false);
		expect(await upload(10, false)).not.toBe(left);
	});

	it('goes to the next in the queue', async () => {
		const slots = [await takeUploadSlot(), await takeUploadSlot(), await takeUploadSlot()];
		const next = takeUploadSlot();
		const left = slots[1].buffer(10);
		slots[1].leaveBuffer();
		slots[1].giveBack();
		const slot = await next;
		expect(slot.buffer(10)).toBe(left);
		for (const { giveBack } of [slots[0], slots[2], slot]) giveBack();
	});

	it('serves one upload at a time', async () => {
		await upload(10, true);
		const slots = [await takeUploadSlot(), await takeUploadSlot(), await takeUploadSlot()];
		expect(new Set(slots.map((slot) => slot.buffer(10))).size).toBe(3);
		for (const slot of slots) slot.giveBack();
	});

	it('is a new one when the memory that was left is gone: it is held weakly', async () => {
		const deref = jest.spyOn(WeakRef.prototype, 'deref');
		const left = await upload(10, true);
		deref.mockReturnValueOnce(undefined);
		const buffer = await upload(10, true);
		expect(deref).toHaveBeenCalledTimes(1);
		expect(buffer).toHaveLength(10);
		expect(buffer).not.toBe(left);
		deref.mockRestore();
	});
});
