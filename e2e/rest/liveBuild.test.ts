/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { cp, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { onEachChange, RELOADING } from '../demo/liveBuild';
import { root } from '../folders';
import { mirrorFolder } from '../mirrorFolder';
import { N8nRest } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { startOwnInstance, type OwnInstance } from './ownInstance';

/** What `npm run demo -- --keep` does with each saved file. */

const NODE = 'n8n-nodes-tiktok-suite.tikTok';
const RELOAD_MS = 2_000;
const LIMIT_MS = 60_000;

let own: OwnInstance | undefined;
afterAll(async () => await own?.stop());

it('a changed label is shown without another start of n8n', async () => {
	own = await startOwnInstance(RELOADING);
	const { folder, url, owner } = own.instance;
	const rest = new N8nRest(url);
	await rest.signIn(owner);
	const installed = join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-tiktok-suite', 'dist');
	const built = join(folder, 'built');
	await cp(installed, built, { recursive: true });
	const file = join(built, 'nodes', 'TikTok', 'TikTok.node.js');
	const code = await readFile(file, 'utf8');
	const label = "displayName: 'TikTok',";
	expect(code).toContain(label);

	// n8n begins to watch a moment after it has started: what was saved before is not noticed.
	let saved = 0;
	const shown = async () => {
		saved += 1;
		await writeFile(file, code.replace(label, `displayName: 'TikTok, change ${saved}',`));
		await mirrorFolder(built, installed);
		// The descriptions of all nodes are megabytes: asked for all the time, n8n does nothing else.
		await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
		const types = await rest.nodeDescriptions();
		const { displayName } = types.find(({ name }) => name === NODE)!;
		return displayName === `TikTok, change ${saved}` || undefined;
	};
	await waitFor('changed label', shown, LIMIT_MS);
}, 120_000);

it('several saved files are one build, and one that fails does not end it', async () => {
	let builds = 0;
	const stop = onEachChange(async () => {
		builds += 1;
		if (builds === 1) throw new Error('does not compile, as this test wants');
	});
	// As some editors save: the same bytes in a new file of the old name.
	const replaced = async (name: string) => {
		const path = join(root, name);
		await cp(path, `${path}.new`);
		await rename(`${path}.new`, path);
	};
	try {
		const saved = async (...names: string[]) => {
			for (const name of names) await utimes(join(root, name), new Date(), new Date());
		};
		await saved('nodes/TikTok/TikTok.node.ts', 'credentials/TikTokOAuth2Api.credentials.ts');
		await waitFor('first build', () => builds === 1 || undefined);
		await replaced('nodes/TikTok/limits.ts');
		await waitFor('second build', () => builds === 2 || undefined);
		await replaced('nodes/TikTok/limits.ts');
		await waitFor('third build', () => builds === 3 || undefined);
	} finally {
		stop();
	}
});
