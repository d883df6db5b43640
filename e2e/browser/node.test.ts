/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { examples } from '../folders';
import type { Credential } from '../n8n/rest';

import type { Editor } from './editor';
import { operationExamples } from './operations';
import { picture, WITHOUT_INPUT } from './pictures';
import { readVideo, Stage, start, tikTokNode } from './stage';

const sample = join(examples, 'media', 'sample.mp4');

describe('the TikTok node in the editor', () => {
	let stage: Stage;
	let editor: Editor;
	let tikTok: Credential;
	let business: Credential;
	let video: string;
	beforeAll(async () => {
		stage = await Stage.open();
		tikTok = await stage.connectTikTok();
		business = await stage.createBusinessToken();
		video = join(stage.n8n.filesFolder, 'sample.mp4');
		await copyFile(sample, video);
	});
	beforeEach(async () => {
		editor = await stage.editor();
	});
	afterEach(async () => await editor.close());
	afterAll(async () => await stage.close());

	async function executeStep(): Promise<void> {
		await editor.get('node-execute-button').click();
	}

	it('is found by its name, uploads a file, and the post is on the page', async () => {
		const workflow = await stage.workflow('Upload a video', [start, readVideo(video)]);
		await editor.openWorkflow(workflow.id);
		await editor.get('canvas-handle-plus').last().click();
		await editor.get('node-creator-search-bar').fill('tiktok');
		const entry = editor.get('node-creator-item-name').getByText('TikTok', { exact: true });
		await entry.waitFor();
		await picture('node-search', editor.page);
		await entry.click();
		const actions = editor.get('node-creator').getByText('Actions (');
		await actions.waitFor();
		expect(await actions.innerText()).toContain(`(${operationExamples.length})`);
		for (const { action } of operationExamples) {
			await editor.get('node-creator').getByText(action, { exact: true }).scrollIntoViewIfNeeded();
		}

		await editor.get('node-creator').getByText('Upload a video', { exact: true }).click();
		await editor.get('node-parameters').waitFor();
		expect(await editor.optionsOf('resource')).toEqual([
			'Ad Account',
			'Creator Account',
			'Photo',
			'Post',
			'Video',
		]);
		await editor.fill('title', 'Behind the scenes #studio');
		expect(await editor.optionsOf('privacyLevel')).toEqual(['Everyone', 'Friends', 'Only Me']);
		await editor.pick('privacyLevel', 'Everyone');
		await editor.pick('returnWhen', 'With Link');

		await executeStep();
		await editor.get('node-run-status-success').waitFor({ timeout: 60_000 });
		const output = editor.get('output-panel');
		await output.getByText('publish_id').first().waitFor();
		await output.getByTestId('radio-button-json').click();
		await output.getByText('post_url').first().waitFor();
		await editor.scrollTo('Video From');
		await editor.restPointer();
		await picture('node-upload', editor.page, WITHOUT_INPUT);

		const [publish] = stage.emulator.publishes.slice(-1);
		const sent = createHash('sha256')
			.update(await readFile(sample))
			.digest('hex');
		expect(publish.sha256).toBe(sent);
		const profile = await editor.context.newPage();
		await profile.goto(stage.emulator.url);
		const tile = profile.locator(`[data-post-id="${publish.postIds[0]}"]`);
		expect(await tile.innerText()).toContain('Behind the scenes #studio');
		await picture('profile', profile);
		await tile.locator('a').first().click();
		await profile.locator('dl').waitFor();
		await picture('post', profile);

		await editor.closeNode();
		await editor.canvasVisible();
		await editor.restPointer();
		await picture('workflow', editor.page);
	});

	it('looks up ad data with the credential of the ad account', async () => {
		const node = tikTokNode('Get action categories', business, {
			resource: 'adAccount',
			operation: 'getActionCategories',
		});
		const workflow = await stage.workflow('Ad categories', [start, node]);
		await editor.openWorkflow(workflow.id);
		await editor.openNode(node.name);
		expect(await editor.optionsOf('authentication')).toEqual(['Access Token', 'OAuth2']);
		const offered = await editor.chooseCredential(business.name);
		expect(offered).toContain(business.name);
		expect(offered).not.toContain(tikTok.name);
		await editor.pickLocated('advertiserId', 'Harbour Goods US');
		await executeStep();
		await editor.get('node-run-status-success').waitFor();
		await editor.get('output-panel').getByText('Home & Living').first().waitFor();
		await editor.restPointer();
		await picture('ad-account', editor.page);
	});

	it('leaves no credential type behind when the resource is switched', async () => {
		const node = tikTokNode('Switch', tikTok, { resource: 'creator', operation: 'getStats' });
		const workflow = await stage.workflow('Switch resource', [start, node]);
		await editor.openWorkflow(workflow.id);
		await editor.openNode(node.name);
		const run = async () => {
			await executeStep();
			await editor.get('node-run-status-success').waitFor();
			await editor.get('output-panel').getByTestId('run-data-item-count').waitFor();
		};
		const authentication = async () => {
			const saved = await stage.stored(workflow.id);
			return saved.nodes.find(({ name }) => name === node.name)?.parameters;
		};

		await editor.pick('resource', 'Ad Account');
		await editor.pick('authentication', 'Access Token');
		await editor.pick('operation', 'Get Terms');
		await editor.chooseCredential(business.name);
		await editor.locateById('advertiserId', '7000000000000000001');
		await run();
		expect(await authentication()).toMatchObject({
			resource: 'adAccount',
			authentication: 'tikTokBusinessApi',
		});

		await editor.pick('resource', 'Creator Account');
		await editor.field('authentication').waitFor({ state: 'detached' });
		const offered = await editor.chooseCredential(tikTok.name);
		expect(offered).not.toContain(business.name);
		await run();
		expect((await authentication())?.authentication ?? 'tikTokOAuth2Api').toBe('tikTokOAuth2Api');
		expect(await editor.get('output-panel').innerText()).toContain('Demo Creator');
	});

	it('shows in the error panel what happened and what to do', async () => {
		const node = tikTokNode('Upload a video', tikTok, {
			resource: 'video',
			operation: 'upload',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
		});
		stage.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			do: { kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
		});
		const workflow = await stage.workflow('Failing upload', [start, readVideo(video), node]);
		await editor.openWorkflow(workflow.id);
		await editor.openNode(node.name);
		await executeStep();
		const panel = editor.get('output-panel');
		await panel.getByTestId('node-error-message').waitFor();
		expect(await panel.getByTestId('node-error-message').innerText()).not.toMatch(
			/undefined|Forbidden/,
		);
		expect(await panel.getByTestId('node-error-description').innerText()).toContain(
			'spam_risk_too_many_posts',
		);
		await editor.restPointer();
		await picture('error', editor.page, WITHOUT_INPUT);
	});
});
