/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const repository = resolve(__dirname, '../../../..');
export const nodeFolder = join(repository, 'nodes/TikTok');

export function filesBelow(folder: string, end: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith(end))
		.map((path) => join(folder, path))
		.sort();
}

/** Without comments: they may name what the code must not. */
export const source = (path: string) =>
	readFileSync(path, 'utf8')
		.replace(/\/\*[^]*?\*\//g, '')
		.replace(/^\s*\/\/.*$/gm, '');

/** A path as the room it lies in and its name. */
export const named = (path: string) => relative(nodeFolder, path);
