/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync, spawnSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeRunFolder, removeLeftFolders } from './runFolders';

const MODULE = JSON.stringify(join(__dirname, 'runFolders.js'));
const TWO_DAYS_MS = 2 * 86_400_000;

let inside: string;
beforeEach(() => {
	inside = mkdtempSync(join(tmpdir(), 'run-folders-'));
});

it('a run that is killed leaves a folder, which the next run removes', () => {
	const script = `require(${MODULE}).makeRunFolder('test', ${JSON.stringify(inside)});
		process.kill(process.pid, 'SIGKILL');`;
	spawnSync(process.execPath, ['--eval', script]);
	expect(readdirSync(inside)).toHaveLength(1);

	removeLeftFolders(inside);
	expect(readdirSync(inside)).toEqual([]);
});

it('leaves the folders of runs that go on, of other machines, and of others', () => {
	const own = makeRunFolder('test', inside);
	const elsewhere = join(inside, 'n8n-nodes-tiktok-suite-elsewhere');
	const another = join(inside, 'something-else');
	for (const folder of [elsewhere, another]) mkdirSync(folder);
	const owner = JSON.stringify({ host: 'another-machine', pid: 1 });
	writeFileSync(join(elsewhere, '.owner.json'), owner);

	removeLeftFolders(inside);
	expect([own, elsewhere, another].map(existsSync)).toEqual([true, true, true]);
});

it('a folder that does not say whose it is goes after a day', () => {
	const fresh = join(inside, 'n8n-nodes-tiktok-suite-fresh');
	const old = join(inside, 'n8n-nodes-tiktok-suite-old');
	for (const folder of [fresh, old]) mkdirSync(folder);
	const then = new Date(Date.now() - TWO_DAYS_MS);
	utimesSync(old, then, then);

	removeLeftFolders(inside);
	expect([fresh, old].map(existsSync)).toEqual([true, false]);
});

it('jest removes them before it begins', () => {
	const script = `require(${MODULE}).makeRunFolder('test', ${JSON.stringify(inside)});
		process.kill(process.pid, 'SIGKILL');`;
	spawnSync(process.execPath, ['--eval', script]);
	const begins = JSON.stringify(join(__dirname, 'jestBegins.js'));
	const env = { ...process.env, TMPDIR: inside };
	execFileSync(process.execPath, ['--eval', `require(${begins})()`], { env });

	// That of the run that has just begun, and no other.
	expect(readdirSync(inside)).toHaveLength(1);
});
