/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { run } from './command';
import { root } from './folders';
import { step } from './progress';
import { onShutdown } from './shutdown';

const START_POLICY = '/usr/sbin/policy-rc.d';

export interface Needed {
	/** What is said when it cannot be installed: "The browser tests need Chromium, which …". */
	sentence: string;
	packages: string[];
	/** What other systems call for; by default Debian's line stands for all. */
	elsewhere?: Record<string, string>;
}

/** Where a program is that everybody may start. */
export function findProgram(name: string, otherFolders: string[] = []): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), ...otherFolders];
	return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Returns what `find` finds, after installing it from Debian's packages when it is missing and this
 * process may do that.
 * @throws Error with what to do, when it cannot be installed
 */
export async function provide<Found>(
	needed: Needed,
	find: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
	const found = await find();
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !findProgram('apt-get')) throw new Error(adviceFor(needed));
	const problem = await step(`Installing ${needed.packages.join(', ')}`, async (note) =>
		installPackages(needed.packages, note),
	).then(
		() => undefined,
		(error: Error) => error.message,
	);
	if (problem) throw new Error(`${adviceFor(needed)} Trying it here failed: ${problem}`);
	const installed = await find();
	if (installed === undefined) {
		throw new Error(`${needed.packages.join(', ')} were installed, but something is still missing`);
	}
	return installed;
}

function adviceFor({ sentence, packages, elsewhere = {} }: Needed): string {
	const lines = { 'apt-get': `sudo apt-get install -y ${packages.join(' ')}`, ...elsewhere };
	const [manager] = Object.keys(lines).filter((name) => findProgram(name));
	const line = lines[manager as keyof typeof lines] ?? lines['apt-get'];
	const orTheLike = manager === undefined ? ' or what your system calls them' : '';
	return `${sentence} Install it with "${line}"${orTheLike}, then run this again.`;
}

async function installPackages(packages: string[], note: (line: string) => void): Promise<void> {
	const allowServices = await forbidServices();
	const apt = async (...args: string[]) => {
		await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
			cwd: root,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			onLine: note,
		});
	};
	const install = async () => await apt('install', '-y', '--no-install-recommends', ...packages);
	try {
		await install();
	} catch {
		// A fresh container has no list of packages yet, or an old one.
		await apt('update');
		await install();
	} finally {
		await allowServices();
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
