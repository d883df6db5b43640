/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { run } from '../command';
import { e2e } from '../folders';
import { step } from '../progress';

/** Dependencies that one n8n or another names by a version or an address that npm cannot serve. */
const overrides = { linkedom: '0.18.12', 'msgpackr-extract': '3.0.4', xlsx: '0.18.5' };

/** What another n8n is started with. */
export interface OtherN8n {
	/** The folder it is installed in. */
	installation: string;
	env: Record<string, string>;
}

/**
 * @param wanted a version, or a folder in which that n8n is installed
 * @param folder where to install a version
 */
export async function provideOtherN8n(wanted: string, folder: string): Promise<OtherN8n> {
	const isFolder = existsSync(join(wanted, 'node_modules', 'n8n'));
	const installation = isFolder ? resolve(wanted) : folder;
	if (isFolder) await provideDatabaseDriver(installation);
	else {
		await step(`Installing n8n ${wanted} (a few minutes)`, async (note) =>
			installOtherN8n(wanted, installation, note),
		);
	}
	// n8n does not start when it is told to leave out a module that it does not have.
	return { installation, env: { N8N_DISABLED_MODULES: 'insights' } };
}

/** Installs an n8n of the wanted version from npm into an empty folder. */
async function installOtherN8n(
	version: string,
	folder: string,
	note: (line: string) => void,
): Promise<void> {
	await mkdir(folder, { recursive: true });
	const manifest = { private: true, dependencies: { n8n: version }, overrides };
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await run('npm', ['install', ...options], { cwd: folder, onLine: note });
	await provideDatabaseDriver(folder);
}

/** The compiled driver of e2e/ serves every n8n that uses the same version of it. */
async function provideDatabaseDriver(folder: string): Promise<void> {
	const [here, there] = await Promise.all([e2e, folder].map(driverVersion));
	if (here !== there) {
		throw new Error(`That n8n uses sqlite3 ${there}; only ${here} is compiled in e2e/.`);
	}
	const file = join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
	await mkdir(dirname(join(folder, file)), { recursive: true });
	await cp(join(e2e, file), join(folder, file));
}

async function driverVersion(folder: string): Promise<string> {
	const manifest = join(folder, 'node_modules', 'sqlite3', 'package.json');
	return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}

export async function installedVersion(folder: string): Promise<string> {
	const manifest = join(folder, 'node_modules', 'n8n', 'package.json');
	return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
