/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { run, runVisibly } from './command';
import { cache, root } from './folders';
import { INSTANCE_VARIABLE, type Instance } from './instance';
import type { Owner } from './n8n/rest';
import type { RunningN8n } from './n8n/server';

export function newOwner(): Owner {
	return {
		email: 'owner@example.com',
		password: `Test1-${randomBytes(6).toString('hex')}`,
		firstName: 'Test',
		lastName: 'Owner',
	};
}

const JEST = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/** The files that `runJest` would run. */
export async function selectedTests(
	config: string,
	args = process.argv.slice(2),
): Promise<string[]> {
	const listed = await run(process.execPath, [JEST, '--config', config, '--listTests', ...args], {
		cwd: root,
	});
	return listed.trim().split('\n');
}

/**
 * Runs the test files against a running n8n. When tests fail, what n8n logged is kept under the given
 * names.
 */
export async function runJest(
	config: string,
	instance: Instance,
	options: {
		logs: Record<string, RunningN8n>;
		env?: Record<string, string>;
		/** Which files; by default what follows `--` on the command line. */
		args?: string[];
	},
): Promise<void> {
	const { logs, env = {}, args = process.argv.slice(2) } = options;
	const code = await runVisibly(process.execPath, [JEST, '--config', config, ...args], {
		cwd: root,
		env: { ...process.env, ...env, [INSTANCE_VARIABLE]: JSON.stringify(instance) },
	});
	if (code === 0) return;
	await mkdir(cache, { recursive: true });
	const kept: string[] = [];
	for (const [name, n8n] of Object.entries(logs)) {
		kept.push(join(cache, name));
		await copyFile(n8n.logFile, join(cache, name));
	}
	throw new Error(`End-to-end tests failed. What n8n logged: ${kept.join(', ')}`);
}
