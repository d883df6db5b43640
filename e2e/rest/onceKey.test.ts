/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { outputOf, type Execution, type SavedWorkflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { requireSuccess, writeVideo } from './setting';
import { chain, readFiles, tikTok, webhook } from './workflows';

/** The Once Key in an n8n of its own, which is killed in the middle of an upload. */

const LIMIT_MS = 240_000;

let setting: OwnSetting;
beforeAll(async () => {
	setting = await createOwnSetting({});
});
afterAll(async () => {
	await setting.close();
});

const complete = () => setting.emulator.publishes.filter((publish) => publish.complete);

/** @returns the ID of the execution that the call has started */
async function start(workflow: SavedWorkflow, path: string): Promise<string> {
	const before = await setting.rest.executionsOf(workflow.id);
	await waitFor('webhook', async () =>
		(await fetch(`${setting.instance.url}/webhook/${path}`, { method: 'POST' })).ok
			? true
			: undefined,
	);
	return await waitFor('execution', async () =>
		(await setting.rest.executionsOf(workflow.id)).find((id) => !before.includes(id)),
	);
}

async function toSuccess(id: string): Promise<Execution> {
	return requireSuccess(await setting.rest.waitForExecution(id, { limitMs: LIMIT_MS }));
}

it(
	'n8n is killed between init and last chunk, and the same workflow runs again: one post per key',
	async () => {
		const folder = join(setting.filesFolder, 'rows');
		await mkdir(folder);
		const videos = [
			await writeVideo(join(folder, 'small.mp4')),
			await writeVideo(join(folder, 'large.mp4'), 120_000_000),
		];
		const upload = {
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel: 'SELF_ONLY',
			binaryPropertyName: 'data',
			options: { onceKey: '={{ $json.fileName }}' },
		};
		const path = randomUUID();
		const workflow = await setting.publish(
			chain('Once', [
				webhook(path),
				readFiles(join(folder, '*.mp4')),
				tikTok(upload, await setting.connect()),
			]),
		);
		// The small video is done with its only chunk; the large one never gets its last one through.
		setting.emulator.faults.script({
			match: { method: 'PUT', path: '/', lastChunk: true },
			nth: 2,
			do: { kind: 'hang' },
		});
		const killed = await start(workflow, path);
		await waitFor('one post, and another on its way', async () =>
			complete().length === 1 &&
			setting.emulator.publishes.some((one) => !one.complete && one.bytesReceived > 0)
				? true
				: undefined,
		);
		await setting.killAndRestart();
		setting.emulator.faults.clear();

		const again = await start(workflow, path);
		expect(again).not.toBe(killed);
		const items = outputOf(await toSuccess(again), 'TikTok').map(({ json }) => json);
		expect(items.filter(({ already_posted }) => already_posted)).toEqual([
			expect.objectContaining({ outcome: expect.stringMatching(/in_progress|published/) }),
		]);
		expect(
			complete()
				.map(({ sha256 }) => sha256)
				.sort(),
		).toEqual(videos.map(({ sha256 }) => sha256).sort());

		const third = outputOf(await toSuccess(await start(workflow, path)), 'TikTok');
		expect(third.map(({ json }) => json.already_posted)).toEqual([true, true]);
		expect(complete()).toHaveLength(2);
		// What made n8n save is no execution that anybody sees.
		expect(await setting.rest.executionsOf(workflow.id)).toHaveLength(3);
	},
	LIMIT_MS,
);
