/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './command';
import { root } from './folders';

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

/** Installs the tarball where n8n looks for community packages, under its real name. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
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
}
