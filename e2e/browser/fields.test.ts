/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Locator } from 'playwright-core';

import { seedIds } from '../../test/emulator/businessApi/seed';
import type { Credential } from '../n8n/rest';

import type { Editor } from './editor';
import { picture } from './pictures';
import { Stage, start, tikTokNode } from './stage';

/** The window in which all fields of an upload have room, its options too. */
const ROOM_FOR_OPTIONS = 1_120;

describe('fields that TikTok fills', () => {
	let stage: Stage;
	let editor: Editor;
	let tikTok: Credential;
	let business: Credential;
	let tokenAlone: Credential;
	beforeAll(async () => {
		stage = await Stage.open();
		tikTok = await stage.connectTikTok();
		business = await stage.createBusinessToken();
		tokenAlone = await stage.createBusinessToken('Token Alone', { withApp: false });
	});
	beforeEach(async () => {
		editor = await stage.editor();
	});
	afterEach(async () => {
		stage.emulator.account('demo.creator').postingBlock = undefined;
		await editor.close();
	});
	afterAll(async () => await stage.close());

	async function open(
		credential: Credential,
		parameters: Record<string, unknown>,
	): Promise<() => Promise<Record<string, unknown>>> {
		const node = tikTokNode('Node', credential, parameters);
		const workflow = await stage.workflow('Fields', [node]);
		await editor.openWorkflow(workflow.id);
		await editor.openNode(node.name);
		return async () => (await stage.stored(workflow.id)).nodes[0].parameters;
	}

	const asked = (path: string) =>
		stage.emulator.requests.filter((request) => request.path.endsWith(path)).length;
	const panel = () => editor.get('node-parameters');

	it('advertiser and store are chosen by name', async () => {
		await open(business, { resource: 'adAccount', operation: 'getOccupiedShopAds' });
		expect(await (await editor.openLocator('advertiserId')).allInnerTexts()).toEqual([
			'Harbour Goods GB',
			'Harbour Goods US',
		]);
		await editor.get('rlc-search').filter({ visible: true }).fill('us');
		await editor.get('rlc-item').filter({ hasText: 'GB' }).first().waitFor({ state: 'hidden' });
		await picture('fields-advertisers', panel());
		await editor.get('rlc-item').filter({ visible: true, hasText: 'US' }).click();
		await editor.pickLocated('storeId', 'Harbour Goods Shop');
		await editor.restPointer();
		await picture('fields-ads', panel());
		expect(asked('/oauth2/advertiser/get/')).toBe(1);
		expect(asked('/gmv_max/store/list/')).toBe(1);
	});

	it('a list that cannot be loaded says why, and the ID can be entered', async () => {
		await open(tokenAlone, { resource: 'adAccount', operation: 'getOccupiedShopAds' });
		const failure = await editor.locatorFailure('advertiserId');
		await picture('fields-no-app', editor.page);
		expect(failure).toContain('The list needs the App ID and App Secret of your Business app.');
		expect(failure).toContain('choose By ID');
		await editor.restPointer();
		await editor.get('node-title-container').click();
		const first = await editor.locatorFailure('storeId');
		await picture('fields-no-advertiser', editor.page);
		expect(first).toContain('Choose the advertiser first.');
		await editor.get('node-title-container').click();
		await editor.locateById('advertiserId', seedIds.usAdvertiserId);
		await editor.pickLocated('storeId', 'Harbour Goods Shop');
		await editor.restPointer();
		await picture('fields-by-id', panel());
	});

	it("a video is chosen by the title among the account's own", async () => {
		await open(tikTok, { resource: 'video', operation: 'get' });
		const entries = await editor.openLocator('videoId');
		expect((await entries.allInnerTexts())[0]).toMatch(/^A music box #1 · 20\d\d-\d\d-\d\d$/);
		await editor.get('rlc-search').filter({ visible: true }).fill('lathe');
		await editor.get('rlc-item').filter({ hasText: 'music' }).first().waitFor({ state: 'hidden' });
		const lathe = editor.get('rlc-item').filter({ visible: true, hasText: 'Tiny lathe #2' });
		await lathe.first().waitFor();
		await picture('fields-videos', panel());
		await lathe.first().click();
		const chosen = editor.get('resource-locator-videoId').getByTestId('rlc-input');
		expect(await chosen.inputValue()).toContain('Tiny lathe #2');
		await editor.restPointer();
		expect(await panel().getByTestId('parameter-issues').count()).toBe(0);
	});

	it('IDs of workflows from before the lists are shown and kept', async () => {
		const stored = await open(business, {
			resource: 'adAccount',
			operation: 'getTerms',
			advertiserId: seedIds.usAdvertiserId,
		});
		await editor.restPointer();
		await picture('fields-plain-id', panel());
		expect(await panel().getByTestId('parameter-issues').count()).toBe(0);
		expect((await stored()).advertiserId).toBe(seedIds.usAdvertiserId);
	});

	// Before the list is loaded well for the first time: what was told is remembered for a while.
	it('a privacy list that cannot be loaded holds all levels and says why', async () => {
		const account = stage.emulator.account('demo.creator');
		account.postingBlock = 'spam_risk_user_banned_from_posting';
		await open(tikTok, {
			resource: 'photo',
			operation: 'post',
			privacyLevel: 'SELF_ONLY',
			photoUrls: ['https://media.example.com/photo.jpg'],
		});
		const levels = ['Everyone', 'Friends', 'Followers', 'Only Me'];
		expect(await editor.optionsOf('privacyLevel')).toEqual(levels);
		await editor.field('privacyLevel').click();
		const entries = editor.page.getByRole('option').filter({ visible: true });
		const told = entries.filter({ hasText: 'TikTok has banned this account from posting.' });
		await told.first().waitFor();
		await picture('fields-privacy-failed', editor.page);
		expect(await told.count()).toBe(levels.length);
		expect(await panel().getByTestId('parameter-issues').count()).toBe(0);
		account.postingBlock = undefined;
	});

	it('a new node has no error at Privacy Level, and the live list after one choice', async () => {
		const workflow = await stage.workflow('A new node', [start]);
		await editor.openWorkflow(workflow.id);
		await editor.get('canvas-handle-plus').last().click();
		await editor.get('node-creator-search-bar').fill('tiktok');
		await editor.get('node-creator-item-name').getByText('TikTok', { exact: true }).click();
		await editor.get('node-creator').getByText('Upload a video', { exact: true }).click();
		await editor.get('node-parameters').waitFor();
		await editor.pick('privacyLevel', 'Only Me');
		const live = editor.page.getByRole('option').filter({ visible: true, hasText: 'Demo Creator' });
		await editor.openList('privacyLevel', live.first());
		await picture('fields-privacy-new', editor.page);
		expect(await editor.page.getByText('Error fetching options').count()).toBe(0);
	});

	it('privacy levels tell what the account may do', async () => {
		await open(tikTok, { resource: 'video', operation: 'upload' });
		await editor.optionsOf('privacyLevel');
		await editor.field('privacyLevel').click();
		const entry = editor.page.getByRole('option').filter({ visible: true, hasText: 'Only Me' });
		await entry.waitFor();
		await picture('fields-privacy', editor.page);
		expect(await entry.innerText()).toMatch(
			/Demo Creator · up to \d+ (min|s|h) · comments, duets, stitches on/,
		);
	});

	it.each([
		[
			'fixed',
			{
				videoUrl: 'https://storage.example.com/clips/launch.mp4',
				options: { checkOnly: true, onceKey: 'row 7' },
			},
		],
		[
			'expressions',
			{
				videoUrl: '={{ $json.video }}',
				title: '={{ $json.caption }}',
				options: { checkOnly: '={{ $json.only_check }}', onceKey: '={{ $json.row_number }}' },
			},
		],
	])('an address, Check Only and Once Key are shown in both modes: %s', async (mode, own) => {
		await open(tikTok, {
			resource: 'video',
			operation: 'upload',
			videoSource: 'url',
			privacyLevel: 'SELF_ONLY',
			...own,
		});
		await panel().locator('[role=combobox][disabled]').first().waitFor({ state: 'detached' });
		expect(await panel().getByTestId('parameter-issues').count()).toBe(0);
		for (const name of ['videoSource', 'videoUrl', 'checkOnly', 'onceKey']) {
			expect(await editor.field(name).count()).toBe(1);
		}
		expect(await editor.field('binaryPropertyName').count()).toBe(0);
		await editor.restPointer();
		const take = async (all: Locator) => await picture(`fields-new-${mode}`, all);
		await editor.whole('node-parameters', take, ROOM_FOR_OPTIONS);
	});

	it('notices appear where TikTok surprises', async () => {
		await open(tikTok, {
			resource: 'video',
			operation: 'upload',
			privacyLevel: 'SELF_ONLY',
			options: { brandContent: true },
		});
		await panel().getByText('cannot be private').waitFor();
		await editor.restPointer();
		await panel().locator('[role=combobox][disabled]').first().waitFor({ state: 'detached' });
		await picture('fields-branded', panel());
		await editor.pick('postMode', 'Draft to Inbox');
		await panel().getByText('five unfinished drafts').waitFor();
		expect(await panel().getByText('cannot be private').count()).toBe(0);
		await editor.restPointer();
		await picture('fields-draft', panel());
		await editor.get('tab-settings').click();
		await editor.page.getByText('Batching is not needed').waitFor();
		await picture('fields-settings', editor.page);
	});
});
