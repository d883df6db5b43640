/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { failureOf } from '../../n8n/rest';
import type { Bench, Figure } from '../bench';
import { makeFile, makeSparseFile, type MediaFile } from '../mediaFiles';
import type { Result } from '../result';
import { GiB, MB, MiB, sizeName } from '../sizes';
import { publishesOf, requireSameBytes } from '../uploads';
import { uploadWorkflow } from '../workflows';

const around = (bytes: number) => [bytes - 1, bytes, bytes + 1];

/** One run: they are small enough to be on the disk together. */
const TOGETHER = [
	// Less than the first boxes of a video is refused.
	1_000,
	...around(5 * MB),
	...around(50 * MB),
	63_900_000,
	64 * MB,
	64_100_000,
	...around(64 * MiB),
	...around(128 * MB),
	300 * MB,
];
const ALONE = [GiB, 4 * GiB];
const TOO_LARGE = 4 * GiB + 1;

/** The bytes that arrive are the bytes of the file, at every size where a plan has an edge. */
export const hashes: Figure = async (bench, note) => {
	const { quick } = bench.options;
	const together = quick ? TOGETHER.filter((bytes) => bytes < 10 * MB) : TOGETHER;
	const alone = quick ? [] : ALONE;

	note('all sizes up to 300 MB');
	await equal(bench, together, 'size-*.mp4');
	for (const bytes of alone) {
		note(sizeName(bytes));
		await equal(bench, [bytes], `size-${bytes}.mp4`);
	}
	const sizes = [...together, ...alone];
	const result = {
		figure: `hashes equal at ${sizes.length} sizes from ${sizeName(sizes[0])} to ${sizeName(sizes[sizes.length - 1])}`,
		ours: `${sizes.length} of ${sizes.length}`,
		target: 'all',
		pass: true,
		note: sizes.map(sizeName).join(', '),
	};
	if (quick) return [result];
	note(`${sizeName(TOO_LARGE)}, to be refused`);
	return [result, await refusal(bench)];
};

async function equal(bench: Bench, sizes: number[], pattern: string): Promise<void> {
	const files: MediaFile[] = [];
	for (const bytes of sizes) files.push(await makeFile(bench.lab.files, `size-${bytes}`, bytes));
	const workflow = uploadWorkflow(join(bench.lab.files, pattern));
	await bench.lab.fresh(async (n8n) => {
		requireSameBytes(await publishesOf(bench.tiktok, n8n, workflow), files);
	});
	await bench.lab.removeFiles();
}

async function refusal(bench: Bench): Promise<Result> {
	const path = await makeSparseFile(bench.lab.files, 'too-large', TOO_LARGE);
	const before = (await bench.tiktok.requests()).length;
	const execution = await bench.lab.fresh(async (n8n) => n8n.run(uploadWorkflow(path)));
	const requests = (await bench.tiktok.requests()).length - before;
	const says = failureOf(execution).split('\n')[0];
	return {
		figure: '4 GiB + 1 byte',
		ours: `${execution.status === 'error' ? 'refused' : execution.status} after ${requests} requests`,
		target: 'refused before any request',
		pass: execution.status === 'error' && says.includes(String(TOO_LARGE)) && requests === 0,
		note: says,
	};
}
