/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { outputOf, type Credential, type SavedWorkflow, type Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { requireSuccess, writeVideo, type Setting } from './setting';
import { itemsOf, pollingTrigger, TRIGGER } from './triggerRuns';
import { chain, node, readFiles, tikTok, webhook } from './workflows';

/** A polling trigger at work, seen from TikTok's side and from n8n's, and posts for it to see. */

/** Longer than from one poll to the next. */
export const POLL_LIMIT_MS = 70_000;
const HALF_AN_HOUR = 30 * 60_000;

export const calls = ({ emulator }: Setting, path: string): number =>
	emulator.requests.filter((request) => request.path === path).length;

export async function oneMore(setting: Setting, path: string, before: number): Promise<void> {
	await waitFor(
		`call of ${path}`,
		() => (calls(setting, path) > before ? true : undefined),
		POLL_LIMIT_MS,
	);
}

/** Polls of a trigger that watches the account: its questions show that time has passed for all. */
export async function pollsPass(setting: Setting, count: number): Promise<void> {
	for (let poll = 0; poll < count; poll++) {
		await oneMore(setting, '/v2/video/list/', calls(setting, '/v2/video/list/'));
	}
}

/** n8n registers a trigger after it has answered; the first thing the trigger does is to ask whose account it has. */
export async function untilWatching<Result>(
	setting: Setting,
	begin: () => Promise<Result>,
): Promise<Result> {
	const before = calls(setting, '/v2/user/info/');
	const result = await begin();
	await oneMore(setting, '/v2/user/info/', before);
	return result;
}

export async function watch(setting: Setting, workflow: Workflow): Promise<SavedWorkflow> {
	return await untilWatching(setting, async () => await setting.publish(workflow));
}

export async function watchOwnPosts(
	setting: Setting,
	credential: Credential,
): Promise<SavedWorkflow> {
	const parameters = { source: 'instance', events: ['published', 'failed'] };
	return await watch(
		setting,
		chain('Told of posts', [
			pollingTrigger(parameters, credential),
			node('Seen', 'n8n-nodes-base.noOp', 1),
		]),
	);
}

/** Gives the trigger another name, as the editor does, and publishes the change. */
export async function renameTrigger(
	{ rest }: Setting,
	workflow: SavedWorkflow,
	name: string,
): Promise<SavedWorkflow> {
	const [trigger, ...others] = workflow.nodes;
	const { [trigger.name]: fromTrigger, ...connections } = workflow.connections;
	const renamed = await rest.call<SavedWorkflow>('PATCH', `/rest/workflows/${workflow.id}`, {
		versionId: workflow.versionId,
		nodes: [{ ...trigger, name }, ...others],
		connections: { ...connections, [name]: fromTrigger },
	});
	await rest.activateWorkflow(renamed);
	return renamed;
}

/** Posts from a published workflow of its own and returns the publish ID. */
export async function post(setting: Setting, credential: Credential): Promise<string> {
	const path = randomUUID();
	const file = join(setting.filesFolder, `${path}.mp4`);
	await writeVideo(file);
	const workflow = await setting.publish(
		chain('Posts', [
			webhook(path),
			readFiles(file),
			tikTok(
				{
					resource: 'video',
					operation: 'upload',
					postMode: 'DIRECT_POST',
					binaryPropertyName: 'data',
					title: 'From another workflow',
					privacyLevel: 'PUBLIC_TO_EVERYONE',
				},
				credential,
			),
		]),
	);
	const execution = requireSuccess(await setting.callWebhook(workflow, path));
	return String(outputOf(execution, 'TikTok')[0].json.publish_id);
}

/** Posts stay in processing while this lasts, and are done afterwards. */
export async function whileProcessing(
	{ emulator: { switches, clock } }: Setting,
	during: () => Promise<void>,
): Promise<void> {
	const usual = switches.processingMs;
	switches.processingMs = HALF_AN_HOUR;
	try {
		await during();
	} finally {
		clock.advance(HALF_AN_HOUR);
		switches.processingMs = usual;
	}
}

export async function firstItem(
	{ rest }: Setting,
	workflow: SavedWorkflow,
	nodeName?: string,
): Promise<Record<string, unknown>> {
	return await waitFor(
		`item of "${workflow.name}"`,
		async () => (await itemsOf(rest, workflow, nodeName)).at(0),
		POLL_LIMIT_MS,
	);
}

/**
 * A new post leaves an execution without items: the trigger has saved it. So many executions are
 * `known` from before.
 */
export async function untilTakenIn(
	{ rest }: Setting,
	workflow: SavedWorkflow,
	known = 0,
): Promise<void> {
	const saved = await waitFor(
		'note of the post',
		async () => (await rest.executionsOf(workflow.id)).reverse().at(known),
		POLL_LIMIT_MS,
	);
	const execution = await rest.waitForExecution(saved, { limitMs: POLL_LIMIT_MS });
	expect(outputOf(execution, TRIGGER)).toEqual([]);
}
