/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { connectAccounts, CREATOR, SECOND_CREATOR } from '../demo/credentials';
import { importExamples, provideFiles } from '../demo/examples';
import { startSurroundings, type Surroundings } from '../demo/surroundings';
import { examples } from '../folders';
import { outputOf, type Execution, type SavedWorkflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { sendForm } from './sendForm';
import { createSetting, requireSuccess, sampleVideo, type Setting } from './setting';

/** Every example in the demo's n8n, with nothing done to it: what one click comes to. */

const LIMIT_MS = 170_000;
const LISTENING_MS = 15_000;
const FORM_PATH = 'tiktok-upload';
const POST_SENTENCE = 'Post https://media.example.com/sample.mp4 with the caption Hello';
const LINK = /\/(video|photo)\/\d{19}$/;

let setting: Setting;
let surroundings: Surroundings;
let workflows: Map<string, SavedWorkflow>;
beforeAll(async () => {
	setting = await createSetting({ seed: 'demo' });
	const { rest, emulator, filesFolder, instance } = setting;
	surroundings = await startSurroundings(emulator);
	await provideFiles(filesFolder);
	const credentials = await connectAccounts(rest, emulator, surroundings);
	workflows = await importExamples(rest, { credentials, filesFolder, surroundings });
	surroundings.callback.passTo(instance.url, [...workflows.values()]);
});
afterAll(async () => {
	await setting.close();
	await surroundings.close();
});
beforeEach(() => surroundings.notified.splice(0));

function example(file: string): SavedWorkflow {
	const workflow = workflows.get(file);
	if (!workflow) throw new Error(`There is no example ${file}`);
	return workflow;
}

const finish = async (id: string) =>
	requireSuccess(await setting.rest.waitForExecution(id, { limitMs: LIMIT_MS }));

/** The editor's Execute button, on a workflow that runs at once. */
async function click(file: string, trigger = 'Start'): Promise<Execution> {
	return await finish(await setting.rest.runWorkflow(example(file), trigger));
}

/** The same, on a trigger that waits for a call; returns the run that the call started. */
async function clickAndWait(
	file: string,
	trigger: string,
	call: () => Promise<unknown> = async () => undefined,
): Promise<Execution> {
	const workflow = example(file);
	await setting.rest.listenForTest(workflow, trigger);
	await call();
	const id = await waitFor(
		`call of "${workflow.name}"`,
		async () => (await setting.rest.executionsOf(workflow.id)).at(0),
		LISTENING_MS,
	);
	return await finish(id);
}

async function say(file: string, text: string): Promise<string> {
	const execution = await finish(await setting.rest.chat(example(file), 'Chat', text));
	return String(outputOf(execution, 'AI Agent')[0].json.output);
}

const texts = (execution: Execution, node: string, output = 0) =>
	outputOf(execution, node, output).map(({ json }) => json);

const published = (count = 1) =>
	Array.from({ length: count }, () => expect.objectContaining({ outcome: 'published' }) as unknown);

/** By file, in an order in which what a trigger is told of has happened before. */
const ends: Record<string, () => Promise<void>> = {
	'upload-video.json': async () => {
		const [item] = texts(await click('upload-video.json'), 'Upload to TikTok');
		expect(item).toMatchObject({ post_url: expect.stringMatching(LINK) as string });
	},
	'upload-from-address.json': async () => {
		expect(texts(await click('upload-from-address.json'), 'Posted')).toEqual(published());
	},
	'batch-from-folder.json': async () => {
		expect(texts(await click('batch-from-folder.json'), 'Posted')).toEqual(published(2));
	},
	'check-batch-then-post.json': async () => {
		expect(texts(await click('check-batch-then-post.json'), 'Post')).toEqual(published(2));
	},
	'photo-carousel.json': async () => {
		expect(texts(await click('photo-carousel.json'), 'Post Photos')).toEqual(published());
		expect(setting.emulator.publishes.at(-1)?.media).toHaveLength(2);
	},
	'publish-from-url.json': async () => {
		await click('publish-from-url.json', 'Every Day');
		expect(surroundings.notified).toEqual([
			{
				outcome: 'published',
				link: expect.stringMatching(LINK) as string,
				publish_id: expect.any(String) as string,
			},
		]);
	},
	'once-in-queue-mode.json': async () => {
		const execution = await click('once-in-queue-mode.json', 'Every Hour');
		expect(texts(execution, 'Publish to TikTok')).toEqual(published(2));
		expect(surroundings.notified).toEqual([]);
	},
	'scheduled-two-accounts.json': async () => {
		await click('scheduled-two-accounts.json');
		const accounts = setting.emulator.publishes.slice(-2).map(({ account }) => account);
		expect(accounts.sort()).toEqual([CREATOR, SECOND_CREATOR]);
	},
	'durable-wait-loop.json': async () => {
		const [item] = texts(await click('durable-wait-loop.json'), 'Done');
		expect(item).toMatchObject({ post_url: expect.stringMatching(LINK) as string });
	},
	'webhook-told-elsewhere-publish.json': async () => {
		const [item] = texts(await click('webhook-told-elsewhere-publish.json'), 'Upload to TikTok');
		expect(item.publish_id).toMatch(/^v_pub_file/);
	},
	'webhook-told-elsewhere.json': async () => {
		const execution = await clickAndWait('webhook-told-elsewhere.json', 'TikTok Webhook Trigger');
		expect(texts(execution, 'Say What Happened')).toEqual([
			{ text: expect.stringMatching(/^TikTok post v_pub_\S+: /) as string },
		]);
	},
	'webhook-with-polling-safety-net.json': async () => {
		const execution = await click('webhook-with-polling-safety-net.json', 'TikTok Trigger');
		expect(texts(execution, 'Say What Happened')).toHaveLength(1);
	},
	'failed-publish-alert.json': async () => {
		const execution = await click('failed-publish-alert.json', 'On Failed Post');
		expect(texts(execution, 'Write Message')).toEqual([
			{ text: expect.stringMatching(/^TikTok post .+ failed\./) as string },
		]);
	},
	'new-public-post-notify.json': async () => {
		const execution = await click('new-public-post-notify.json', 'On New Public Post');
		expect(texts(execution, 'Write Message')).toEqual([
			{ text: expect.stringMatching(/^New on TikTok: .+\/(video|photo)\/\d{19}$/) as string },
		]);
	},
	'weekly-stats-report.json': async () => {
		await click('weekly-stats-report.json', 'Every Monday');
		const videos = setting.emulator
			.account(CREATOR)
			.videos.filter(({ privacy, kind }) => privacy === 'PUBLIC_TO_EVERYONE' && kind === 'video')
			.slice(0, 20);
		const views = videos.reduce((sum, video) => sum + video.views, 0);
		expect(surroundings.notified).toHaveLength(1);
		expect(surroundings.notified[0].text).toContain('Followers: 12840');
		expect(surroundings.notified[0].text).toContain(`: ${views} views`);
	},
	'error-workflow.json': async () => {
		await click('error-workflow.json', 'Error Trigger');
		expect(surroundings.notified).toEqual([
			expect.objectContaining({ reason: expect.stringMatching(/./) as string }),
		]);
	},
	'action-categories-to-table.json': async () => {
		const execution = await click('action-categories-to-table.json');
		expect(texts(execution, 'Rows').map(({ id }) => id)).toEqual(
			setting.emulator.business.actionCategories.map((category) => category.action_category_id),
		);
		expect(outputOf(execution, 'Table')[0].binary?.data).toMatchObject({
			fileName: 'action-categories.csv',
		});
	},
	'form-upload.json': async () => {
		const n8n = setting.instance.url;
		const video = await readFile(sampleVideo);
		let ending = '';
		const execution = await clickAndWait('form-upload.json', 'Upload Form', async () => {
			const address = `${n8n}/form-test/${FORM_PATH}`;
			ending = await sendForm(n8n, address, { video, whoCanSeeIt: 'Everyone' });
		});
		expect(ending).toContain('Your video is on TikTok');
		expect(texts(execution, 'Upload to TikTok')).toEqual(published());
	},
	'agent-tool.json': async () => {
		expect(await say('agent-tool.json', 'How did my last videos do?')).toMatch(/": \d+ views/);
		const posts = setting.emulator.publishes.length;
		await say('agent-tool.json', POST_SENTENCE);
		expect(setting.emulator.publishes).toHaveLength(posts + 1);
	},
	'agent-asks-before-posting.json': async () => {
		const posts = setting.emulator.publishes.length;
		expect(await say('agent-asks-before-posting.json', POST_SENTENCE)).toContain(
			'Shall I post it?',
		);
		expect(setting.emulator.publishes).toHaveLength(posts);
		await say('agent-asks-before-posting.json', 'Yes');
		expect(setting.emulator.publishes.slice(posts)).toMatchObject([
			{ postInfo: { title: 'Hello' } },
		]);
	},
};

it('has an expected end for every example', () => {
	const files = readdirSync(examples).filter((name) => name.endsWith('.json'));
	expect(Object.keys(ends).sort()).toEqual(files.sort());
});

it.each(Object.entries(ends))('%s', async (_file, happens) => await happens(), LIMIT_MS);
