/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFile } from 'node:fs/promises';

import { startMediaServer, type MediaServer } from '../../test/harness/mediaServer';
import { sampleVideo } from '../rest/setting';

import type { Editor } from './editor';
import { picture } from './pictures';
import { Stage } from './stage';

/**
 * The way of somebody who has just installed the node, in one go: from an empty canvas to a post with
 * its link, and to a refusal that says what to do. That each example runs at one click is tested in
 * `e2e/rest/demo.test.ts`.
 */
const POST_LIMIT_MS = 90_000;
const HOUR_LIMIT_MS = 170_000;
const VIDEO = '/first.mp4';

let stage: Stage;
let media: MediaServer;
let editor: Editor;
beforeAll(async () => {
	stage = await Stage.open();
	media = await startMediaServer({ [VIDEO]: await readFile(sampleVideo) });
	stage.emulator.switches.pullMapping = { 'media.example.com': media.url };
	await stage.connectTikTok();
});
beforeEach(async () => {
	editor = await stage.editor();
});
afterEach(async () => await editor.close());
afterAll(async () => {
	await stage.close();
	await media.close();
});

it(
	'comes from an empty canvas to a post with its link, and understands a refusal',
	async () => {
		const panel = editor.get('node-creator');
		await editor.visit('/workflow/new');
		await editor.get('canvas-add-button').click();
		await editor.get('node-creator-item-name').getByText('Trigger manually').click();
		await editor.get('canvas-handle-plus').last().click();
		await editor.get('node-creator-search-bar').fill('tiktok');
		await editor.get('node-creator-item-name').getByText('TikTok', { exact: true }).click();
		await panel.getByText('Publish a video from a URL', { exact: true }).click();
		await editor.get('node-parameters').waitFor();

		// The only credential is chosen already; one choice and one look show the account's own levels.
		await editor.pick('privacyLevel', 'Only Me');
		const live = editor.page.getByRole('option').filter({ visible: true, hasText: 'Demo Creator' });
		await editor.openList('privacyLevel', live.first());
		expect(await editor.page.getByText('Error fetching options').count()).toBe(0);
		await editor.page
			.getByRole('option', { name: /^Everyone/ })
			.first()
			.click();

		await editor.fill('videoUrl', `https://media.example.com${VIDEO}`);
		await editor.fill('title', 'My first post');
		await editor.pick('returnWhen', 'With Link');
		await editor.get('node-execute-button').click();
		await editor.get('node-run-status-success').waitFor({ timeout: POST_LIMIT_MS });
		const output = editor.get('output-panel');
		await output.getByTestId('radio-button-json').click();
		const [post] = stage.emulator.publishes;
		await output.getByText(`/video/${post.postIds[0]}`).first().waitFor();
		expect(post.postInfo.title).toBe('My first post');

		const message = output.getByTestId('node-error-message');
		const described = output.getByTestId('node-error-description');
		const account = stage.emulator.account('demo.creator');
		account.isPrivate = true;
		await editor.get('node-execute-button').click();
		await message.waitFor();
		expect(await message.innerText()).toContain('does not offer the privacy level Everyone');
		expect(await described.innerText()).toContain('"Refresh List" in the menu of the field');
		await picture('refusal-privacy', editor.page);
		account.isPrivate = false;

		await editor.fill('videoUrl', 'https://elsewhere.example.net/first.mp4');
		stage.emulator.faults.script({
			match: { path: '/v2/post/publish/video/init/' },
			do: { kind: 'envelope', status: 403, code: 'url_ownership_unverified' },
		});
		await editor.get('node-execute-button').click();
		await message.filter({ hasText: 'own the address' }).waitFor();
		const description = await described.innerText();
		expect(description).toMatch(/URL properties/);
		expect(description).toContain('url_ownership_unverified');
		expect(stage.emulator.publishes).toHaveLength(1);
	},
	HOUR_LIMIT_MS,
);
