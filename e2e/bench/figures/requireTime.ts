/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../../command';
import { root } from '../../folders';
import type { Figure } from '../bench';
import { median, spread } from '../statistics';

const PROCESSES = 11;
const MOST_MS = 25;

/** Arguments: what is there already, then the files. */
const MEASURE = `
	const [known, ...files] = process.argv.slice(1);
	require(known);
	const begin = performance.now();
	for (const file of files) require(file);
	console.log(performance.now() - begin);
`;

const WORKFLOW = 'n8n-workflow';

/** What loading every registered file takes in a process that has n8n-workflow already, as n8n has. */
export const requireTime: Figure = async ({ lab }) => {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) =>
		join(root, file),
	);
	const measure = async (known: string, what: string[]) =>
		Number(await run(lab.node, ['-e', MEASURE, known, ...what], { cwd: root }));
	const ours: number[] = [];
	const control: number[] = [];
	for (let index = 0; index < PROCESSES; index++) {
		control.push(await measure('node:fs', [WORKFLOW]));
		ours.push(await measure(WORKFLOW, files));
	}
	const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
	return [
		{
			figure: `require of the ${files.length} registered files, ${WORKFLOW} loaded`,
			ours: milliseconds(median(ours)),
			spread: spread(ours, milliseconds),
			control: `${milliseconds(median(control))} ${WORKFLOW} alone`,
			target: `<= ${MOST_MS} ms`,
			pass: median(ours) <= MOST_MS,
			note: `median of ${PROCESSES}`,
		},
	];
};
