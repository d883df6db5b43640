/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Page } from 'playwright-core';

import { scopesOfNewApps } from '../../test/emulator/oauth/scopes';
import type { Editor } from './editor';
import { picture } from './pictures';
import { desktopApp, Stage } from './stage';

const BANNER = {
	connect: 'oauth-not-connected-banner',
	connected: 'oauth-connect-success-banner',
};

describe('the credential dialog of TikTok', () => {
	let stage: Stage;
	let editor: Editor;
	beforeAll(async () => {
		stage = await Stage.open();
	});
	beforeEach(async () => {
		await stage.deleteCredentials();
		stage.emulator.reset();
		editor = await stage.editor();
	});
	afterEach(async () => await editor.close());
	afterAll(async () => await stage.close());

	async function newCredential(type: string): Promise<void> {
		await editor.visit('/home/credentials/create');
		const search = editor.get('new-credential-type-select');
		await search.locator('input').fill('tiktok');
		await editor.page
			.getByTestId('new-credential-type-select-option')
			.filter({ hasText: new RegExp(`^\\s*${type}\\s*$`) })
			.click();
		await editor.get('new-credential-type-button').click();
		await editor.get('credential-edit-dialog').waitFor();
	}

	async function fillIn(): Promise<void> {
		await editor.fill('clientId', desktopApp.clientId);
		await editor.fill('clientSecret', desktopApp.clientSecret);
		await editor.pick('appType', 'Desktop');
		await editor.pick('environment', 'Custom');
		await editor.fill('apiUrl', stage.emulator.url);
		await editor.fill('websiteUrl', stage.emulator.url);
	}

	async function pressConnect(): Promise<Page> {
		const button = editor.get(BANNER.connect).getByRole('button', { name: 'Connect' });
		const [popup] = await Promise.all([editor.page.waitForEvent('popup'), button.click()]);
		await popup.locator('#ok').waitFor();
		return popup;
	}

	const askedFor = async (popup: Page) =>
		await popup
			.locator('[data-scope]')
			.evaluateAll((boxes) => boxes.map((box) => box.getAttribute('data-scope')));

	const storedToken = async () => {
		const [credential] = await stage.rest.call<Array<{ id: string }>>('GET', '/rest/credentials');
		return (await stage.rest.credentialData(credential.id)).oauthTokenData;
	};

	it('tells what to register, connects, and says so', async () => {
		await newCredential('TikTok OAuth2 API');
		const dialog = editor.get('credential-edit-dialog');
		expect(await editor.get('copy-input').innerText()).toContain(
			`${stage.n8n.url}/rest/oauth2-credential/callback`,
		);
		const text = await dialog.innerText();
		expect(text).toContain('TikTok calls this value Client Key');
		expect(text).toContain('Login Kit → Web');
		await editor.restPointer();
		await picture('credential-new', editor.page);

		await fillIn();
		expect(await dialog.innerText()).toContain('Login Kit → Desktop');
		expect(await dialog.innerText()).not.toContain('Login Kit → Web');
		await editor.field('appType').scrollIntoViewIfNeeded();
		await picture('credential-filled', editor.page);

		const popup = await pressConnect();
		await popup.setViewportSize({ width: 640, height: 760 });
		await picture('consent', popup);
		await Promise.all([popup.waitForEvent('close'), popup.locator('#ok').click()]);
		await editor.get(BANNER.connected).waitFor();
		expect(await editor.get(BANNER.connected).innerText()).toContain('Account connected');
		await editor.restPointer();
		await picture('credential-connected', editor.page);
		expect(await storedToken()).toBeTruthy();
	});

	it('connects an app that has what new apps have', async () => {
		await newCredential('TikTok OAuth2 API');
		await fillIn();
		const [app] = stage.emulator.apps.filter(({ clientKey }) => clientKey === desktopApp.clientId);
		app.scopes = scopesOfNewApps;
		const popup = await pressConnect();
		expect(await askedFor(popup)).toEqual(scopesOfNewApps);
		await Promise.all([popup.waitForEvent('close'), popup.locator('#ok').click()]);
		await editor.get(BANNER.connected).waitFor();
	});

	it('connects with fewer permissions than asked for, and keeps what was granted', async () => {
		await newCredential('TikTok OAuth2 API');
		await fillIn();
		const popup = await pressConnect();
		await popup.locator('[data-scope="video.publish"]').uncheck();
		await Promise.all([popup.waitForEvent('close'), popup.locator('#ok').click()]);
		await editor.get(BANNER.connected).waitFor();
		expect(await storedToken()).toBeTruthy();
		const granted = new Set(stage.emulator.requests.map(({ path }) => path));
		expect(granted).toContain('/v2/oauth/token/');
	});

	it('offers to connect again after the account refused', async () => {
		await newCredential('TikTok OAuth2 API');
		await fillIn();
		const popup = await pressConnect();
		await popup.locator('#cancel').click();
		await popup.getByText('Failed to connect').waitFor();
		await popup.close();
		await editor.get(BANNER.connect).waitFor();
		expect(await editor.get(BANNER.connected).isVisible()).toBe(false);
		expect(await storedToken()).toBeFalsy();
	});

	it('connects ad accounts through the Business consent page', async () => {
		await newCredential('TikTok Business OAuth2 API');
		await editor.fill('clientId', '7300000000000000001');
		await editor.fill('clientSecret', 'business-secret-1');
		await editor.pick('environment', 'Custom');
		await editor.fill('apiUrl', stage.emulator.url);
		const popup = await pressConnect();
		await picture('business-consent', popup);
		await Promise.all([popup.waitForEvent('close'), popup.locator('#ok').click()]);
		await editor.get(BANNER.connected).waitFor();
		expect(await storedToken()).toBeTruthy();
	});

	it('tests a pasted Business token when it is saved', async () => {
		await newCredential('TikTok Business API');
		await editor.fill('accessToken', 'business-token-1');
		await editor.pick('environment', 'Custom');
		await editor.fill('apiUrl', stage.emulator.url);
		await editor.get('credential-save-button').click();
		await editor.page.getByText('Connection tested successfully').first().waitFor();
		await picture('business-token', editor.page);
	});
});
