/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { e2e } from './folders';
import { newOwner, runJest } from './jestRun';
import { installN8n } from './n8n/install';
import { installedVersion, provideOtherN8n } from './n8n/otherVersion';
import { freePort } from './n8n/ports';
import { N8nRest } from './n8n/rest';
import { startN8n } from './n8n/server';
import { installPackage, packPackage } from './package';
import { privateFolder } from './privateFolder';
import { step } from './progress';
import { runAndLeaveNothingBehind } from './shutdown';

/** Connect, upload, renew, errors: what has to work wherever the package is installed. */
const SMOKE_SET = ['e2e/rest/seam.test.ts'];

/**
 * `npm run test:versions -- <version | folder with that n8n> [<part of a file name> …]`: the packed
 * package in another n8n. Each takes about 3 GB in the temporary folder and goes afterwards.
 */
async function testOtherVersion(): Promise<void> {
	const [wanted, ...files] = process.argv.slice(2);
	if (!wanted) throw new Error('Which n8n? For example: npm run test:versions -- 2.31.0');
	const node = await installN8n();
	const folder = await privateFolder('versions');
	const other = await provideOtherN8n(wanted, join(folder, 'n8n'));
	const tarball = await step('Building and packing the package', async (note) =>
		packPackage(folder, note),
	);
	const userFolder = join(folder, 'user');
	await installPackage(tarball, userFolder);
	const filesFolder = join(folder, 'files');
	await mkdir(filesFolder);
	const { installation } = other;
	const version = await installedVersion(installation);
	const n8n = await step(`Starting n8n ${version}`, async () =>
		startN8n({
			node,
			userFolder,
			filesFolder,
			port: await freePort(),
			...other,
		}),
	);
	const owner = newOwner();
	await new N8nRest(n8n.url).createOwner(owner);

	await runJest(
		join(e2e, 'jest.config.js'),
		{ url: n8n.url, owner, node, tarball, folder, filesFolder, installation },
		{ logs: { [`n8n-${version}.log`]: n8n }, args: files.length > 0 ? files : SMOKE_SET },
	);
}

void runAndLeaveNothingBehind(testOtherVersion);
