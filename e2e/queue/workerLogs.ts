/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFile } from 'node:fs/promises';

/** How the command tells the test file what the workers log. */
export const WORKER_LOGS_VARIABLE = 'E2E_WORKER_LOGS';

const JOB = /Worker (?:finished|started) execution (\d+)/g;

/** The executions that each worker has taken, in the order of the workers. */
export async function executionsOfWorkers(): Promise<Array<Set<string>>> {
	const files = JSON.parse(process.env[WORKER_LOGS_VARIABLE] ?? '[]') as string[];
	const logs = await Promise.all(files.map(async (file) => await readFile(file, 'utf8')));
	return logs.map((log) => new Set([...log.matchAll(JOB)].map(([, id]) => id)));
}
