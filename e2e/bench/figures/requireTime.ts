/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../../command';
import { root } from '../../folders';
import type { Figure } from '../bench';
import type { Result } from '../result';
import { median, spread } from '../statistics';

const PROCESSES = 11;
const MOST_MS = 200;

/** Arguments: what is there already (may be empty), then the files. */
const MEASURE = `
	const [known, ...files] = process.argv.slice(1);
	if (known) require(known);
	const begin = performance.now();
	for (const file of files) require(file);
	console.log(performance.now() - begin);
`;

const WORKFLOW = 'n8n-workflow';

/**
 * What loading every registered file takes: in a fresh process, which loads n8n-workflow with them,
 * and in one that has it already, as n8n does.
 */
export const requireTime: Figure = async ({ lab }) => {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) =>
		join(root, file),
	);
	const measure = async (known: string, what: string[]) =>
		Number(await run(lab.node, ['-e', MEASURE, known, ...what], { cwd: root }));
	const fresh: number[] = [];
	const inN8n: number[] = [];
	const control: number[] = [];
	for (let index = 0; index < PROCESSES; index++) {
		control.push(await measure('', [WORKFLOW]));
		fresh.push(await measure('', files));
		inN8n.push(await measure(WORKFLOW, files));
	}
	const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
	const line = (where: string, times: number[], note: string): Result => ({
		figure: `require of the ${files.length} registered files, ${where}`,
		ours: milliseconds(median(times)),
		spread: spread(times, milliseconds),
		control: `${milliseconds(median(control))} ${WORKFLOW} alone`,
		target: `<= ${MOST_MS} ms`,
		pass: median(times) <= MOST_MS,
		note: `median of ${PROCESSES}; ${note}`,
	});
	return [
		line('fresh process', fresh, `${WORKFLOW}, which every node needs, is part of it`),
		line(`${WORKFLOW} loaded`, inN8n, 'as in n8n itself'),
	];
};
