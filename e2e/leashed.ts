/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { e2e } from './folders';
import { onShutdown } from './shutdown';

const STOP_LIMIT_MS = 12_000;
const READY_LIMIT_MS = 60_000;

/**
 * Starts a program that ends with this process, whatever ends it. Returns when the program has
 * printed the given text.
 */
export async function startLeashed(
	name: string,
	command: string[],
	{ cwd, readyText }: { cwd: string; readyText: string },
): Promise<void> {
	const child = spawn(process.execPath, [join(e2e, 'n8n', 'leash.mjs'), name, ...command], {
		cwd,
		stdio: ['pipe', 'pipe', 'pipe'],
		detached: true,
	});
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	onShutdown(async () => {
		// The end of its stdin is what the leash waits for.
		child.stdin.destroy();
		const timer = setTimeout(() => {
			if (child.pid) process.kill(-child.pid, 'SIGKILL');
		}, STOP_LIMIT_MS);
		await ended;
		clearTimeout(timer);
	});

	let output = '';
	await new Promise<void>((resolve, reject) => {
		const fail = (what: string) => reject(new Error(`${name} ${what}:\n${output.slice(-2000)}`));
		const timer = setTimeout(() => fail('was not ready in time'), READY_LIMIT_MS);
		const read = (text: string) => {
			output = (output + text).slice(-20_000);
			if (!output.includes(readyText)) return;
			clearTimeout(timer);
			resolve();
		};
		child.stdout.setEncoding('utf8').on('data', read);
		child.stderr.setEncoding('utf8').on('data', read);
		void ended.then(() => fail('ended before it was ready'));
	});
}
