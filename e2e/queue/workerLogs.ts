/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFile } from 'node:fs/promises';

import type { RunningN8n } from '../n8n/server';

/** How the command tells the test file of its workers. */
export const WORKERS_VARIABLE = 'E2E_WORKERS';

type Worker = Pick<RunningN8n, 'logFile' | 'processGroup'>;

const workers = () => JSON.parse(process.env[WORKERS_VARIABLE] ?? '[]') as Worker[];

const JOB = /Worker (?:finished|started) execution (\d+)/g;

/** The executions that each worker has taken, in the order of the workers. */
export async function executionsOfWorkers(): Promise<Array<Set<string>>> {
	const logs = await Promise.all(
		workers().map(async ({ logFile }) => await readFile(logFile, 'utf8')),
	);
	return logs.map((log) => new Set([...log.matchAll(JOB)].map(([, id]) => id)));
}

/** Ends the worker that has an execution as a power cut would. */
export async function killWorkerOf(executionId: string): Promise<void> {
	const index = (await executionsOfWorkers()).findIndex((ids) => ids.has(executionId));
	if (index < 0) throw new Error(`No worker has taken execution ${executionId}`);
	process.kill(-workers()[index].processGroup, 'SIGKILL');
}
