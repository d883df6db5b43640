/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventOptions } from '../../nodes/TikTok/webhook/events';
import { outputOf, type Credential } from '../n8n/rest';
import { sampleVideo } from '../rest/setting';
import { waitFor } from '../waitFor';

import { CUT_OFF, type Editor } from './editor';
import { operationExamples } from './operations';
import { picture } from './pictures';
import { desktopApp, readVideo, Stage, start, tikTokNode } from './stage';

/** The texts of the node panel. */
const SOURCES = {
	instance: 'On outcome of a post from this n8n',
	publishIds: 'On outcome of a listed publish ID',
	account: 'On new video or photos on my account',
};
const RUN_LIMIT_MS = 60_000;

describe('the triggers in the editor', () => {
	let stage: Stage;
	let editor: Editor;
	let credential: Credential;
	beforeAll(async () => {
		stage = await Stage.open();
		credential = await stage.connectTikTok();
		// The editor preselects a credential that is alone: with two, choosing is part of the test.
		await stage.connectTikTok('Second Creator');
	});
	beforeEach(async () => {
		editor = await stage.editor();
	});
	afterEach(async () => await editor.close());
	afterAll(async () => await stage.close());

	async function searchTriggers(): Promise<void> {
		await editor.visit('/workflow/new');
		await editor.get('canvas-add-button').click();
		await editor.get('node-creator-search-bar').fill('tiktok');
		await editor.get('node-creator-item-name').getByText('TikTok', { exact: true }).waitFor();
	}

	async function openEntry(name: string): Promise<void> {
		await editor.get('node-creator-item-name').getByText(name, { exact: true }).click();
		await editor.get('node-creator').getByText('Triggers (').waitFor();
	}

	const panelEntry = (text: string) => editor.get('node-creator').getByText(text, { exact: true });

	async function shownJson(): Promise<string> {
		const output = editor.get('output-panel');
		await editor.get('node-run-status-success').waitFor({ timeout: RUN_LIMIT_MS });
		await output.getByTestId('radio-button-json').click();
		await output.getByText('event').first().waitFor();
		return await output.innerText();
	}

	async function post(): Promise<string> {
		const file = join(stage.n8n.filesFolder, 'trigger.mp4');
		await copyFile(sampleVideo, file);
		const upload = tikTokNode('Upload', credential, {
			resource: 'video',
			operation: 'upload',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			title: 'Behind the scenes #studio',
			returnWhen: 'public',
			options: { maxWaitMinutes: 2 },
		});
		const workflow = await stage.workflow('Post', [start, readVideo(file), upload]);
		const id = await stage.rest.runWorkflow(workflow, start.name);
		const execution = await stage.rest.waitForExecution(id, { limitMs: RUN_LIMIT_MS });
		return String(outputOf(execution, upload.name)[0].json.publish_id);
	}

	it('are found by the name, each source and each event as a trigger of its own', async () => {
		await searchTriggers();
		expect(await editor.get('node-creator-item-name').allInnerTexts()).toEqual([
			'TikTok',
			'TikTok Webhook',
		]);
		await picture('trigger-search', editor.page);

		await openEntry('TikTok Webhook');
		for (const { name } of eventOptions) {
			await editor.get('node-creator').getByText(`On ${name}`).waitFor();
		}
		await picture('webhook-trigger-events', editor.get('node-creator'));

		await searchTriggers();
		await openEntry('TikTok');
		for (const text of Object.values(SOURCES)) await panelEntry(text).waitFor();
		await editor.get('node-creator').getByText('Actions (').click();
		for (const { action } of operationExamples) await panelEntry(action).waitFor();
		await editor.restPointer();
		await editor.whole('node-creator', async (panel) => await picture('node-actions', panel));
	});

	it('the polling trigger: added, set up, and the test event is the last post', async () => {
		const publishId = await post();
		await searchTriggers();
		await openEntry('TikTok');
		await panelEntry(SOURCES.instance).click();
		const parameters = editor.get('node-parameters');
		await parameters.waitFor();

		expect(await editor.optionsOf('source')).toEqual([
			'Posts of This Instance',
			'Specific Publish IDs',
			'New Public Posts of the Account',
		]);
		const offered = await editor.chooseCredential(credential.name);
		expect(offered).toContain(credential.name);
		expect(offered).toContain('Second Creator');

		// What a source has no use for is not shown.
		await editor.pick('source', 'New Public Posts');
		await editor.field('events').waitFor({ state: 'detached' });
		await editor.pick('source', 'Specific Publish IDs');
		await parameters.getByRole('button', { name: 'Add Publish ID' }).click();
		await editor.fill('publishIds', publishId);
		expect(await fetchTestEvent()).toContain(publishId);

		await editor.pick('source', 'Posts of This Instance');
		await editor.field('publishIds').waitFor({ state: 'detached' });
		expect(await editor.field('events').innerText()).toMatch(/Published/);
		expect(await fetchTestEvent()).toContain(publishId);
		expect(await editor.page.evaluate(CUT_OFF)).toEqual([]);
		await editor.restPointer();
		await picture('trigger', editor.page);

		await editor.closeNode();
		await editor.canvasVisible();
		expect(await editor.get('canvas-node').innerText()).toContain('posts of this n8n');
	});

	it('the webhook trigger: listens, and shows the event that TikTok has signed', async () => {
		await searchTriggers();
		await openEntry('TikTok Webhook');
		await panelEntry('On post published').click();
		const parameters = editor.get('node-parameters');
		await parameters.waitFor();
		await editor.chooseCredential(credential.name);
		expect(await editor.field('events').innerText()).toContain('Post Published');
		await editor.get('ndv').getByText('Webhook URLs').click();
		const url = editor.get('ndv').getByText(`${stage.n8n.url}/webhook-test/`);
		enterAtTikTok((await url.innerText()).trim());

		await editor.get('node-execute-button').first().click();
		await editor.get('ndv').getByText('Listening for test event').waitFor();
		const publishId = tellOfPost();
		const json = await shownJson();
		expect(json).toContain(publishId);
		expect(json).toContain('"published"');
		expect(json).toContain('post.publish.complete');
		expect(await editor.page.evaluate(CUT_OFF)).toEqual([]);
		await editor.restPointer();
		await picture('webhook-trigger', editor.page);

		await editor.closeNode();
		await editor.canvasVisible();
		expect(await editor.get('canvas-node').innerText()).toContain('1 event');
	});

	/** The same event twice looks the same: TikTok being asked shows that it was fetched. */
	async function fetchTestEvent(): Promise<string> {
		const asked = () =>
			stage.emulator.requests.filter(({ path }) => path.endsWith('/status/fetch/')).length;
		const before = asked();
		await editor.get('node-execute-button').first().click();
		await waitFor('test event', () => (asked() > before ? true : undefined));
		return await shownJson();
	}

	function enterAtTikTok(url: string): void {
		const app = stage.emulator.apps.find(({ clientKey }) => clientKey === desktopApp.clientId);
		if (!app) throw new Error('The emulator has no such app');
		app.webhookUrl = url;
	}

	function tellOfPost(): string {
		const publishId = 'v_pub_file~v2-1.7600000000000000042';
		stage.emulator.webhooks.emit({
			clientKey: desktopApp.clientId,
			openId: 'somebody',
			event: 'post.publish.complete',
			at: stage.emulator.clock.now(),
			content: { publish_id: JSON.stringify(publishId), publish_type: '"DIRECT_POST"' },
		});
		return publishId;
	}
});
