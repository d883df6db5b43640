/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import { inMB, MB, sizeName } from '../sizes';
import { median, spread } from '../statistics';
import { measuredRun, requireSameBytes } from '../uploads';
import { uploadWorkflow } from '../workflows';

const ITEMS = 8;
const MOST = 200 * MB;

/** Many large files in one run, each its own item. */
export const items: Figure = async (bench, note) => {
	const bytes = (bench.options.quick ? 30 : 300) * MB;
	const files: MediaFile[] = [];
	for (let item = 1; item <= ITEMS; item++) {
		note(`writing file ${item} of ${ITEMS}`);
		files.push(await makeFile(bench.lab.files, `item-${item}`, bytes));
	}
	const workflow = uploadWorkflow(join(bench.lab.files, 'item-*.mp4'));
	const rises: number[] = [];
	for (let repeat = 1; repeat <= bench.options.repeatLong; repeat++) {
		note(`${repeat} of ${bench.options.repeatLong}`);
		const { rise, publishes } = await bench.lab.warm(async (n8n, resting) =>
			measuredRun(bench.tiktok, n8n, workflow, resting),
		);
		requireSameBytes(publishes, files);
		rises.push(rise);
	}
	return [
		{
			figure: `${ITEMS} items of ${sizeName(bytes)} in one run: memory rise`,
			ours: inMB(median(rises)),
			spread: spread(rises, inMB),
			target: `<= ${inMB(MOST)}, every hash right`,
			pass: median(rises) <= MOST,
		},
	];
};
