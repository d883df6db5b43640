/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onShutdown } from './shutdown';

/**
 * A folder for an n8n of this run alone; it goes when the run ends. It lies outside the clone: a
 * package installed below the clone would find the clone's own n8n-workflow, and n8n takes errors
 * that come from a second copy for foreign ones and drops what they carry.
 */
export async function privateFolder(name: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), `n8n-nodes-tiktok-suite-${name}-`));
	onShutdown(async () => rm(folder, { recursive: true, force: true }));
	// n8n compares real paths, and a folder above may be a link.
	return await realpath(folder);
}
