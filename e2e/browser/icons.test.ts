import type { Editor, Theme } from './editor';
import { picture } from './pictures';
import { Stage, start, tikTokNode } from './stage';

const FILES: Record<Theme, string> = { light: 'tiktok.svg', dark: 'tiktok.dark.svg' };

describe.each<Theme>(['light', 'dark'])('icons in the %s theme', (theme) => {
	let stage: Stage;
	let editor: Editor;
	beforeAll(async () => {
		stage = await Stage.open();
		editor = await stage.editor(theme);
	});
	afterAll(async () => {
		await editor.close();
		await stage.close();
	});

	it('are the right ones on the canvas, in the panels and in the credential dialog', async () => {
		const credential = await stage.connectTikTok();
		const node = tikTokNode('Get profile and statistics', credential, {
			resource: 'creator',
			operation: 'getStats',
		});
		const workflow = await stage.workflow('Icons', [start, node]);
		await editor.openWorkflow(workflow.id);
		const canvasIcon = editor.node(node.name).locator('img');
		await canvasIcon.waitFor();
		expect(await canvasIcon.getAttribute('src')).toMatch(new RegExp(`/${FILES[theme]}$`));
		await picture(`canvas-${theme}`, editor.page);

		await editor.openNode(node.name);
		const title = editor.get('ndv').locator('img').first();
		expect(await title.getAttribute('src')).toMatch(new RegExp(`/${FILES[theme]}$`));
		await editor.get('credential-edit-button').click();
		const dialog = editor.get('editCredential-modal');
		const dialogIcon = dialog.locator('img').first();
		await dialogIcon.waitFor();
		expect(await dialogIcon.getAttribute('src')).toMatch(new RegExp(`/${FILES[theme]}$`));
		await editor.restPointer();
		await picture(`credential-${theme}`, editor.page);

		const page = await editor.context.newPage();
		await page.goto(stage.emulator.url);
		await picture(`emulator-${theme}`, page);
	});
});
