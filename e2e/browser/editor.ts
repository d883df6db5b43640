/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { chromium, selectors } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import { chromiumPath } from './chromium';
import { picture } from './pictures';
import type { SharedN8n } from './sharedN8n';

export type Theme = 'light' | 'dark';

/** The editor itself asks for these two; they are blocked and nothing misses them. */
const EXPECTED_HOSTS = ['fonts.googleapis.com', 'registry.npmjs.org'];
/** Of a busy machine: usually an action takes parts of a second, the editor a few to load. */
const ACTION_LIMIT_MS = 45_000;
const OPTION_LIMIT_MS = 1_500;
const OPTION_TRIES = 5;
const TALL = 1_400;
const BROWSER_ID = 'browser-tests';

/** Toasts lie over buttons, and a picture must not depend on how far an animation is. */
const STILL = `.el-notification { display: none !important }
	* { animation-duration: 0s !important; transition-duration: 0s !important;
		caret-color: transparent !important }
	/* n8n names no monospaced font that Debian has. */
	[data-test-id=copy-input] span { font-family: 'DejaVu Sans Mono', monospace }`;

/** Runs in the page before any script of its own. A text: it is no code of this process. */
const PREPARE = `
	localStorage.setItem('n8n-browserId', ${JSON.stringify(BROWSER_ID)});
	// Tips for newcomers would lie over what the pictures are to show.
	localStorage.setItem('N8N_PIN_DATA_DISCOVERY_NDV', 'true');
	localStorage.setItem('N8N_PIN_DATA_DISCOVERY_CANVAS', 'true');
	const style = document.createElement('style');
	style.textContent = ${JSON.stringify(STILL)};
	const add = () => document.documentElement.append(style);
	document.documentElement ? add() : document.addEventListener('DOMContentLoaded', add);`;

const CANVAS_VISIBLE = `(() => {
	let element = document.querySelector('[data-test-id=canvas-node]');
	if (!element) return false;
	for (; element; element = element.parentElement) {
		if (getComputedStyle(element).opacity !== '1') return false;
	}
	const icons = [...document.querySelectorAll('[data-test-id=canvas-node] img')];
	return icons.every((icon) => icon.complete && icon.naturalWidth > 0);
})()`;

/** Labels, values of lists and buttons that are wider than their box: what a person sees cut off. */
export const CUT_OFF = `[...document.querySelectorAll('[data-test-id=node-parameters] *')]
	.filter((element) => element.children.length === 0 && element.clientWidth > 0)
	.filter((element) => getComputedStyle(element).overflowX !== 'visible')
	.filter((element) => element.scrollWidth > element.clientWidth + 1)
	.map((element) => element.textContent || element.value)`;

export async function launchBrowser(): Promise<Browser> {
	// n8n's name of the attribute; Playwright's own differs.
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: chromiumPath(),
		args: [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
		],
	});
}

/** A signed-in person in front of n8n's editor. */
export class Editor {
	private static closed = 0;

	private readonly outsideHosts = new Set<string>();

	private constructor(
		private readonly n8n: SharedN8n,
		readonly context: BrowserContext,
		readonly page: Page,
	) {}

	static async open(browser: Browser, n8n: SharedN8n, theme: Theme = 'light'): Promise<Editor> {
		const context = await browser.newContext({
			viewport: { width: 1280, height: 800 },
			deviceScaleFactor: 2,
			colorScheme: theme,
			locale: 'en-US',
			timezoneId: 'UTC',
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(ACTION_LIMIT_MS);
		const { email, password } = n8n.owner;
		const answer = await context.request.post(`${n8n.url}/rest/login`, {
			headers: { 'browser-id': BROWSER_ID },
			data: { emailOrLdapLoginId: email, password },
		});
		if (!answer.ok()) throw new Error(`n8n refused to sign in the owner: ${answer.status()}`);
		await context.addInitScript({ content: PREPARE });

		const editor = new Editor(n8n, context, await context.newPage());
		await context.route(
			(url) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1',
			async (route) => {
				editor.outsideHosts.add(new URL(route.request().url()).hostname);
				await route.abort();
			},
		);
		return editor;
	}

	/** Ends the session. A page that wanted something from outside the machine is a failure. */
	async close(): Promise<void> {
		// After a failed test this is what tells why.
		await picture(`last-seen-${Editor.closed++}`, this.page);
		await this.context.close();
		const unexpected = [...this.outsideHosts].filter((host) => !EXPECTED_HOSTS.includes(host));
		if (unexpected.length > 0) {
			throw new Error(`The editor asked outside hosts: ${unexpected.join(', ')}`);
		}
	}

	async visit(path: string): Promise<void> {
		await this.page.goto(this.n8n.url + path);
	}

	/** Opens a saved workflow and waits until its nodes can be seen: the canvas fades in, icons load. */
	async openWorkflow(id: string): Promise<void> {
		await this.visit(`/workflow/${id}`);
		await this.canvasVisible();
	}

	async canvasVisible(): Promise<void> {
		await this.page.waitForFunction(CANVAS_VISIBLE);
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.get('ndv').waitFor();
		await this.get('node-parameters').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.get('ndv-close-button').click();
		await this.get('ndv').waitFor({ state: 'hidden' });
	}

	get(testId: string): Locator {
		return this.page.getByTestId(testId);
	}

	field(name: string): Locator {
		return this.get(`parameter-input-${name}`).first();
	}

	/** So that the panel begins with the field of this label. */
	async scrollTo(label: string): Promise<void> {
		const field = this.get('node-parameters').getByText(label, { exact: true }).first();
		await field.evaluate((element) => {
			element.style.scrollMarginTop = '14px';
			element.scrollIntoView({ block: 'start' });
		});
	}

	async fill(name: string, text: string): Promise<void> {
		await this.field(name).locator('input, textarea').first().fill(text);
	}

	/** Chooses an entry of a list. */
	async pick(name: string, text: string): Promise<void> {
		await this.openList(name, this.option(text));
		await this.option(text).click();
	}

	/** Opens the list of a resource locator and waits until it has loaded or says why it cannot. */
	async openLocator(name: string): Promise<Locator> {
		await this.get(`resource-locator-${name}`).getByTestId('rlc-input').click();
		const entries = this.get('rlc-item').filter({ visible: true });
		const failure = this.get('rlc-error-container').filter({ visible: true });
		await entries.or(failure).first().waitFor();
		return entries;
	}

	/** Chooses an entry of a resource locator. */
	async pickLocated(name: string, text: string): Promise<void> {
		const entries = await this.openLocator(name);
		await entries.filter({ hasText: text }).first().click();
	}

	/** Why the list of a resource locator cannot be loaded, as a person reads it. */
	async locatorFailure(name: string): Promise<string> {
		await this.openLocator(name);
		return await this.get('rlc-error-container').filter({ visible: true }).innerText();
	}

	/** Switches a resource locator to By ID, enters one, and waits until the node has taken it over. */
	async locateById(name: string, id: string): Promise<void> {
		const locator = this.get(`resource-locator-${name}`);
		await locator.getByTestId('rlc-mode-selector').click();
		await this.option('By ID').click();
		const input = locator.getByTestId('rlc-input');
		await input.and(this.page.locator(':not([readonly])')).waitFor();
		await input.fill(id);
		await input.press('Tab');
		await locator.getByTestId('parameter-issues').waitFor({ state: 'detached' });
	}

	/** Texts of a list, without the entry n8n itself appends to operations. */
	async optionsOf(name: string): Promise<string[]> {
		const options = this.page.getByRole('option').filter({ visible: true });
		await this.openList(name, options.first());
		const texts = (await options.allInnerTexts()).map((text) => text.split('\n')[0].trim());
		await this.page.keyboard.press('Escape');
		return texts.filter((text) => text !== CUSTOM_CALL);
	}

	/** A list that was drawn again while it opened is closed: then it is opened once more. */
	async openList(name: string, option: Locator): Promise<void> {
		for (let tries = 1; tries < OPTION_TRIES; tries++) {
			await this.field(name).click();
			if (await appears(option)) return;
		}
		await this.field(name).click();
		await option.waitFor();
	}

	/** Names of what the Options of the open node still offer; the list stays open. */
	async addableOptions(): Promise<string[]> {
		const options = this.page.getByRole('option').filter({ visible: true });
		await this.get('node-parameters').getByTestId('collection-parameter-add').first().click();
		await options.first().waitFor();
		return (await options.allInnerTexts()).map((text) => text.trim());
	}

	async addOption(name: string): Promise<void> {
		await this.addableOptions();
		await this.option(name).click();
	}

	async toggle(name: string): Promise<void> {
		await this.field(name).locator('.el-switch').click();
	}

	/** Chooses a credential in the open node; returns what the selector offered. */
	async chooseCredential(name: string): Promise<string> {
		const options = this.page.getByRole('option').filter({ visible: true });
		await this.get('node-credentials-select').click();
		await options.first().waitFor();
		const offered = (await options.allInnerTexts()).join('\n');
		await this.option(name).click();
		return offered;
	}

	private option(text: string): Locator {
		return this.page.getByRole('option').filter({ visible: true, hasText: text }).first();
	}

	/** For a picture of something that is longer than the window: makes room for all of it. */
	async whole(
		testId: string,
		look: (element: Locator) => Promise<void>,
		height = TALL,
	): Promise<void> {
		const usual = this.page.viewportSize();
		if (!usual) throw new Error('The page has no size');
		await this.page.setViewportSize({ ...usual, height });
		await look(this.get(testId));
		await this.page.setViewportSize(usual);
	}

	/** Leaves nothing under the pointer: tooltips of a pressed button stay in pictures. */
	async restPointer(): Promise<void> {
		await this.page.mouse.move(0, 0);
	}
}

const CUSTOM_CALL = 'Custom API Call';

async function appears(locator: Locator): Promise<boolean> {
	try {
		await locator.waitFor({ timeout: OPTION_LIMIT_MS });
		return true;
	} catch {
		return false;
	}
}
