/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { provideChromium } from './browser/chromium';
import { e2e } from './folders';
import { newOwner, runJest, selectedTests } from './jestRun';
import { installN8n } from './n8n/install';
import { freePort } from './n8n/ports';
import { N8nRest } from './n8n/rest';
import { startN8n } from './n8n/server';
import { installPackage, packPackage } from './package';
import { privateFolder } from './privateFolder';
import { step } from './progress';
import { runAndLeaveNothingBehind } from './shutdown';

const CONFIG = join(e2e, 'jest.config.js');
const BROWSER_TESTS = join(e2e, 'browser', sep);

/**
 * `npm run test:e2e [-- <part of a file name> …]`: one n8n with the packed package, then all test
 * files against it.
 */
async function testEndToEnd(): Promise<void> {
	// Before the first test: installing a browser takes longer than a test may.
	const needsBrowser = (await selectedTests(CONFIG)).some((file) => file.startsWith(BROWSER_TESTS));
	if (needsBrowser) await provideChromium();
	const node = await installN8n();
	const folder = await privateFolder('e2e');
	const tarball = await step('Building and packing the package', async (note) =>
		packPackage(folder, note),
	);
	await step('Installing the package as n8n would', async () => installPackage(tarball, folder));

	const filesFolder = join(folder, 'files');
	await mkdir(filesFolder);
	const n8n = await step('Starting n8n', async () =>
		startN8n({ node, userFolder: folder, filesFolder, port: await freePort() }),
	);
	const owner = newOwner();
	await new N8nRest(n8n.url).createOwner(owner);

	await runJest(
		CONFIG,
		{ url: n8n.url, owner, node, tarball, folder, filesFolder },
		{ logs: { 'e2e-n8n.log': n8n } },
	);
}

void runAndLeaveNothingBehind(testEndToEnd);
