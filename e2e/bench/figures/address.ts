/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { e2e } from '../../folders';
import type { Figure } from '../bench';
import { startHelper } from '../helper';
import { makeFile } from '../mediaFiles';
import { GiB, inMB, MB, sizeName } from '../sizes';
import { median, spread } from '../statistics';
import { measuredRun, nodeSeconds, requireSameBytes } from '../uploads';
import { addressWorkflow, DOWNLOAD, downloadWorkflow, UPLOAD } from '../workflows';

const MOST = 0.6;
const MOST_RISE = 100 * MB;

/** Upload from an address, beside a download into n8n's store and an upload of that. */
export const address: Figure = async (bench, note) => {
	const { lab, tiktok, options, certificate } = bench;
	const file = await makeFile(lab.files, 'address', options.quick ? 64 * MB : GiB);
	const script = join(e2e, 'bench', 'fileHost.ts');
	const host = await startHelper(script, [certificate.key, certificate.cert, lab.files]);
	const url = `${host}/address.mp4`;
	const [ours, control, rises, stored]: number[][] = [[], [], [], []];
	for (let repeat = 1; repeat <= options.repeatLong; repeat++) {
		note(`${repeat} of ${options.repeatLong}`);
		await lab.warm(async (n8n, resting) => {
			const before = await lab.storedBytes();
			const run = await measuredRun(tiktok, n8n, addressWorkflow(url), resting);
			requireSameBytes(run.publishes, [file]);
			ours.push(nodeSeconds(run.execution, UPLOAD));
			rises.push(run.rise);
			stored.push((await lab.storedBytes()) - before);
			const both = await n8n.runToSuccess(downloadWorkflow(url));
			control.push(nodeSeconds(both, DOWNLOAD, UPLOAD));
		});
	}
	const seconds = (value: number) => `${value.toFixed(2)} s`;
	const ratio = median(ours) / median(control);
	return [
		{
			figure: `${sizeName(file.bytes)} from an address: time in the node`,
			ours: `${seconds(median(ours))} = ${ratio.toFixed(2)} x`,
			spread: spread(ours, seconds),
			control: `${seconds(median(control))} HTTP Request to a file, and Upload`,
			target: `<= ${MOST} x, nothing in n8n's store`,
			pass: ratio <= MOST && Math.max(...stored) <= 0,
			note: `written to n8n's store: ${inMB(Math.max(...stored))}`,
		},
		{
			figure: `${sizeName(file.bytes)} from an address: memory rise`,
			ours: inMB(median(rises)),
			spread: spread(rises, inMB),
			target: `<= ${inMB(MOST_RISE)}`,
			pass: median(rises) <= MOST_RISE,
		},
	];
};
