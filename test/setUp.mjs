/**
 * Installs what the lock file asks for, and only when something else is installed.
 * Every npm script of this repository calls it first, so a fresh clone needs no separate step.
 * It must run before anything is installed: Node's own modules only.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process, { argv, exit, platform, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

import { step } from './progress.mjs';

const OLDEST_NODE = 20;
const LEAST_FREE_BYTES = 1_000_000_000;

const inWindowsShell = platform === 'win32';

function readOrEmpty(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

function freeBytes(directory) {
	try {
		const { bavail, bsize } = statfsSync(directory);
		return bavail * bsize;
	} catch {
		return Infinity;
	}
}

function reasonOfFailure(directory, code) {
	const free = freeBytes(directory);
	if (free < LEAST_FREE_BYTES) {
		return `only ${Math.round(free / 1_000_000)} MB of disk are free in ${directory}`;
	}
	const ping = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000'], {
		stdio: 'ignore',
		shell: inWindowsShell,
	});
	if (ping.status !== 0) return 'the npm registry cannot be reached; check the network or proxy';
	return `npm stopped with code ${code}; its own message stands above`;
}

/** What npm says is shown when it fails: usually it is warnings about packages of packages. */
async function runNpmCi(directory, extraArguments) {
	const npm = spawn(
		'npm',
		['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...extraArguments],
		{ cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], shell: inWindowsShell },
	);
	let output = '';
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-5_000)));
	}
	const stop = () => npm.kill();
	process.once('exit', stop);
	try {
		return await new Promise((settle) => {
			npm.once('error', (error) => settle({ code: error.message, output }));
			npm.once('close', (code) => settle({ code, output }));
		});
	} finally {
		process.off('exit', stop);
	}
}

/** Whether npm, which notes it at its end, has installed what the lock file asks for. */
function isInstalled(directory, lock) {
	const noted = readOrEmpty(join(directory, 'node_modules', '.package-lock.json'));
	if (noted === '') return false;
	const { packages: wanted } = JSON.parse(lock);
	const { packages: there } = JSON.parse(noted);
	const isThere = ([path, { version, optional }]) =>
		path === '' || (there[path] ? there[path].version === version : optional === true);
	return Object.entries(wanted).every(isThere) && Object.keys(there).every((path) => wanted[path]);
}

/**
 * @param {string} directory the folder with package.json and package-lock.json
 * @param {string} label how the folder is called in messages
 * @param {string[]} [extraArguments] further arguments of `npm ci`
 * @returns {Promise<boolean>} whether something was installed
 */
export async function installWhenLockChanged(directory, label, extraArguments = []) {
	const lock = readOrEmpty(join(directory, 'package-lock.json'));
	if (lock === '') throw new Error(`There is no package-lock.json in ${directory}.`);

	if (isInstalled(directory, lock)) return false;

	await step(`Installing ${label}`, async () => {
		const { code, output } = await runNpmCi(directory, extraArguments);
		if (code === 0) return;
		throw new Error(`${output}\nInstalling ${label} failed: ${reasonOfFailure(directory, code)}.`);
	});
	return true;
}

/** Ends the process with a sentence when it cannot be done. */
export async function setUp() {
	if (Number(versions.node.split('.')[0]) < OLDEST_NODE) {
		console.error(`[set-up] Node ${OLDEST_NODE} or newer is needed; this is ${versions.node}.`);
		exit(1);
	}
	try {
		await installWhenLockChanged(resolve(dirname(thisFile), '..'), 'the packages');
	} catch (error) {
		console.error(`[set-up] ${error.message}`);
		exit(1);
	}
}

const thisFile = fileURLToPath(import.meta.url);
if (argv[1] !== undefined && resolve(argv[1]) === thisFile) await setUp();
