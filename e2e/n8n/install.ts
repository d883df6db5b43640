/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { run } from '../command';
import { provide } from '../debian';
import { cache, e2e } from '../folders';
import { step } from '../progress';

const NODE_NEEDED = 24;
const GIGABYTE = 1e9;
/** `CXX(target) Release/…`: what is worth showing between the compiler's warnings. */
const COMPILER_STEP = /^\s*[A-Z_]+\(/;
const TOOLCHAIN = ['python3', 'make', 'g++'];
const DISK_NEEDED = 4 * GIGABYTE;

const modules = join(e2e, 'node_modules');
const sqlite = join(modules, 'sqlite3');
const binding = join(sqlite, 'build', 'Release', 'node_sqlite3.node');

/** Makes e2e/ ready to run n8n, doing only what is not done yet. Returns the Node.js to run it on. */
export async function installN8n(): Promise<string> {
	const kept = await keptBinding();
	// Asked before the long download: nobody should wait three minutes to hear of a missing compiler.
	if (!existsSync(binding) && !(kept && existsSync(kept))) await requireCompiler();
	if (!existsSync(join(modules, 'n8n'))) await requireDisk();
	const { installWhenLockChanged } = await import('../../test/setUp.mjs');
	await installWhenLockChanged(e2e, 'n8n');

	const node = await nodeForN8n();
	if (!(await sqliteWorks(node))) await provideSqlite(node);
	return node;
}

/** n8n needs Node 24; when the system's is older, the one from npm beside n8n is used. */
async function nodeForN8n(): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return process.execPath;
	const sibling = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
	if (existsSync(sibling)) return sibling;
	throw new Error(
		`n8n needs Node.js ${NODE_NEEDED} or newer, this is ${process.version}, and npm has none for ` +
			`${process.platform}-${process.arch}. Install Node.js ${NODE_NEEDED} (nodejs.org) and run this again.`,
	);
}

async function sqliteWorks(node: string): Promise<boolean> {
	try {
		await run(node, ['-e', 'require("sqlite3")'], { cwd: e2e });
		return true;
	} catch {
		return false;
	}
}

/** sqlite3 has no ready-made file on npm. The compiled one is kept for the next fresh install. */
async function provideSqlite(node: string): Promise<void> {
	const kept = await keptBinding();
	if (kept && existsSync(kept)) {
		await mkdir(dirname(binding), { recursive: true });
		await copyFile(kept, binding);
		if (await sqliteWorks(node)) return;
	}
	await requireCompiler();
	await step('Compiling sqlite3 for n8n, once (about a minute on two cores)', async (note) => {
		await run(node, [nodeGyp(), 'rebuild', ...headers(node)], {
			cwd: sqlite,
			env: {
				...process.env,
				// The build asks "node" for paths and must get the same one.
				PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
				JOBS: String(cpus().length),
			},
			onLine: (line) => {
				if (COMPILER_STEP.test(line)) note(line);
			},
		});
	});
	if (!(await sqliteWorks(node))) {
		throw new Error(
			`sqlite3 was compiled but cannot be loaded. Delete ${sqlite} and run this again.`,
		);
	}
	const keep = await keptBinding();
	if (keep) {
		await mkdir(dirname(keep), { recursive: true });
		await copyFile(binding, keep);
	}
}

/** Where the compiled file is kept: by version and platform, so an update never picks a wrong one. */
async function keptBinding(): Promise<string | undefined> {
	const lock = JSON.parse(await readFile(join(e2e, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { version: string } | undefined>;
	};
	const version = lock.packages['node_modules/sqlite3']?.version;
	return version && join(cache, 'sqlite3', `${version}-${process.platform}-${process.arch}.node`);
}

/** npm's own node-gyp knows newer Pythons than the one sqlite3 brings. */
function nodeGyp(): string {
	const npm = process.env.npm_execpath;
	const candidates = [
		npm && join(dirname(npm), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
		join(
			dirname(process.execPath),
			'../lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js',
		),
		join(modules, 'node-gyp', 'bin', 'node-gyp.js'),
	];
	const found = candidates.find((path) => path && existsSync(path));
	if (!found)
		throw new Error('npm on this machine has no node-gyp, which sqlite3 is compiled with');
	return found;
}

/** Node.js from an archive or from npm has its headers beside it: then nothing is downloaded. */
function headers(node: string): string[] {
	const folder = join(dirname(node), '..');
	return existsSync(join(folder, 'include', 'node', 'node.h')) ? [`--nodedir=${folder}`] : [];
}

async function requireCompiler(): Promise<void> {
	await provide(
		{
			sentence:
				"n8n's database driver is compiled once with python3, make and g++, and this machine lacks at least one.",
			packages: TOOLCHAIN,
			elsewhere: {
				dnf: 'sudo dnf install -y python3 make gcc-c++',
				brew: 'xcode-select --install; brew install python3',
			},
		},
		async () => ((await Promise.all(TOOLCHAIN.map(starts))).every(Boolean) ? TOOLCHAIN : undefined),
	);
}

/** Being there is not enough: macOS has each of them as a stub that only asks for an installation. */
async function starts(program: string): Promise<boolean> {
	return await run(program, ['--version'], { cwd: e2e }).then(
		() => true,
		() => false,
	);
}

async function requireDisk(): Promise<void> {
	const { bavail, bsize } = await statfs(e2e);
	const free = bavail * bsize;
	if (free >= DISK_NEEDED) return;
	throw new Error(
		`A real n8n needs about 4 GB of disk and only ${(free / GIGABYTE).toFixed(1)} GB are free at ${e2e}. ` +
			'Free some space and run this again.',
	);
}
