/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Harness } from '../harness/types';
import type { StoreTrouble } from './schedule';

let stalled = 0;

/** How many streams of n8n's store keep the node waiting for nothing. */
export const stalledStreams = (): number => stalled;

/** From now on n8n's store is as troubled as told; without trouble it is itself. */
export function troubleStore(harness: Harness, trouble?: StoreTrouble): void {
	let readings = 0;
	harness.troubleStore(
		trouble && {
			stream: async (itself) => {
				readings += 1;
				const isHit = readings >= trouble.nth && readings < trouble.nth + trouble.times;
				return isHit ? troubled(trouble, await buffer(await itself())) : await itself();
			},
		},
	);
}

function troubled({ kind, afterBytes }: StoreTrouble, file: Buffer): Readable {
	if (kind === 'gone') throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
	let hasStalled = false;
	const pieces = kind === 'long' ? [file, Buffer.from('and more')] : [file.subarray(0, afterBytes)];
	return new Readable({
		read() {
			const piece = pieces.shift();
			if (piece && piece.length > 0) return void this.push(piece);
			if (kind === 'breaks') return void this.destroy(new Error('EIO: the disk is broken'));
			if (kind !== 'stalls') return void this.push(null);
			if (!hasStalled) stalled += 1;
			hasStalled = true;
		},
		destroy(error, done) {
			if (hasStalled) stalled -= 1;
			hasStalled = false;
			done(error);
		},
	});
}
