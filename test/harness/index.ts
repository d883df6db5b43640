/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BinaryStore } from './binaryStore';
import { CredentialStore } from './credentialStore';
import { captureLog } from './executionLog';
import { PackageUnderTest } from './packageUnderTest';
import { n8nFolder } from './outside';
import { loadOptions, pollNode, searchList } from './pollNode';
import { runNode } from './runNode';
import { AGENT_TYPE, agentNodeType, runTool } from './runTool';
import {
	START_TYPE,
	startNodeType,
	SUB_WORKFLOW_START_TYPE,
	subWorkflowStartNodeType,
} from './stubNodes';
import { testCredential } from './testCredential';
import type { Harness, HarnessOptions } from './types';
import { serveWebhook } from './webhookNode';
import type { Engine } from './workflowUnderTest';

export type * from './types';
export { SavedStaticData } from './subWorkflow';
export { installVirtualClock } from './virtualClock';
export type { ClockModule, VirtualClock } from './virtualClock';

const repository = resolve(__dirname, '../..');

/** Loads the built package into n8n's real engine. Once per test file is enough. */
export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
	captureLog();
	const packageUnderTest = await load(options.packageDirectory ?? repository);
	const credentials = new CredentialStore(packageUnderTest);
	const binaryStore = await BinaryStore.open();
	const engine: Engine = {
		packageUnderTest,
		credentials,
		instanceUrl: options.instanceUrl ?? 'http://localhost:5678',
	};

	return harnessOf(engine, binaryStore);
}

const load = async (directory: string) =>
	await PackageUnderTest.load(directory, {
		[START_TYPE]: startNodeType,
		[AGENT_TYPE]: agentNodeType,
		[SUB_WORKFLOW_START_TYPE]: subWorkflowStartNodeType,
	});

/** A copy is loaded anew: its modules remember nothing of what the others do. */
async function loadCopy(): Promise<PackageUnderTest> {
	const directory = await mkdtemp(join(n8nFolder, 'process-'));
	for (const part of ['package.json', 'dist']) {
		await cp(join(repository, part), join(directory, part), { recursive: true });
	}
	await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
	return await load(directory);
}

function harnessOf(engine: Engine, binaryStore: BinaryStore): Harness {
	const { packageUnderTest, credentials } = engine;
	return {
		packageName: packageUnderTest.name,
		addCredential: (type, data, name) => credentials.add(type, data, name),
		credentialData: ({ id }) => credentials.read(id),
		changeCredential: ({ id }, data) => credentials.change(id, data),
		credentialReads: ({ id }) => credentials.handedOut.get(id) ?? 0,
		testCredential: async (ref) => await testCredential(engine, ref),
		run: async (o) => await runNode(engine, o),
		runTool: async (o) => await runTool(engine, o),
		poll: async (o) => await pollNode(engine, o),
		serveWebhook: async (o) => await serveWebhook(engine, o),
		loadOptions: async (o) => await loadOptions(engine, o),
		searchList: async (o) => await searchList(engine, o),
		storeBinary: async (o) => await binaryStore.store(o),
		readBinary: async (binary) => await binaryStore.read(binary),
		deleteBinaries: async (items) =>
			await binaryStore.delete(items.flatMap(({ binary }) => Object.values(binary ?? {}))),
		setBinaryMode: (mode) => binaryStore.setMode(mode),
		troubleStore: (trouble) => binaryStore.trouble(trouble),
		renameBinary: async (id, executionId) => await binaryStore.rename(id, executionId),
		setInstanceUrl: (url) => {
			engine.instanceUrl = url;
		},
		nodeType: (name) => packageUnderTest.getByNameAndVersion(name),
		packageModule: (path) => packageUnderTest.module(path),
		anotherProcess: async () =>
			harnessOf({ ...engine, packageUnderTest: await loadCopy() }, binaryStore),
	};
}
