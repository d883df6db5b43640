/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { e2e } from '../folders';
import { onShutdown } from '../shutdown';
import { freePort } from './ports';

const READY = { start: 'Editor is now accessible', worker: 'n8n worker is now ready' };
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 12_000;
const LINES_IN_ERRORS = 30;

export interface ServerOptions {
	/** The Node.js binary n8n runs on. */
	node: string;
	/** N8N_USER_FOLDER: n8n keeps its database and packages in `.n8n` below it. */
	userFolder: string;
	/** The only folder whose files workflows may read and write. */
	filesFolder: string;
	port: number;
	env?: Record<string, string>;
	/** `worker` in queue mode; `start` when not given. */
	command?: keyof typeof READY;
	/** The folder n8n was installed in; e2e/ when not given. */
	installation?: string;
}

export interface RunningN8n {
	url: string;
	/** Leader of the process group that holds n8n and its task runners. */
	processGroup: number;
	logFile: string;
	/** The last lines n8n printed, for error messages. */
	logTail(): string;
	/** Resolves with a sentence when n8n ends, wanted or not. */
	ended: Promise<string>;
	stop(): Promise<void>;
	/** Ends it as a power cut would. */
	kill(): Promise<void>;
}

/** A quiet, private n8n: nothing leaves the machine, and none of the user's own n8n settings apply. */
function environment(options: ServerOptions, brokerPort: number): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const name of ['HOME', 'TMPDIR', 'LANG', 'LC_ALL']) {
		const value = process.env[name];
		if (value !== undefined) kept[name] = value;
	}
	return {
		...kept,
		// n8n starts its task runners with whatever "node" comes first here.
		PATH: `${dirname(options.node)}${delimiter}${process.env.PATH ?? ''}`,
		TZ: 'UTC',
		GENERIC_TIMEZONE: 'UTC',
		N8N_DEFAULT_LOCALE: 'en',
		N8N_USER_FOLDER: options.userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(options.port),
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_RESTRICT_FILE_ACCESS_TO: options.filesFolder,
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIDE_USAGE_PAGE: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		// The package under test is one, and n8n announces that "no" will become the default.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES:
			'instance-ai,mcp-registry,mcp,chat-hub,workflow-builder,quick-connect,insights,breaking-changes',
		...options.env,
	};
}

/** Starts n8n on loopback and returns when its editor answers, or the worker takes jobs. */
export async function startN8n(options: ServerOptions): Promise<RunningN8n> {
	await mkdir(options.userFolder, { recursive: true });
	const { command = 'start', installation = e2e } = options;
	const logFile = join(options.userFolder, 'n8n.log');
	// What was logged before a restart counts too.
	const log = createWriteStream(logFile, { flags: 'a' });
	const lines: string[] = [];

	const child = spawn(
		options.node,
		[
			join(e2e, 'n8n', 'leash.mjs'),
			'n8n',
			options.node,
			join(installation, 'node_modules', 'n8n', 'bin', 'n8n'),
			command,
		],
		{
			cwd: options.userFolder,
			env: environment(options, await freePort()),
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: true,
		},
	);
	const processGroup = child.pid;
	if (processGroup === undefined) {
		throw new Error(`n8n could not be started with ${options.node}`);
	}

	const ended = new Promise<string>((resolve) => {
		child.once('close', () => {
			log.end();
			resolve(lines.findLast((line) => line.startsWith('n8n ended')) ?? 'n8n ended');
		});
	});
	const endGroup = () => {
		try {
			process.kill(-processGroup, 'SIGKILL');
		} catch {
			// Already gone.
		}
	};
	const stop = async () => {
		forget();
		// The end of its stdin is what the leash waits for.
		child.stdin.destroy();
		const timer = setTimeout(endGroup, STOP_LIMIT_MS);
		await ended;
		clearTimeout(timer);
	};
	const kill = async () => {
		forget();
		endGroup();
		await ended;
	};
	const forget = onShutdown(stop);

	const logTail = () => lines.slice(-LINES_IN_ERRORS).join('\n');
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Error(`n8n was not ready after ${START_LIMIT_MS / 1000} s:\n${logTail()}`));
		}, START_LIMIT_MS);
		const read = (text: string) => {
			log.write(text);
			lines.push(...text.trimEnd().split('\n'));
			lines.splice(0, lines.length - 500);
			if (text.includes(READY[command])) resolve();
		};
		child.stdout.setEncoding('utf8').on('data', read);
		child.stderr.setEncoding('utf8').on('data', read);
		void ended.then((sentence) => {
			clearTimeout(timer);
			reject(new Error(`${sentence} before it was ready:\n${logTail()}`));
		});
	});

	const url = `http://127.0.0.1:${options.port}`;
	return { url, processGroup, logFile, logTail, ended, stop, kill };
}
