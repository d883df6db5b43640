/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Browser } from 'playwright-core';

import { createEmulator, type Emulator } from '../../test/emulator';
import { seedIds } from '../../test/emulator/businessApi/seed';
import { allScopes } from '../../test/emulator/oauth/scopes';
import { authorize } from '../consent';
import { N8nRest } from '../n8n/rest';
import type { Credential, SavedWorkflow, WorkflowNode } from '../n8n/rest';

import { Editor, launchBrowser, type Theme } from './editor';
import { sharedN8n, type SharedN8n } from './sharedN8n';

export const NODE_TYPE = 'n8n-nodes-tiktok-suite.tikTok';
/** The emulator's app for n8n on a local address. */
export const desktopApp = { clientId: 'awdesk0000000001', clientSecret: 'desk-secret-1' };

/** What a test file needs: the shared n8n, an own browser and an own emulator. */
export class Stage {
	private constructor(
		readonly n8n: SharedN8n,
		readonly rest: N8nRest,
		readonly emulator: Emulator,
		private readonly browser: Browser,
	) {}

	static async open(): Promise<Stage> {
		const n8n = sharedN8n();
		const rest = new N8nRest(n8n.url);
		await rest.signIn(n8n.owner);
		const browser = await launchBrowser();
		const emulator = await createEmulator({ seed: 'demo' });
		const stage = new Stage(n8n, rest, emulator, browser);
		await stage.deleteCredentials();
		return stage;
	}

	/** The editor preselects a credential when it is the only one of its type. */
	async deleteCredentials(): Promise<void> {
		for (const { id } of await this.rest.call<Credential[]>('GET', '/rest/credentials')) {
			await this.rest.call('DELETE', `/rest/credentials/${id}`);
		}
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.emulator.close();
	}

	async editor(theme?: Theme): Promise<Editor> {
		return await Editor.open(this.browser, this.n8n, theme);
	}

	/** Connects the demo account without the browser, for tests about something else. */
	async connectTikTok(name = 'Demo Creator'): Promise<Credential> {
		const credential = await this.rest.createCredential(name, 'tikTokOAuth2Api', {
			...desktopApp,
			appType: 'desktop',
			environment: 'custom',
			apiUrl: this.emulator.url,
			websiteUrl: this.emulator.url,
			scopeGroups: [...allScopes],
		});
		await this.rest.connectCredential(credential.id, authorize);
		return credential;
	}

	/** With the app's ID and secret, or as somebody has it who was only given a token. */
	async createBusinessToken(name = 'Harbour Goods', { withApp = true } = {}): Promise<Credential> {
		return await this.rest.createCredential(name, 'tikTokBusinessApi', {
			accessToken: seedIds.token,
			...(withApp && { appId: seedIds.appId, appSecret: seedIds.appSecret }),
			environment: 'custom',
			apiUrl: this.emulator.url,
		});
	}

	/** Saves a workflow whose nodes follow one another, or lie in a grid when not connected. */
	async workflow(
		name: string,
		nodes: WorkflowNode[],
		{ connected = true } = {},
	): Promise<SavedWorkflow> {
		const columns = connected ? nodes.length : GRID_COLUMNS;
		const placed = nodes.map((node, index) => ({
			typeVersion: 1,
			...node,
			position: [(index % columns) * COLUMN, Math.floor(index / columns) * ROW],
		}));
		const pairs = connected
			? nodes.slice(0, -1).map((node, index) => [node, nodes[index + 1]])
			: [];
		const connections = Object.fromEntries(
			pairs.map(([from, to]) => [
				from.name,
				{ main: [[{ node: to.name, type: 'main', index: 0 }]] },
			]),
		);
		return await this.rest.importWorkflow({
			name,
			nodes: placed,
			connections,
			settings: { executionOrder: 'v1' },
		});
	}

	/** The workflow as n8n has stored it. */
	async stored(id: string): Promise<SavedWorkflow> {
		return await this.rest.call('GET', `/rest/workflows/${id}`);
	}
}

const GRID_COLUMNS = 4;
const COLUMN = 240;
const ROW = 220;

export const start: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	parameters: {},
};

export const readVideo = (fileSelector: string): WorkflowNode => ({
	name: 'Read Video',
	type: 'n8n-nodes-base.readWriteFile',
	parameters: { operation: 'read', fileSelector, options: {} },
});

export function tikTokNode(
	name: string,
	credential: Credential,
	parameters: Record<string, unknown>,
): WorkflowNode {
	const { id, type } = credential;
	return {
		name,
		type: NODE_TYPE,
		parameters: { authentication: type, ...parameters },
		credentials: { [type]: { id, name: credential.name } },
	};
}
