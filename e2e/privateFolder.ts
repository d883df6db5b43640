/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHash } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeRunFolder, removeLeftFolders } from '../test/runFolders';

import { root } from './folders';
import { willBeGone, willBeKept } from './leftovers';
import { onShutdown } from './shutdown';

/** Asked before a run moves its own temporary files. */
const SYSTEM_TEMP = tmpdir();
/** Where programs put what they do not mention: browser, compiler caches, n8n's uploads. */
const PLACES = {
	TMPDIR: 'tmp',
	XDG_CACHE_HOME: 'cache',
	XDG_CONFIG_HOME: 'config',
	XDG_DATA_HOME: 'data',
};

/**
 * A folder for an n8n of this run alone; it goes when the run ends, and with it all that the programs
 * of the run leave in their usual places. It lies outside the clone: a package installed below the
 * clone would find the clone's own n8n-workflow, and n8n takes errors that come from a second copy
 * for foreign ones and drops what they carry.
 */
export async function privateFolder(name: string): Promise<string> {
	const folder = await temporaryFolder(name);
	await keepProgramsIn(folder);
	return folder;
}

/**
 * The same, for this clone and outside of it, and it stays for the next run: in the user's own cache,
 * where nobody else puts anything.
 */
export async function keptFolder(name: string): Promise<string> {
	const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	const clone = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const wanted = join(caches, 'n8n-nodes-tiktok-suite', `${name}-${clone}`);
	await mkdir(wanted, { recursive: true, mode: 0o700 });
	const folder = await realpath(wanted);
	willBeKept(folder);
	await keepProgramsIn(folder);
	return folder;
}

/** Programs that are started from now on use this folder, and are known by it in their environment. */
export async function keepProgramsIn(folder: string): Promise<void> {
	for (const [variable, place] of Object.entries(PLACES)) {
		process.env[variable] = join(folder, place);
		await mkdir(join(folder, place), { recursive: true });
	}
}

/** Directly below the system's temporary folder, where other users can be let in. */
export async function temporaryFolder(name: string): Promise<string> {
	removeLeftFolders(SYSTEM_TEMP);
	const made = makeRunFolder(name, SYSTEM_TEMP);
	// n8n compares real paths, processes are looked for by them, and a folder above may be a link.
	const folder = await realpath(made);
	willBeGone(folder);
	onShutdown(async () => await rm(folder, { recursive: true, force: true }));
	return folder;
}
