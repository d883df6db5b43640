/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes one folder hold the files of another. Only what differs is touched: somebody may watch it. */
export async function mirrorFolder(from: string, to: string): Promise<void> {
	const wanted = await filesIn(from);
	for (const name of wanted) {
		const [bytes, before] = await Promise.all([
			readFile(join(from, name)),
			readFile(join(to, name)).catch(() => undefined),
		]);
		if (before?.equals(bytes)) continue;
		await mkdir(dirname(join(to, name)), { recursive: true });
		await writeFile(join(to, name), bytes);
	}
	const kept = new Set(wanted);
	for (const name of await filesIn(to).catch(() => []))
		if (!kept.has(name)) await rm(join(to, name));
}

/** Paths below the folder. */
async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
