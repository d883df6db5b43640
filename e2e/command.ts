/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';

import { onShutdown } from './shutdown';

const LINES_SHOWN_ON_FAILURE = 25;

export interface CommandOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** Called with each line of output, for progress. */
	onLine?: (line: string) => void;
}

/** Runs a command quietly; only when it fails, its last lines are in the error. */
export async function run(
	command: string,
	args: string[],
	options: CommandOptions,
): Promise<string> {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		stdio: ['ignore', 'pipe', 'pipe'],
		// Its own process group, so that a compiler's children end with it.
		detached: true,
	});
	const forget = onShutdown(() => {
		if (child.pid) process.kill(-child.pid, 'SIGKILL');
	});

	let stdout = '';
	let everything = '';
	const listen = (text: string) => {
		everything += text;
		const line = text.trim().split('\n').pop();
		if (line) options.onLine?.(line.slice(0, 90));
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		listen(text);
	});
	child.stderr.setEncoding('utf8').on('data', listen);

	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		if (code !== 0) {
			const tail = everything.trim().split('\n').slice(-LINES_SHOWN_ON_FAILURE).join('\n');
			throw new Error(`"${command} ${args.join(' ')}" failed (code ${code}):\n${tail}`);
		}
		return stdout;
	} finally {
		forget();
	}
}

/** Runs a command whose output is the point: it goes to the terminal as it comes. */
export async function runVisibly(
	command: string,
	args: string[],
	options: Omit<CommandOptions, 'onLine'>,
): Promise<number> {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		stdio: ['ignore', 'inherit', 'inherit'],
		detached: true,
	});
	const forget = onShutdown(() => {
		if (child.pid) process.kill(-child.pid, 'SIGKILL');
	});
	try {
		return await new Promise<number>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code) => resolve(code ?? 1));
		});
	} finally {
		forget();
	}
}
