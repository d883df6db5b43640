/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

import { isListening, usedPorts } from './n8n/ports';
import { waitFor } from './waitFor';

const PATIENCE_MS = 5_000;

/** Every program of the run has one of them in its environment. */
const folders: Array<{ path: string; isKept: boolean }> = [];

/** Notes a folder that must not survive the run. */
export function willBeGone(path: string): void {
	folders.push({ path, isKept: false });
}

/** Notes a folder that stays for the next run: only its programs must end. */
export function willBeKept(path: string): void {
	folders.push({ path, isKept: true });
}

/** What is still there of a run that is over: folders, ports, processes. */
export async function leftovers(): Promise<string[]> {
	let found: string[] = [];
	const isClean = async () => {
		found = [...leftFolders(), ...(await leftPorts()), ...(await leftProcesses())];
		return found.length === 0 ? true : undefined;
	};
	// A killed process takes a moment to go.
	await waitFor('end', isClean, PATIENCE_MS).catch(() => undefined);
	return found;
}

const leftFolders = () =>
	folders.filter(({ path, isKept }) => !isKept && existsSync(path)).map(({ path }) => path);

async function leftPorts(): Promise<string[]> {
	const left: string[] = [];
	for (const port of usedPorts()) if (await isListening(port)) left.push(`port ${port}`);
	return left;
}

/** Only Linux tells the environment of a process; elsewhere there is nothing to look at. */
async function leftProcesses(): Promise<string[]> {
	if (!existsSync('/proc/self/environ')) return [];
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const left: string[] = [];
	for (const pid of pids) {
		const [environment, command] = await Promise.all(
			['environ', 'cmdline'].map(
				async (file) => await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
			),
		);
		const isOurs = folders.some(({ path }) => environment.includes(path));
		if (isOurs) left.push(`process ${pid}: ${command.replaceAll('\0', ' ').slice(0, 100)}`);
	}
	return left;
}
