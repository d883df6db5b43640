/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { watch } from 'node:fs';
import { join } from 'node:path';

import { root } from '../folders';

/** Makes n8n watch its packages: it loads changed files anew and tells open editors. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

const SOURCES = ['nodes', 'credentials'];
/** An editor saves several files one after the other. */
const QUIET_MS = 300;

/**
 * Builds whenever a source of the package was saved; a change in the meantime follows behind.
 *
 * @returns what ends it
 */
export function onEachChange(build: () => Promise<void>): () => void {
	let timer: NodeJS.Timeout | undefined;
	let last = Promise.resolve();
	const changed = () => {
		clearTimeout(timer);
		timer = setTimeout(() => (last = last.then(async () => await attempt(build))), QUIET_MS);
	};
	const watchers = SOURCES.map((folder) => watch(join(root, folder), { recursive: true }, changed));
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}

/** Code that does not compile is no reason to end: the next change may mend it. */
async function attempt(build: () => Promise<void>): Promise<void> {
	try {
		await build();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
	}
}
