import { ExecutionLifecycleHooks } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type IDataObject,
	type IExecuteWorkflowInfo,
	type INode,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import type { CredentialStore } from './credentialStore';
import type { PackageUnderTest } from './packageUnderTest';
import { START_TYPE } from './stubNodes';
import { runInline, type SavedStaticData } from './subWorkflow';
import type { NodeOptions } from './types';

/** What the runs of one harness share. */
export interface Engine {
	packageUnderTest: PackageUnderTest;
	credentials: CredentialStore;
	instanceUrl: string;
}

let lastExecution = 0;

export function freshExecutionId(): string {
	lastExecution += 1;
	return String(lastExecution);
}

export const startNode: INode = {
	id: '00000000-0000-4000-8000-000000000001',
	name: 'Start',
	type: START_TYPE,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export function nodeUnderTest(engine: Engine, type: string, options: NodeOptions): INode {
	const fullName = engine.packageUnderTest.fullName(type);
	const { description } = engine.packageUnderTest.getByNameAndVersion(
		fullName,
		options.typeVersion,
	);
	const newest = Array.isArray(description.version)
		? description.version[description.version.length - 1]
		: description.version;
	const node: INode = {
		id: '00000000-0000-4000-8000-000000000002',
		name: options.nodeName ?? description.defaults.name ?? description.displayName,
		type: fullName,
		typeVersion: options.typeVersion ?? description.defaultVersion ?? newest,
		position: [200, 0],
		parameters: structuredClone(options.parameters),
	};
	if (options.credentials?.length) {
		node.credentials = Object.fromEntries(
			options.credentials.map(({ id, name, type: credentialType }) => [
				credentialType,
				{ id, name },
			]),
		);
	}
	return node;
}

export function connection(from: INode, to: INode, type = NodeConnectionTypes.Main as string) {
	return {
		[from.name]: { [type]: [[{ node: to.name, type, index: 0 }]] },
	} as unknown as IConnections;
}

export function buildWorkflow(
	engine: Engine,
	options: NodeOptions,
	nodes: INode[],
	connections: IConnections,
	staticData?: IDataObject,
): Workflow {
	return new Workflow({
		id: options.workflowId ?? 'workflow',
		name: 'Workflow under test',
		nodes,
		connections,
		active: false,
		staticData,
		nodeTypes: engine.packageUnderTest,
		settings: { executionOrder: 'v1', timezone: options.timezone ?? 'UTC' },
	});
}

function notInHarness(what: string) {
	return async () => {
		throw new Error(`${what} is not part of the test harness`);
	};
}

/** What n8n's server hands to the engine with every execution. */
export function executionData(
	engine: Engine,
	workflow: Workflow,
	executionId: string,
	mode: WorkflowExecuteMode,
	saved?: SavedStaticData,
): IWorkflowExecuteAdditionalData {
	const base = engine.instanceUrl.replace(/\/?$/, '/');
	const workflowData: IWorkflowBase = {
		id: workflow.id,
		name: workflow.name ?? '',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		settings: workflow.settings,
	};
	const data = {
		credentialsHelper: engine.credentials,
		currentNodeExecutionIndex: 0,
		executionId,
		workflowId: workflow.id,
		restApiUrl: `${base}rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}form`,
		formWaitingBaseUrl: `${base}form-waiting`,
		formTestBaseUrl: `${base}form-test`,
		webhookBaseUrl: `${base}webhook`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		webhookTestBaseUrl: `${base}webhook-test`,
		mcpBaseUrl: `${base}mcp`,
		mcpTestBaseUrl: `${base}mcp-test`,
		variables: {},
		workflowSettings: workflow.settings,
		hooks: new ExecutionLifecycleHooks(mode, executionId, workflowData),
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		executeWorkflow: async ({ code }: IExecuteWorkflowInfo) =>
			code ? await runInline(engine, code, saved) : await notInHarness('A stored sub-workflow')(),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: notInHarness('The task runner'),
	};
	return data as unknown as IWorkflowExecuteAdditionalData;
}
