/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../n8n/ports';
import { startN8n, type RunningN8n } from '../n8n/server';
import { installPackage } from '../package';
import { PUBLIC_ADDRESS } from '../rest/setting';

export interface Cluster {
	main: RunningN8n;
	workers: RunningN8n[];
	/** Shared by all three, as a mounted volume would be. */
	filesFolder: string;
}

/** One main and two workers, each an installation of its own, as on three machines. */
export async function startCluster(options: {
	node: string;
	tarball: string;
	folder: string;
	databases: Record<string, string>;
}): Promise<Cluster> {
	const { node, tarball, folder, databases } = options;
	const filesFolder = join(folder, 'files');
	await mkdir(filesFolder);
	const shared = {
		...databases,
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	};
	const start = async (name: string, command: 'start' | 'worker', env = {}) => {
		const userFolder = join(folder, name);
		await installPackage(tarball, userFolder);
		return await startN8n({
			node,
			userFolder,
			filesFolder,
			port: await freePort(),
			command,
			env: { ...shared, ...env, QUEUE_HEALTH_CHECK_PORT: String(await freePort()) },
		});
	};
	// Main first: it sets up the database.
	const main = await start('main', 'start');
	// Addresses of files that TikTok is to download are made by workers, from their own settings.
	const atWorkers = { WEBHOOK_URL: PUBLIC_ADDRESS };
	const workers = [
		await start('worker-1', 'worker', atWorkers),
		await start('worker-2', 'worker', atWorkers),
	];
	return { main, workers, filesFolder };
}
