/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { run } from '../command';
import { root } from '../folders';
import { step } from '../progress';
import { onShutdown } from '../shutdown';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const START_POLICY = '/usr/sbin/policy-rc.d';
const PACKAGES = ['redis-server', 'postgresql'];

export interface Programs {
	redis: string;
	postgres: string;
	initdb: string;
}

/** Redis and Postgres of this machine, installed from Debian's packages when they are missing. */
export async function databasePrograms(): Promise<Programs> {
	const found = await findPrograms();
	if (found) return found;
	if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
		throw new Error(
			"n8n's queue mode needs Redis and Postgres, and this machine lacks at least one. Install them " +
				`with "sudo apt-get install -y ${PACKAGES.join(' ')}", or what your system calls them, then run this again.`,
		);
	}
	await step('Installing Redis and Postgres', installPackages);
	const installed = await findPrograms();
	if (!installed) throw new Error('Redis and Postgres were installed but cannot be found');
	return installed;
}

async function findPrograms(): Promise<Programs | undefined> {
	const folders = [...(process.env.PATH ?? '').split(delimiter), ...(await debianFolders())];
	const find = (name: string) =>
		folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
	const [redis, postgres, initdb] = ['redis-server', 'postgres', 'initdb'].map(find);
	return redis && postgres && initdb ? { redis, postgres, initdb } : undefined;
}

/** Debian keeps each version apart and out of PATH. */
async function debianFolders(): Promise<string[]> {
	if (!existsSync(DEBIAN_POSTGRES)) return [];
	const versions = await readdir(DEBIAN_POSTGRES);
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	return newestFirst.map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
}

async function installPackages(note: (line: string) => void): Promise<void> {
	const forget = await forbidServices();
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
	try {
		await run('apt-get', install, { cwd: root, env, onLine: note });
	} catch {
		// A fresh container has no list of packages yet.
		await run('apt-get', ['update'], { cwd: root, env, onLine: note });
		await run('apt-get', install, { cwd: root, env, onLine: note });
	} finally {
		await forget();
	}
}

/** Debian starts what it installs as services of the system. The tests start their own. */
async function forbidServices(): Promise<() => Promise<void>> {
	if (existsSync(START_POLICY)) return async () => {};
	const remove = async () => await rm(START_POLICY, { force: true });
	const forget = onShutdown(remove);
	await writeFile(START_POLICY, '#!/bin/sh\nexit 101\n');
	await chmod(START_POLICY, 0o755);
	return async () => {
		forget();
		await remove();
	};
}
