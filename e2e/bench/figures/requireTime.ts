/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../../command';
import { root } from '../../folders';
import type { Figure } from '../bench';
import { median, spread } from '../statistics';

const PROCESSES = 11;
const MOST_MS = 200;

const MEASURE = `
	const files = process.argv.slice(1);
	const begin = performance.now();
	for (const file of files) require(file);
	console.log(performance.now() - begin);
`;

/** What n8n pays at its start: loading every registered file, and with them n8n-workflow. */
export const requireTime: Figure = async ({ lab }) => {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) =>
		join(root, file),
	);
	const measure = async (what: string[]) =>
		Number(await run(lab.node, ['-e', MEASURE, ...what], { cwd: root }));
	const times: number[] = [];
	const control: number[] = [];
	for (let index = 0; index < PROCESSES; index++) {
		control.push(await measure(['n8n-workflow']));
		times.push(await measure(files));
	}
	const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
	return [
		{
			figure: `require of the ${files.length} registered files, fresh process`,
			ours: milliseconds(median(times)),
			spread: spread(times, milliseconds),
			control: `${milliseconds(median(control))} n8n-workflow alone`,
			target: `<= ${MOST_MS} ms`,
			pass: median(times) <= MOST_MS,
			note: `median of ${PROCESSES}; n8n-workflow, which n8n itself has loaded already, is part of it`,
		},
	];
};
