/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { readdirSync, watch } from 'node:fs';
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
	let isStopped = false;
	const next = async () => {
		if (isStopped) return;
		try {
			await build();
		} catch (error) {
			// Code that does not compile is no reason to end: the next change may mend it.
			if (!isStopped) tell(error);
		}
	};
	const changed = () => {
		clearTimeout(timer);
		timer = setTimeout(() => (last = last.then(next)), QUIET_MS);
	};
	const watchers = SOURCES.flatMap(foldersIn).map((folder) => watch(folder, changed));
	// Folders may vanish while they are looked at, as at a checkout.
	for (const watcher of watchers) watcher.on('error', tell);
	return () => {
		isStopped = true;
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}

/**
 * Each folder by itself: an editor may put a new file in the place of the old one, which a watcher of
 * files loses sight of. A new folder is seen at the next start.
 */
function foldersIn(source: string): string[] {
	const folder = join(root, source);
	const below = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => join(entry.parentPath, entry.name));
	return [folder, ...below];
}

function tell(error: unknown): void {
	console.error(error instanceof Error ? error.message : error);
}
