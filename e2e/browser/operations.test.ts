import type { Credential } from '../n8n/rest';

import { CUT_OFF, type Editor } from './editor';
import { operationExamples } from './operations';
import { picture } from './pictures';
import { Stage, tikTokNode } from './stage';

const CUT_OFF_SUBTITLES = `[...document.querySelectorAll('[data-test-id=canvas-node] *')]
	.filter((element) => element.children.length === 0 && element.scrollWidth > element.clientWidth + 1)
	.filter((element) => getComputedStyle(element).textOverflow === 'ellipsis')
	.map((element) => element.textContent)`;

describe('every operation in the editor', () => {
	let stage: Stage;
	let editor: Editor;
	let tikTok: Credential;
	beforeAll(async () => {
		stage = await Stage.open();
		tikTok = await stage.connectTikTok();
		const business = await stage.createBusinessToken();
		const credentialFor = (resource: string): Credential =>
			resource === 'adAccount' ? business : tikTok;
		const nodes = operationExamples.map(({ action, resource, parameters }) =>
			tikTokNode(action, credentialFor(resource), parameters),
		);
		const workflow = await stage.workflow('All operations', nodes, { connected: false });
		editor = await stage.editor();
		await editor.openWorkflow(workflow.id);
	});
	afterEach(async () => {
		if (await editor.get('ndv').isVisible()) await editor.closeNode();
	});
	afterAll(async () => {
		await editor.close();
		await stage.close();
	});

	it('has a name and a subtitle that fit on the canvas', async () => {
		const text = await editor.get('canvas-node').allInnerTexts();
		expect(text.filter((one) => /undefined|\[object/.test(one))).toEqual([]);
		expect(await editor.page.evaluate(CUT_OFF_SUBTITLES)).toEqual([]);
		await picture('all-operations', editor.page);
	});

	it.each(operationExamples)('$resource → $operation', async (example) => {
		const { action, resource, operation } = example;
		await editor.openNode(action);
		const panel = editor.get('node-parameters');
		await panel.getByTestId('parameter-input-operation').waitFor();
		// A list that is being filled is disabled.
		await panel.locator('[role=combobox][disabled]').first().waitFor({ state: 'detached' });
		expect(await panel.getByTestId('parameter-input-resource').isVisible()).toBe(true);
		expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
		expect(await editor.page.evaluate(CUT_OFF)).toEqual([]);
		await editor.restPointer();
		await picture(`operation-${resource}-${operation}`, panel);
	});

	it('hides what a draft would drop, and waiting details until waiting is on', async () => {
		const parameters = { resource: 'video', operation: 'upload', privacyLevel: 'SELF_ONLY' };
		const nodes = [tikTokNode('Upload', tikTok, parameters)];
		const workflow = await stage.workflow('Without options', nodes, { connected: false });
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Upload');
		const optionNames = async () => {
			const names = await editor.addableOptions();
			await editor.page.keyboard.press('Escape');
			return names;
		};
		expect(await optionNames()).toEqual([
			'AI-Generated',
			'Branded Content',
			'Check File Before Posting',
			'Check Only',
			'Cover Time (Milliseconds)',
			'Disable Comments',
			'Disable Duets',
			'Disable Stitches',
			'Once Key',
			'Promotes Own Brand',
		]);
		await editor.pick('postMode', 'Draft to Inbox');
		await editor.field('privacyLevel').waitFor({ state: 'detached' });
		expect(await editor.field('title').count()).toBe(0);
		const ofDraft = ['Check File Before Posting', 'Check Only', 'Once Key'];
		expect(await optionNames()).toEqual(ofDraft);
		await editor.pick('returnWhen', 'When Published');
		expect(await optionNames()).toEqual([...ofDraft, 'Maximum Wait (Minutes)'].sort());
	});
});
