/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { uploadMany } from '../../../../nodes/TikTok/resources/video/uploadMany.operation';
import type { UploadSlot } from '../../../../nodes/TikTok/upload/uploadSlots';
import { UPLOADS_AT_A_TIME, UploadSlots } from '../../../../nodes/TikTok/upload/uploadSlots';

let slots: UploadSlots;
beforeEach(() => {
	slots = new UploadSlots(3);
});

/** Until everybody who can go on has done so. */
const settled = async () => await nextTurn();

/** Uploads that ask for a slot in order; says who has one. */
function uploads() {
	const holding = new Map<string, UploadSlot>();
	return {
		holding: () => [...holding.keys()],
		ask: (name: string, signal?: AbortSignal) =>
			slots.take(signal).then((slot) => {
				holding.set(name, slot);
			}),
		done: (name: string) => {
			holding.get(name)?.giveBack();
			holding.delete(name);
		},
	};
}

describe('upload slots', () => {
	it('three uploads run at a time, the fourth when one is done', async () => {
		const { ask, done, holding } = uploads();
		for (const name of ['a', 'b', 'c', 'd']) void ask(name);
		await settled();
		expect(holding()).toEqual(['a', 'b', 'c']);
		done('b');
		await settled();
		expect(holding()).toEqual(['a', 'c', 'd']);
	});

	it('those who wait come first, in the order of asking', async () => {
		const { ask, done, holding } = uploads();
		for (const name of ['a', 'b', 'c', 'd', 'e']) void ask(name);
		await settled();
		done('a');
		void ask('late');
		await settled();
		expect(holding()).toEqual(['b', 'c', 'd']);
		done('b');
		await settled();
		expect(holding()).toEqual(['c', 'd', 'e']);
		done('c');
		await settled();
		expect(holding()).toEqual(['d', 'e', 'late']);
	});

	it('giving a slot back twice frees one slot only', async () => {
		const { ask, holding } = uploads();
		const slot = await slots.take();
		slot.giveBack();
		slot.giveBack();
		for (const name of ['a', 'b', 'c', 'd']) void ask(name);
		await settled();
		expect(holding()).toEqual(['a', 'b', 'c']);
	});

	it('a cancelled upload leaves the queue without holding up those behind it', async () => {
		const { ask, done, holding } = uploads();
		const controller = new AbortController();
		for (const name of ['a', 'b', 'c']) void ask(name);
		const cancelled = ask('cancelled', controller.signal);
		void ask('next');
		await settled();
		controller.abort();
		await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
		done('a');
		await settled();
		expect(holding()).toEqual(['b', 'c', 'next']);
	});

	it('however uploads come and go, there are never more than three, and none is forgotten', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (steps) => {
				slots = new UploadSlots(3);
				const { ask, done, holding } = uploads();
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
					await settled();
					expect(holding()).toHaveLength(Math.min(3, asked - ended));
				}
			}),
			{ numRuns: 50 },
		);
	});
});

describe('the number of uploads at a time', () => {
	const inWords = ['no', 'one', 'two', 'three', 'four', 'five'][UPLOADS_AT_A_TIME];

	it.each([
		['docs/large-files-and-queue-mode.md', `at most ${inWords} uploads run at once in a process`],
		['docs/troubleshooting.md', `at most ${inWords} chunks (${UPLOADS_AT_A_TIME * 50} MB)`],
		['docs/operations.md', `up to ${inWords} at a time`],
	])('is what %s says', (path, sentence) => {
		expect(readFileSync(path, 'utf8')).toContain(sentence);
	});

	it('is what the field of Upload Many says', () => {
		expect(JSON.stringify(uploadMany.fields)).toContain(`More than ${inWords} never do`);
	});
});

describe('the buffer of an upload slot', () => {
	/** An upload from its slot to the buffer it left, or not. */
	async function upload(bytes: number, leaves: boolean): Promise<Buffer> {
		const slot = await slots.take();
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
		const taken = [await slots.take(), await slots.take(), await slots.take()];
		const next = slots.take();
		const left = taken[1].buffer(10);
		taken[1].leaveBuffer();
		taken[1].giveBack();
		const slot = await next;
		expect(slot.buffer(10)).toBe(left);
	});

	it('serves one upload at a time', async () => {
		await upload(10, true);
		const taken = [await slots.take(), await slots.take(), await slots.take()];
		expect(new Set(taken.map((slot) => slot.buffer(10))).size).toBe(3);
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
