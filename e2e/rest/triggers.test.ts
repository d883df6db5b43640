/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { outputOf, type Credential, type SavedWorkflow, type Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { chooseCredential, readExample } from './exampleFiles';
import { startOwnInstance, type OwnInstance } from './ownInstance';
import { createSetting, requireSuccess, writeVideo, type Setting } from './setting';
import { everyTwentySeconds, itemsOf, pollingTrigger, TRIGGER } from './triggerRuns';
import { chain, node, readFiles, tikTok, webhook } from './workflows';

/**
 * The polling trigger in an n8n of its own, which is killed in between. The last test waits for two
 * more polls and then counts what all tests before it have fired: waiting once is enough.
 */

const POLL_LIMIT_MS = 70_000;
const HALF_AN_HOUR = 30 * 60_000;

let own: OwnInstance;
let setting: Setting;
let file: string;
/** Watches an account; its questions to TikTok show that polls go on. */
let publicPosts: SavedWorkflow;
let publicCreator: Credential;
beforeAll(async () => {
	own = await startOwnInstance();
	setting = await createSetting({}, own.instance);
	file = join(setting.filesFolder, 'post.mp4');
	await writeVideo(file);
	publicCreator = await setting.connect();
	publicPosts = await setting.publish(await example('new-public-post-notify.json', publicCreator));
	await pollsPass(1);
});
afterAll(async () => {
	await setting.close();
	await own.stop();
});

async function example(name: string, credential: Credential): Promise<Workflow> {
	const workflow = await readExample(name);
	chooseCredential(workflow, credential);
	for (const { parameters } of workflow.nodes) {
		if ('pollTimes' in parameters) parameters.pollTimes = everyTwentySeconds;
	}
	return workflow;
}

const calls = (path: string) =>
	setting.emulator.requests.filter((request) => request.path === path).length;

async function oneMore(what: string, path: string, before: number): Promise<void> {
	await waitFor(what, () => (calls(path) > before ? true : undefined), POLL_LIMIT_MS);
}

async function pollsPass(count: number): Promise<void> {
	for (let poll = 0; poll < count; poll++) {
		await oneMore('poll', '/v2/video/list/', calls('/v2/video/list/'));
	}
}

/** n8n registers a trigger after it has answered; the first thing the trigger does is to ask whose account it has. */
async function untilWatching(begin: () => Promise<void>): Promise<void> {
	const before = calls('/v2/user/info/');
	await begin();
	await oneMore('sign of the trigger', '/v2/user/info/', before);
}

async function watch(workflow: Workflow): Promise<SavedWorkflow> {
	let saved: SavedWorkflow | undefined;
	await untilWatching(async () => {
		saved = await setting.publish(workflow);
	});
	return saved as SavedWorkflow;
}

const watchOwnPosts = async (credential: Credential) =>
	await watch(
		chain('Told of posts', [
			pollingTrigger({ source: 'instance', events: ['published', 'failed'] }, credential),
			node('Seen', 'n8n-nodes-base.noOp', 1),
		]),
	);

/** Posts from a published workflow of its own and returns the publish ID. */
async function post(credential: Credential): Promise<string> {
	const path = randomUUID();
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

async function firstItem(workflow: SavedWorkflow, nodeName?: string) {
	return await waitFor(
		`item of "${workflow.name}"`,
		async () => (await itemsOf(setting.rest, workflow, nodeName)).at(0),
		POLL_LIMIT_MS,
	);
}

/** A new post leaves an execution without items: the trigger has saved it. */
async function untilTakenIn(workflow: SavedWorkflow): Promise<void> {
	const saved = await waitFor(
		'note of the post',
		async () => (await setting.rest.executionsOf(workflow.id)).at(0),
		POLL_LIMIT_MS,
	);
	const execution = await setting.rest.waitForExecution(saved, { limitMs: POLL_LIMIT_MS });
	expect(outputOf(execution, TRIGGER)).toEqual([]);
}

/** Posts stay in processing while this lasts, and are done afterwards. */
async function whileProcessing(during: () => Promise<void>): Promise<void> {
	const { switches, clock } = setting.emulator;
	const usual = switches.processingMs;
	switches.processingMs = HALF_AN_HOUR;
	await during();
	clock.advance(HALF_AN_HOUR);
	switches.processingMs = usual;
}

/** What each workflow must have fired when all is over, and nothing else. */
const expected: Array<{ workflow: SavedWorkflow; publishIds: string[] }> = [];

it('a post of another workflow starts the workflow', async () => {
	const credential = await setting.connect();
	const workflow = await watchOwnPosts(credential);
	const publishId = await post(credential);
	expected.push({ workflow, publishIds: [publishId] });
	const item = await firstItem(workflow);
	const { username } = setting.emulator.accounts.at(-1) ?? {};

	expect(item).toMatchObject({
		event: 'published',
		publish_id: publishId,
		status: 'PUBLISH_COMPLETE',
		outcome: 'published',
		is_final: true,
	});
	expect(item).not.toHaveProperty('manual_run');
	// Whether the post is public by then depends on the moment of the poll.
	for (const url of (item.post_urls ?? []) as string[])
		expect(url).toContain(`@${username}/video/`);
});

it('a post that is pending when n8n is killed fires after the restart', async () => {
	const credential = await setting.connect();
	const workflow = await watchOwnPosts(credential);
	let publishId = '';
	await whileProcessing(async () => {
		publishId = await post(credential);
		await untilTakenIn(workflow);
		await own.killAndRestart();
	});
	expected.push({ workflow, publishIds: [publishId] });

	expect(await firstItem(workflow)).toMatchObject({ event: 'published', publish_id: publishId });
});

it('after deactivating and activating, posts from before do not fire', async () => {
	const credential = await setting.connect();
	const workflow = await watchOwnPosts(credential);
	await whileProcessing(async () => {
		await post(credential);
		await untilTakenIn(workflow);
		await setting.rest.call('POST', `/rest/workflows/${workflow.id}/deactivate`);
		await untilWatching(async () => await setting.rest.activateWorkflow(workflow));
	});
	const publishId = await post(credential);
	expected.push({ workflow, publishIds: [publishId] });

	expect(await firstItem(workflow)).toMatchObject({ publish_id: publishId });
});

it('failed-publish-alert: a post that fails becomes a message', async () => {
	const credential = await setting.connect();
	const workflow = await watch(await example('failed-publish-alert.json', credential));
	let publishId = '';
	await whileProcessing(async () => {
		publishId = await post(credential);
		setting.emulator.failPublish(publishId, 'frame_rate_check_failed');
	});

	expect(await firstItem(workflow, 'Write Message')).toEqual({
		text: expect.stringMatching(
			new RegExp(`^TikTok post ${publishId} failed\\. .*frame rate`, 'i'),
		),
	});
});

it('new-public-post-notify: a new public post becomes a message with its link', async () => {
	const publishId = await post(publicCreator);
	const item = await firstItem(publicPosts, 'Write Message');
	const { postId } = setting.emulator.publishes.find((one) => one.publishId === publishId) ?? {};

	expect(item.text).toMatch(/^New on TikTok: From another workflow https:/);
	expect(item.text).toContain(`/video/${postId}`);
});

it('fires nothing twice, and nothing old', async () => {
	await pollsPass(2);
	for (const { workflow, publishIds } of expected) {
		const items = await itemsOf(setting.rest, workflow);

		expect(items.map((item) => item.publish_id)).toEqual(publishIds);
	}
	expect(await itemsOf(setting.rest, publicPosts, 'Write Message')).toHaveLength(1);
	for (const { workflow, publishIds } of expected) {
		expect(await itemsOf(setting.rest, workflow, 'Seen')).toHaveLength(publishIds.length);
	}
});
