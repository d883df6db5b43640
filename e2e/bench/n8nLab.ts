/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { allScopes } from '../../test/emulator/oauth/scopes';
import { authorize } from '../consent';
import type { OtherN8n } from '../n8n/otherVersion';
import { freePort } from '../n8n/ports';
import { failureOf, N8nRest } from '../n8n/rest';
import type { Credential, Execution, Owner, Workflow } from '../n8n/rest';
import { startN8n, type RunningN8n } from '../n8n/server';
import { installPackage, packPackage } from '../package';
import { privateFolder } from '../privateFolder';
import { step } from '../progress';
import type { Certificate } from './certificate';
import { makeFile, type MediaFile } from './mediaFiles';
import { pidOfN8n, sampleMemory } from './memorySampler';
import { MB } from './sizes';
import { median } from './statistics';
import type { TikTok } from './tiktok';
import { TRIGGER, uploadWorkflow } from './workflows';

const RUN_LIMIT_MS = 30 * 60_000;
/** Seldom: what n8n allocates for an answer would be measured as ours. */
const ASK_EVERY_MS = 3_000;
const WARM_UP_BYTES = 64 * MB;

const owner: Owner = {
	email: 'owner@example.com',
	// Other users of the machine reach its port.
	password: `Bench1-${randomBytes(6).toString('hex')}`,
	firstName: 'Bench',
	lastName: 'Owner',
};

interface Place {
	node: string;
	folder: string;
	quietMs: number;
	/** Another n8n than that of e2e/. */
	other?: OtherN8n;
}

/** One real n8n with the package in it, started anew as often as a measurement wants a fresh one. */
export class N8nLab {
	private credential?: Credential;

	private warmUpFile?: MediaFile;

	private constructor(
		/** The Node.js n8n runs on. */
		readonly node: string,
		private readonly folder: string,
		/** Files in here can be read by workflows. */
		readonly files: string,
		private readonly quietMs: number,
		/** Makes Node.js trust the emulator's certificate. */
		readonly trust: Record<string, string>,
		private readonly other?: OtherN8n,
	) {}

	/** An empty folder for all that the bench starts from now on; it goes when the bench ends. */
	static async folder(): Promise<string> {
		const folder = await privateFolder('bench');
		await mkdir(join(folder, 'files'));
		return folder;
	}

	static async prepare(
		{ node, folder, quietMs, other }: Place,
		tiktok: TikTok,
		{ cert }: Certificate,
	): Promise<N8nLab> {
		await step('Building, packing and installing the package as n8n would', async (note) => {
			await installPackage(await packPackage(folder, note), folder);
		});
		const files = join(folder, 'files');
		const trust = { NODE_EXTRA_CA_CERTS: cert };
		const lab = new N8nLab(node, folder, files, quietMs, trust, other);
		await step('Starting n8n for the first time and connecting the account', async () => {
			await lab.whileRunning(async ({ rest }) => {
				await rest.createOwner(owner);
				lab.credential = await rest.createCredential('Bench', 'tikTokOAuth2Api', {
					clientId: 'awdesk0000000001',
					clientSecret: 'desk-secret-1',
					appType: 'desktop',
					environment: 'custom',
					apiUrl: tiktok.secureUrl,
					websiteUrl: tiktok.url,
					scopeGroups: [...allScopes],
				});
				await rest.connectCredential(lab.credential.id, authorize);
			});
		});
		lab.warmUpFile = await makeFile(lab.files, 'warm-up', WARM_UP_BYTES);
		return lab;
	}

	/** A freshly started n8n, stopped and emptied of files afterwards. */
	async fresh<Result>(work: (n8n: FreshN8n) => Promise<Result>): Promise<Result> {
		return await this.whileRunning(async (running) => {
			await running.rest.signIn(owner);
			return await work(new FreshN8n(running.rest, running.pid, [this.credential as Credential]));
		});
	}

	/** The same, with an upload behind it. */
	async used<Result>(work: (n8n: FreshN8n) => Promise<Result>): Promise<Result> {
		return await this.fresh(async (n8n) => {
			await n8n.runToSuccess(uploadWorkflow(this.warmUpFile!.path));
			return await work(n8n);
		});
	}

	/** The same, and its resting level is known. */
	async warm<Result>(work: (n8n: FreshN8n, restingBytes: number) => Promise<Result>) {
		return await this.used(async (n8n) => {
			const { samples } = await sampleMemory(n8n.pid, async () => {
				await new Promise((resolve) => setTimeout(resolve, this.quietMs));
			});
			return await work(n8n, median(samples.map(({ rss }) => rss)));
		});
	}

	/** What lies in n8n's store for files. */
	async storedBytes(): Promise<number> {
		const store = join(this.folder, '.n8n', 'storage');
		const names = await readdir(store, { recursive: true }).catch(() => []);
		const sizes = names.map(async (name) => {
			const entry = await stat(join(store, name)).catch(() => undefined);
			return entry?.isFile() ? entry.size : 0;
		});
		return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
	}

	/** Makes room on the disk. The warm-up is wanted again. */
	async removeFiles(): Promise<void> {
		for (const name of await readdir(this.files)) {
			const path = join(this.files, name);
			if (path !== this.warmUpFile?.path) await rm(path);
		}
	}

	private async whileRunning<Result>(
		work: (running: { rest: N8nRest; pid: number }) => Promise<Result>,
	): Promise<Result> {
		const { node, folder, files, trust, other } = this;
		const n8n: RunningN8n = await startN8n({
			node,
			userFolder: folder,
			filesFolder: files,
			port: await freePort(),
			...other,
			env: { ...other?.env, ...trust },
		});
		try {
			return await work({ rest: new N8nRest(n8n.url), pid: pidOfN8n(n8n.processGroup) });
		} catch (error) {
			throw withLog(error, n8n.logTail());
		} finally {
			await n8n.stop();
			await rm(join(folder, '.n8n', 'storage'), { recursive: true, force: true });
		}
	}
}

function withLog(error: unknown, logTail: string): Error {
	const message = error instanceof Error ? error.message : String(error);
	return new Error(`${message}\nn8n's last lines:\n${logTail}`);
}

export class FreshN8n {
	constructor(
		private readonly rest: N8nRest,
		readonly pid: number,
		private readonly credentials: Credential[],
	) {}

	async run(workflow: Workflow): Promise<Execution> {
		const saved = await this.rest.importWorkflow(workflow, this.credentials);
		const id = await this.rest.runWorkflow(saved, TRIGGER);
		return await this.rest.waitForExecution(id, { limitMs: RUN_LIMIT_MS, everyMs: ASK_EVERY_MS });
	}

	async runToSuccess(workflow: Workflow): Promise<Execution> {
		const execution = await this.run(workflow);
		if (execution.status !== 'success') throw new Error(failureOf(execution));
		return execution;
	}
}
