/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { cpus, release, totalmem, type } from 'node:os';

import { run } from '../command';
import { e2e } from '../folders';
import { installedVersion } from '../n8n/otherVersion';
import { GiB } from './sizes';

/** What a reader must know to compare the figures with their own. */
export async function machineFacts(
	node: string,
	installation: string,
): Promise<Array<[string, string]>> {
	const processors = cpus();
	return [
		['Processor', `${processors[0]?.model.trim()}, ${processors.length} cores`],
		['Memory', `${(totalmem() / GiB).toFixed(0)} GiB`],
		['System', `${type()} ${release()}`],
		['Node.js', (await run(node, ['--version'], { cwd: e2e })).trim()],
		['n8n', `${await installedVersion(installation)}, filesystem mode, SQLite`],
	];
}
