/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';

export const FIGURES = [
	'require',
	'status',
	'requests',
	'calls',
	'speed',
	'address',
	'memory',
	'items',
	'pacing',
	'hashes',
] as const;
export type FigureName = (typeof FIGURES)[number];

/** In these no n8n takes part: with another one they are the same. */
const WITHOUT_N8N: FigureName[] = ['require', 'status'];
export const FIGURES_OF_N8N = FIGURES.filter((figure) => !WITHOUT_N8N.includes(figure));

export interface Options {
	only: FigureName[];
	repeat: number;
	/** Of runs that are long. */
	repeatLong: number;
	quick: boolean;
	/** Another n8n than that of e2e/: a version, or a folder it is installed in. */
	n8n?: string;
}

/** So that a whole run stays below an hour. */
const MOST_OF_LONG = 3;

const USAGE = `npm run bench [-- --only <figure,...>] [--repeat 5] [--n8n <version | folder>] [--quick]

  --only <figure,...>  some of: ${FIGURES.join(', ')}
  --repeat <number>    repetitions of the figures that are medians (default 5)
  --n8n <version | folder with that n8n>  the figures with another n8n, for a table of their own
  --quick              small files and short pauses, to try the bench itself

Once each figure was measured on this machine, writes docs/benchmarks.md, the others as they were
measured last, and docs/memory.svg with the figure "memory"; a quick run writes to .cache/bench-quick/.`;

export function readOptions(): Options {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', default: FIGURES.join(',') },
			repeat: { type: 'string' },
			n8n: { type: 'string' },
			quick: { type: 'boolean', default: false },
		},
	});
	const repeat = Number(values.repeat ?? (values.quick ? 1 : 5));
	if (!Number.isInteger(repeat) || repeat < 1) {
		throw new Error(`"${values.repeat}" is no number of repetitions.\n\n${USAGE}`);
	}
	const only = values.only.split(',').map((name) => name.trim());
	const unknown = only.find((name) => !FIGURES.some((figure) => figure === name));
	if (unknown !== undefined) throw new Error(`There is no figure "${unknown}".\n\n${USAGE}`);
	return {
		only: (values.n8n ? FIGURES_OF_N8N : FIGURES).filter((figure) => only.includes(figure)),
		repeat,
		repeatLong: Math.min(repeat, MOST_OF_LONG),
		quick: values.quick,
		n8n: values.n8n,
	};
}
