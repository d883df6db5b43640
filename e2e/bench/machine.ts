/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

import { run } from '../command';
import { e2e } from '../folders';
import { GiB } from './sizes';

/** What a reader must know to compare the figures with their own. */
export async function machineFacts(node: string): Promise<Array<[string, string]>> {
	const { version } = JSON.parse(
		await readFile(join(e2e, 'node_modules', 'n8n', 'package.json'), 'utf8'),
	) as { version: string };
	const processors = cpus();
	return [
		['Processor', `${processors[0]?.model.trim()}, ${processors.length} cores`],
		['Memory', `${(totalmem() / GiB).toFixed(0)} GiB`],
		['System', `${type()} ${release()}`],
		['Node.js', (await run(node, ['--version'], { cwd: e2e })).trim()],
		['n8n', `${version}, filesystem mode, SQLite`],
	];
}
