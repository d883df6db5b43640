/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { runVisibly } from './command';
import { cache, e2e, root } from './folders';
import { INSTANCE_VARIABLE, type Instance } from './instance';
import { installN8n } from './n8n/install';
import { freePort } from './n8n/ports';
import { N8nRest } from './n8n/rest';
import { startN8n } from './n8n/server';
import { installPackage, packPackage } from './package';
import { privateFolder } from './privateFolder';
import { step } from './progress';
import { runAndLeaveNothingBehind } from './shutdown';

const keptLog = join(cache, 'e2e-n8n.log');

/**
 * `npm run test:e2e [-- <part of a file name> …]`: one n8n with the packed package, then all test
 * files against it. What follows `--` goes to jest.
 */
async function testEndToEnd(): Promise<void> {
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
	const owner = {
		email: 'owner@example.com',
		password: `Test1-${randomBytes(6).toString('hex')}`,
		firstName: 'Test',
		lastName: 'Owner',
	};
	await new N8nRest(n8n.url).createOwner(owner);

	const instance: Instance = { url: n8n.url, owner, node, tarball, folder, filesFolder };
	const code = await runVisibly(
		process.execPath,
		[
			join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
			'--config',
			join(e2e, 'jest.config.js'),
			...process.argv.slice(2),
		],
		{ cwd: root, env: { ...process.env, [INSTANCE_VARIABLE]: JSON.stringify(instance) } },
	);
	if (code === 0) return;
	await mkdir(cache, { recursive: true });
	await copyFile(n8n.logFile, keptLog);
	throw new Error(`End-to-end tests failed. What n8n logged: ${keptLog}`);
}

void runAndLeaveNothingBehind(testEndToEnd);
