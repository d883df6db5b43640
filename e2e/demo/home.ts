/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Owner } from '../n8n/rest';
import { keptFolder, privateFolder } from '../privateFolder';

/** What n8n's database names of the run that filled it: a later run must have the same. */
export interface Remembered {
	owner: Owner;
	/** Workflow of the first post. */
	mainWorkflowId: string;
	ports: { emulator: number; surroundings: number; names: number };
}

/** The folder of the demo's n8n. */
export interface Home {
	folder: string;
	/** Of the run that filled the folder; nothing in a new one. */
	remembered?: Remembered;
	/** For the next run, when the folder is kept. */
	remember(facts: Remembered): Promise<void>;
}

export async function openHome(isKept: boolean): Promise<Home> {
	if (!isKept) return { folder: await privateFolder('demo'), remember: async () => {} };
	const folder = await keptFolder('demo');
	const file = join(folder, 'demo.json');
	const text = await readFile(file, 'utf8').catch(() => undefined);
	// What a run has left that did not come far enough to be gone on with.
	if (text === undefined) await rm(join(folder, '.n8n'), { recursive: true, force: true });
	return {
		folder,
		remembered: text === undefined ? undefined : (JSON.parse(text) as Remembered),
		remember: async (facts) => await writeFile(file, JSON.stringify(facts), { mode: 0o600 }),
	};
}
