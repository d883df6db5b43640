/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { e2e } from './folders';
import { newOwner, runJest } from './jestRun';
import { installN8n } from './n8n/install';
import { N8nRest } from './n8n/rest';
import { packPackage } from './package';
import { privateFolder } from './privateFolder';
import { step } from './progress';
import { startCluster } from './queue/cluster';
import { startDatabases } from './queue/databases';
import { databasePrograms } from './queue/programs';
import { WORKERS_VARIABLE } from './queue/workerLogs';
import { runAndLeaveNothingBehind } from './shutdown';

/**
 * `npm run test:queue [-- <part of a test's name> …]`: n8n's queue mode, with a Redis, a Postgres,
 * one main and two workers of its own.
 */
async function testQueueMode(): Promise<void> {
	const programs = await databasePrograms();
	const node = await installN8n();
	const folder = await privateFolder('queue');
	const tarball = await step('Building and packing the package', async (note) =>
		packPackage(folder, note),
	);
	const databases = await step('Starting Redis and Postgres', async () => startDatabases(programs));
	const { main, workers, filesFolder } = await step('Starting n8n and two workers', async () =>
		startCluster({ node, tarball, folder, databases }),
	);
	const owner = newOwner();
	await new N8nRest(main.url).createOwner(owner);

	const [first, second] = workers;
	await runJest(
		join(e2e, 'queue', 'jest.config.js'),
		{ url: main.url, owner, node, tarball, folder, filesFolder },
		{
			logs: {
				'queue-main.log': main,
				'queue-worker-1.log': first,
				'queue-worker-2.log': second,
			},
			env: {
				[WORKERS_VARIABLE]: JSON.stringify(
					workers.map(({ logFile, processGroup }) => ({ logFile, processGroup })),
				),
			},
		},
	);
}

void runAndLeaveNothingBehind(testQueueMode);
