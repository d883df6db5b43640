/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { onShutdown } from '../shutdown';

/**
 * Starts a script of this folder as a process of its own, so that its memory and CPU time are not
 * ours, and returns the first line it prints. It ends when its stdin closes: with us, in any case.
 */
export async function startHelper(script: string, args: string[] = []): Promise<string> {
	// With the options of this process, which make TypeScript run.
	const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onShutdown(() => child.stdin.destroy());
	return await new Promise((resolve, reject) => {
		createInterface(child.stdout).once('line', resolve);
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`${script} ended with code ${code}`)));
	});
}
