/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** A file of the repository, by its path from the top. */
export const pathOf = (file: string) => join(root, file);
export const exists = (file: string) => existsSync(pathOf(file));
export const read = (file: string) => readFileSync(pathOf(file), 'utf8');
export const list = (folder: string) => readdirSync(pathOf(folder)).sort();

/** Everything that people read. */
export const pages = [
	'README.md',
	'CONTRIBUTING.md',
	...list('docs')
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The text between `<!-- name -->` and `<!-- /name -->`. */
export function part(text: string, name: string): string {
	const [, inside] = new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)<!-- /${name} -->`).exec(text) ?? [];
	if (inside === undefined) throw new Error(`There is no part "${name}".`);
	return inside;
}

export function replacePart(text: string, name: string, inside: string): string {
	part(text, name);
	return text.replace(
		new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
		(_, start: string, end: string) => `${start}${inside}${end}`,
	);
}
