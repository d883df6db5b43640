/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles } from './built';
import { encodedFiles } from './encoded';

/**
 * `npx tsx test/media/make.ts` makes the committed files anew, where ffmpeg is installed;
 * `npx tsx test/media/make.ts video.mkv` some of them. `--built <folder>` writes those that the
 * tests build in memory, to look at them with other tools.
 */
const [option, folder] = process.argv.slice(2);
if (option === '--built') writeBuilt(folder);
else encodeAll(process.argv.slice(2));

function encodeAll(names: string[]): void {
	for (const { name, ffmpeg } of encodedFiles) {
		if (names.length === 0 || names.includes(name)) encode(name, ffmpeg);
	}
}

function writeBuilt(folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const { name, bytes } of builtFiles) writeFileSync(join(folder, name), bytes());
}

/** Without times and versions, so that the same recipe gives the same bytes. */
function encode(name: string, recipe: string | undefined): void {
	if (!recipe) return;
	const words = recipe.replace(/'/g, '').split(' ').filter(Boolean);
	const exact = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-map_metadata', '-1'];
	const output = join('files', name);
	const options = ['-hide_banner', '-loglevel', 'error', '-y', '-threads', '1'];
	execFileSync('ffmpeg', [...options, ...words, ...exact, output], {
		cwd: __dirname,
		stdio: ['ignore', 'inherit', 'inherit'],
		timeout: 120_000,
	});
	process.stdout.write(`${name} ${statSync(join(__dirname, output)).size}\n`);
}
