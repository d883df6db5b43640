/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createEmulator, type Emulator, type EmulatorOptions } from '../../test/emulator';
import { allScopes } from '../../test/emulator/oauth/scopes';
import { desktopApp, webApp } from '../../test/emulator/seed';
import { authorize, type Choices } from '../consent';
import { examples } from '../folders';
import { sharedInstance, type Instance } from '../instance';
import { failureOf, N8nRest } from '../n8n/rest';
import type { Credential, Execution, SavedWorkflow, Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { START } from './workflows';

type AppType = 'desktop' | 'web';
const EXECUTION_LIMIT_MS = 150_000;

/** The shared n8n, seen by one test file, with an emulator of its own. */
export interface Setting {
	instance: Instance;
	rest: N8nRest;
	emulator: Emulator;
	/** A folder of this test file below the one that workflows may read. */
	filesFolder: string;
	/**
	 * Connects a TikTok account through the real OAuth flow. Without a name it is a new account, so
	 * that no test uses up another's limits.
	 */
	connect(choices?: Choices & { appType?: AppType }): Promise<Credential>;
	/** Runs a workflow as "Execute workflow" does, to its end, whatever that is. */
	run(workflow: Workflow, trigger?: string, limitMs?: number): Promise<Execution>;
	/** The same; fails with what n8n shows when the execution did. */
	runToSuccess(workflow: Workflow, trigger?: string, limitMs?: number): Promise<Execution>;
	/** Saves and publishes a workflow, so that its trigger listens. */
	publish(workflow: Workflow): Promise<SavedWorkflow>;
	/** Posts to a published workflow's Webhook node and returns the execution it caused. */
	callWebhook(workflow: SavedWorkflow, path: string, body?: unknown): Promise<Execution>;
	/** The first execution of a workflow that something outside starts. */
	firstExecutionOf(workflow: SavedWorkflow): Promise<Execution>;
	close(): Promise<void>;
}

export async function createSetting(
	options?: EmulatorOptions,
	instance = sharedInstance(),
): Promise<Setting> {
	const emulator = await createEmulator(options);
	const rest = new N8nRest(instance.url);
	await rest.signIn(instance.owner);
	const filesFolder = join(instance.filesFolder, randomUUID());
	await mkdir(filesFolder);
	const published: SavedWorkflow[] = [];

	const finish = async (id: string, limitMs = EXECUTION_LIMIT_MS) =>
		await rest.waitForExecution(id, { limitMs });
	const setting: Setting = {
		instance,
		rest,
		emulator,
		filesFolder,
		connect: async (choices = {}) => await connectAccount(rest, emulator, choices),
		async run(workflow, trigger = START, limitMs) {
			const saved = await rest.importWorkflow(workflow);
			return await finish(await rest.runWorkflow(saved, trigger), limitMs);
		},
		async runToSuccess(workflow, trigger, limitMs) {
			return requireSuccess(await setting.run(workflow, trigger, limitMs));
		},
		async publish(workflow) {
			const saved = await rest.importWorkflow(workflow);
			await rest.activateWorkflow(saved);
			published.push(saved);
			return saved;
		},
		async callWebhook(workflow, path, body = {}) {
			// n8n publishes in the background: until then the address is unknown.
			await waitFor(`webhook of "${workflow.name}"`, async () => {
				const answer = await fetch(`${instance.url}/webhook/${path}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				});
				if (answer.ok) return true;
				if (answer.status === 404) return undefined;
				throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
			});
			return await setting.firstExecutionOf(workflow);
		},
		async firstExecutionOf(workflow) {
			const id = await waitFor(`execution of "${workflow.name}" in n8n`, async () =>
				(await rest.executionsOf(workflow.id)).at(-1),
			);
			return await finish(id);
		},
		async close() {
			for (const { id } of published) await rest.call('POST', `/rest/workflows/${id}/deactivate`);
			await emulator.close();
		},
	};
	return setting;
}

/** The one address from which the emulator's web app may be connected. */
export const PUBLIC_ADDRESS = 'https://n8n.example.com';

let accounts = 0;

async function connectAccount(
	rest: N8nRest,
	emulator: Emulator,
	{ appType = 'desktop', ...choices }: Choices & { appType?: AppType },
): Promise<Credential> {
	const username = choices.account ?? `creator.${++accounts}`;
	if (!emulator.accounts.some((account) => account.username === username)) {
		emulator.addAccount({ username });
	}
	const key = appType === 'web' ? webApp : desktopApp;
	const app = emulator.apps.find(({ clientKey }) => clientKey === key);
	const credential = await rest.createCredential(`TikTok ${username}`, 'tikTokOAuth2Api', {
		clientId: app?.clientKey,
		clientSecret: app?.clientSecret,
		appType,
		environment: 'custom',
		apiUrl: emulator.url,
		websiteUrl: emulator.url,
		scopeGroups: [...allScopes],
	});
	await rest.connectCredential(credential.id, async (url) => {
		const callback = await authorize(url, { ...choices, account: username });
		// A public address leads to this machine, as a reverse proxy would make it.
		return callback.replace(PUBLIC_ADDRESS, rest.url);
	});
	return credential;
}

/** An execution that failed fails the test with the text its user would read. */
export function requireSuccess(execution: Execution): Execution {
	if (execution.status === 'success') return execution;
	throw new Error(`n8n shows: ${failureOf(execution)}`);
}

export const sampleVideo = join(examples, 'media', 'sample.mp4');

/** A playable MP4 of the wanted size: the sample, and a `free` box, which players skip, behind it. */
export async function writeVideo(path: string, size?: number): Promise<{ sha256: string }> {
	const sample = await readFile(sampleVideo);
	const padding = Buffer.alloc(Math.max(0, (size ?? 0) - sample.length));
	if (padding.length >= 8) {
		padding.writeUInt32BE(padding.length, 0);
		padding.write('free', 4, 'latin1');
	}
	const bytes = Buffer.concat([sample, padding]);
	await writeFile(path, bytes);
	return { sha256: sha256(bytes) };
}

export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
