/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';

import type { Facts, Table } from './kept';
import type { Options } from './options';
import { reasonsOfMisses } from './reasons';
import type { Result } from './result';
import { markdownTable } from './table';

export function benchmarksDocument(
	{ facts, results }: Table,
	another: Table | undefined,
	{ repeat, repeatLong }: Pick<Options, 'repeat' | 'repeatLong'>,
): string {
	const reasons = reasonsOfMisses(results);
	return `# Benchmarks

Written by \`npm run bench\`, which runs everything below on your machine; with \`--only\` it measures some figures anew and keeps the others.${another ? ' With `--n8n` and a version it measures the second table.' : ''}

${markdownTable(results)}
${reasons.length > 0 ? `\nWhy a target is missed:\n\n${reasons.join('\n')}\n` : ''}
![Memory of n8n during an upload, and during the same file as one PUT](memory.svg)
${another && isSameMachine(another, facts) ? tableOfAnother(another) : ''}
## Machine

${facts.map(([name, value]) => `- ${name}: ${value}`).join('\n')}

## How it was measured

- A real n8n with the packed package installed, the files read by its own Read Files node, and the TikTok emulator as a process of its own. Everything is measured over TLS, with a certificate that n8n is told to trust.
- **Calls**: the time that n8n notes for the node, turn by turn in one n8n, after one run of each to warm up.
- **Memory**: a freshly started n8n, one upload of 64 MB as warm-up, then 30 seconds of rest. The rise is the highest resident memory of n8n's main process during the whole run, reading the file into n8n's store included, minus the median of those 30 seconds; a sample every 100 ms. Medians of ${repeat} runs, at 4 GiB and of 8 items of ${repeatLong}, each in an n8n of its own, which is asked every 3 seconds whether the run is over: its answers cost memory too. The control *by n8n's Read Files node alone* is the same run without the upload: that node copies the file into n8n's store.
- **Time**: from the accepted init to the final 201, both by the emulator's clock. The control streams the same chunks from the same file over one kept connection, on the same Node.js; the two are interleaved and take turns in going first. Medians of ${repeat}.
- **Behind 50 ms**: both go through a proxy that delays every byte by 25 ms each way, and a new connection by one round trip more. TLS goes through it as it is, with its own round trips.
- **From an address**: the file comes from a web server on the same machine, over TLS, as fast as it is taken. Medians of ${repeatLong}.
- **Hashes**: SHA-256 of the file against SHA-256 of what arrived. Every upload of every figure is compared, not only those of the last lines.
${notesOf(results) && `\n## Notes\n${notesOf(results)}\n`}`;
}

function isSameMachine(table: Table, facts: Facts): boolean {
	const withoutN8n = (of: Facts) => of.filter(([name]) => name !== 'n8n');
	return isDeepStrictEqual(withoutN8n(table.facts), withoutN8n(facts));
}

function tableOfAnother({ facts, results }: Table): string {
	const version = facts.find(([name]) => name === 'n8n')?.[1].split(',')[0];
	const reasons = reasonsOfMisses(results);
	return `
## With n8n ${version}

The same figures on the same machine, without those in which no n8n takes part.

${markdownTable(results)}
${reasons.length > 0 ? `\nWhy a target is missed, as found with the n8n above:\n\n${reasons.join('\n')}\n` : ''}${notesOf(results) && `${notesOf(results)}\n`}`;
}

function notesOf(results: Result[]): string {
	const notes = results.filter(({ note }) => note);
	return notes.map(({ figure, note }) => `\n- ${figure}: ${note}`).join('');
}
