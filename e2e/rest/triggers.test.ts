import type { Credential, SavedWorkflow } from '../n8n/rest';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import {
	firstItem,
	pollsPass,
	post,
	renameTrigger,
	untilTakenIn,
	untilWatching,
	watch,
	watchOwnPosts,
	whileProcessing,
} from './polling';
import { itemsOf, pollingTrigger, triggerExample } from './triggerRuns';
import { chain, node } from './workflows';

/**
 * The polling trigger in an n8n of its own, which is killed in between. The last test waits for two
 * more polls and then counts what all tests before it have fired: waiting once is enough.
 */

let setting: OwnSetting;
/** Watches an account; its questions to TikTok show that polls go on. */
let publicPosts: SavedWorkflow;
let publicCreator: Credential;
beforeAll(async () => {
	setting = await createOwnSetting({});
	publicCreator = await setting.connect();
	publicPosts = await setting.publish(
		await triggerExample('new-public-post-notify.json', publicCreator),
	);
	await pollsPass(setting, 1);
});
afterAll(async () => {
	await setting.close();
});

/** What each workflow must have fired under each name when all is over, and nothing else. */
const expected: Array<{ workflow: SavedWorkflow; publishIds: string[] }> = [];

it('a post of another workflow starts the workflow', async () => {
	const credential = await setting.connect();
	const workflow = await watchOwnPosts(setting, credential);
	const publishId = await post(setting, credential);
	expected.push({ workflow, publishIds: [publishId] });
	const item = await firstItem(setting, workflow);
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
	const workflow = await watchOwnPosts(setting, credential);
	let publishId = '';
	await whileProcessing(setting, async () => {
		publishId = await post(setting, credential);
		await untilTakenIn(setting, workflow);
		await setting.killAndRestart();
	});
	expected.push({ workflow, publishIds: [publishId] });

	expect(await firstItem(setting, workflow)).toMatchObject({
		event: 'published',
		publish_id: publishId,
	});
});

it('after deactivating and activating, posts from before do not fire', async () => {
	const credential = await setting.connect();
	const workflow = await watchOwnPosts(setting, credential);
	await whileProcessing(setting, async () => {
		await post(setting, credential);
		await untilTakenIn(setting, workflow);
		await setting.rest.call('POST', `/rest/workflows/${workflow.id}/deactivate`);
		await untilWatching(setting, async () => await setting.rest.activateWorkflow(workflow));
	});
	const publishId = await post(setting, credential);
	expected.push({ workflow, publishIds: [publishId] });

	expect(await firstItem(setting, workflow)).toMatchObject({ publish_id: publishId });
});

describe('the trigger is renamed', () => {
	it('while a post is pending: it fires once, and what has fired does not again', async () => {
		const credential = await setting.connect();
		const workflow = await watchOwnPosts(setting, credential);
		const fired = await post(setting, credential);
		await firstItem(setting, workflow);
		const { length: known } = await setting.rest.executionsOf(workflow.id);
		let pending = '';
		let renamed = workflow;
		await whileProcessing(setting, async () => {
			pending = await post(setting, credential);
			await untilTakenIn(setting, workflow, known);
			renamed = await untilWatching(
				setting,
				async () => await renameTrigger(setting, workflow, 'My Posts'),
			);
		});
		expected.push({ workflow, publishIds: [fired] }, { workflow: renamed, publishIds: [pending] });

		expect(await firstItem(setting, renamed)).toMatchObject({
			event: 'published',
			publish_id: pending,
		});
	});

	it('with listed publish IDs: those that have fired do not again, the pending one does', async () => {
		const credential = await setting.connect();
		const fired = await post(setting, credential);
		let pending = '';
		let workflow: SavedWorkflow | undefined;
		await whileProcessing(setting, async () => {
			pending = await post(setting, credential);
			const publishIds = [fired, pending];
			const listed = await watch(
				setting,
				chain('Told of listed posts', [
					pollingTrigger({ source: 'publishIds', publishIds, events: ['published'] }, credential),
					node('Seen', 'n8n-nodes-base.noOp', 1),
				]),
			);
			await firstItem(setting, listed);
			workflow = await untilWatching(
				setting,
				async () => await renameTrigger(setting, listed, 'Listed Posts'),
			);
			expected.push({ workflow: listed, publishIds: [fired] });
		});
		if (!workflow) throw new Error('The trigger was not renamed');
		expected.push({ workflow, publishIds: [pending] });

		expect(await firstItem(setting, workflow)).toMatchObject({ publish_id: pending });
	});
});

it('failed-publish-alert: a post that fails becomes a message', async () => {
	const credential = await setting.connect();
	const workflow = await watch(
		setting,
		await triggerExample('failed-publish-alert.json', credential),
	);
	let publishId = '';
	await whileProcessing(setting, async () => {
		publishId = await post(setting, credential);
		setting.emulator.failPublish(publishId, 'frame_rate_check_failed');
	});

	expect(await firstItem(setting, workflow, 'Write Message')).toEqual({
		text: expect.stringMatching(
			new RegExp(
				`^TikTok post ${publishId}, "From another workflow", of .+ failed\\. .*frame rate`,
				'i',
			),
		),
	});
});

it('new-public-post-notify: a new public post becomes a message with its link', async () => {
	const publishId = await post(setting, publicCreator);
	const item = await firstItem(setting, publicPosts, 'Write Message');
	const { postId } = setting.emulator.publishes.find((one) => one.publishId === publishId) ?? {};

	expect(item.text).toMatch(/^New on TikTok: From another workflow https:/);
	expect(item.text).toContain(`/video/${postId}`);
});

it('fires nothing twice, and nothing old', async () => {
	await pollsPass(setting, 2);
	for (const { workflow, publishIds } of expected) {
		const items = await itemsOf(setting.rest, workflow);

		expect(items.map((item) => item.publish_id)).toEqual(publishIds);
	}
	expect(await itemsOf(setting.rest, publicPosts, 'Write Message')).toHaveLength(1);
	for (const { workflow } of expected) {
		const all = expected.filter((other) => other.workflow.id === workflow.id);
		const { length } = all.flatMap(({ publishIds }) => publishIds);

		expect(await itemsOf(setting.rest, workflow, 'Seen')).toHaveLength(length);
	}
});
