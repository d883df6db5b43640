/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { pidOfN8n } from '../bench/memorySampler';
import { sharedInstance, type Instance } from '../instance';
import { freePort } from '../n8n/ports';
import { N8nRest } from '../n8n/rest';
import { startN8n } from '../n8n/server';
import { installPackage, type Install } from '../package';

export interface OwnInstance {
	instance: Instance;
	/** The process of n8n itself. */
	pid(): number;
	stop(): Promise<void>;
	/** As after a power cut: nothing is said to n8n, and it comes back with the same data. */
	killAndRestart(): Promise<void>;
}

/** An n8n of this test file alone, for settings that the shared one must not have. */
export async function startOwnInstance(
	env: Record<string, string> = {},
	install: Install = installPackage,
): Promise<OwnInstance> {
	const shared = sharedInstance();
	const folder = await mkdtemp(join(shared.folder, 'own-'));
	await install(shared.tarball, folder);
	const filesFolder = join(folder, 'files');
	await mkdir(filesFolder);
	const port = await freePort();
	const { node, installation } = shared;
	const start = async () =>
		await startN8n({ node, userFolder: folder, filesFolder, port, env, installation });
	let n8n = await start();
	await new N8nRest(n8n.url).createOwner(shared.owner);
	return {
		instance: { ...shared, folder, filesFolder, url: n8n.url },
		pid: () => pidOfN8n(n8n.processGroup),
		stop: async () => await n8n.stop(),
		async killAndRestart() {
			await n8n.kill();
			n8n = await start();
		},
	};
}
