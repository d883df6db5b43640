/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type ChunkBuffers = typeof import('../../../../nodes/TikTok/upload/chunkBuffers');

let buffers: ChunkBuffers;

beforeEach(() => {
	jest.isolateModules(() => {
		buffers = jest.requireActual<ChunkBuffers>('../../../../nodes/TikTok/upload/chunkBuffers');
	});
});

it('a buffer that was left is filled again, by one upload only', () => {
	const left = buffers.takeBuffer(10);
	buffers.leaveBuffer(left);
	expect(buffers.takeBuffer(10)).toBe(left);
	expect(buffers.takeBuffer(10)).not.toBe(left);
});

it('one that is too small stays for others', () => {
	const left = buffers.takeBuffer(10);
	buffers.leaveBuffer(left);
	expect(buffers.takeBuffer(11)).toHaveLength(11);
	expect(buffers.takeBuffer(9)).toBe(left);
});

it('remembers no more than uploads run at a time, the latest', () => {
	const left = [1, 2, 3, 4].map((length) => Buffer.alloc(length));
	for (const buffer of left) buffers.leaveBuffer(buffer);
	const taken = left.map(() => buffers.takeBuffer(1));
	expect(taken.slice(0, 3)).toEqual(left.slice(1));
	expect(taken[0]).toBe(left[1]);
	expect(taken[3]).not.toBe(left[0]);
});

it('keeps nothing from being collected', async () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const memory = (() => {
		const buffer = Buffer.allocUnsafeSlow(1_000_000);
		buffers.leaveBuffer(buffer);
		return new WeakRef(buffer.buffer);
	})();
	// What was asked for in this turn stays until the next one.
	await nextTurn();
	collect();
	expect(memory.deref()).toBeUndefined();
	expect(buffers.takeBuffer(1_000_000)).toHaveLength(1_000_000);
});
