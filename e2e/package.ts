/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './command';
import { root } from './folders';
import { mirrorFolder } from './mirrorFolder';

/** Builds the package and packs it as `npm publish` would. Returns the tarball. */
export async function packPackage(
	destination: string,
	note: (text: string) => void = () => {},
): Promise<string> {
	await run('npm', ['run', 'build'], { cwd: root, onLine: note });
	await mkdir(destination, { recursive: true });
	const answer = await run('npm', ['pack', '--json', '--pack-destination', destination], {
		cwd: root,
	});
	return join(destination, tarballName(answer));
}

/** Older npm prints a list, newer npm an object by package name. */
function tarballName(answer: string): string {
	const [packed] = Object.values(JSON.parse(answer) as Record<string, { filename: string }>);
	return packed.filename;
}

/** Puts the package where n8n looks for community packages, under its real name. */
export type Install = (tarball: string, userFolder: string) => Promise<void>;

/** The command of the README, for an n8n without a registry. */
export const installPackage: Install = async (tarball, userFolder) => {
	const nodes = await packagesFolder(userFolder);
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	// --legacy-peer-deps: n8n brings n8n-workflow itself; npm would fetch a second copy.
	await run(
		'npm',
		['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball],
		{ cwd: nodes },
	);
};

/** Puts a new build into the place of the installed one. Nothing is packed: only code has changed. */
export async function renewPackage(
	userFolder: string,
	note: (text: string) => void = () => {},
): Promise<void> {
	await run('npm', ['run', 'build'], { cwd: root, onLine: note });
	const { name } = await readManifest(root);
	const installed = join(await packagesFolder(userFolder), 'node_modules', name);
	await mirrorFolder(join(root, 'dist'), join(installed, 'dist'));
	await copyFile(join(root, 'package.json'), join(installed, 'package.json'));
}

/** n8n takes these out before it installs what is left. */
const NOT_INSTALLED = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * What Settings → Community Nodes → Install does once npm has given it the tarball (n8n 2.41.1,
 * `community-packages.service.js`). The button itself asks npm's registry, where the package would
 * have to be published; another registry needs a licence.
 */
export const installAsN8nDoes: Install = async (tarball, userFolder) => {
	const nodes = await packagesFolder(userFolder);
	const { name } = await readManifest(root);
	const folder = join(nodes, 'node_modules', name);
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: nodes });
	const manifest = await readManifest(folder);
	const kept = Object.entries(manifest).filter(([key]) => !NOT_INSTALLED.includes(key));
	await writeFile(join(folder, 'package.json'), JSON.stringify(Object.fromEntries(kept), null, 2));
	const quiet = ['--audit=false', '--fund=false', '--package-lock=false'];
	const shape = ['--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true'];
	await run('npm', ['install', ...quiet, ...shape], { cwd: folder });
	const dependencies = { [name]: manifest.version };
	await writeFile(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies }),
	);
};

async function packagesFolder(userFolder: string): Promise<string> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	return nodes;
}

async function readManifest(folder: string) {
	return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
}
