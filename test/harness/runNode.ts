import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type INode,
	type INodeExecutionData,
	type IPinData,
	type IRun,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { withLog } from './executionLog';
import type { SavedStaticData } from './subWorkflow';
import type { LogEntry, RunError, RunOptions, RunResult } from './types';
import {
	buildWorkflow,
	connection,
	executionData,
	freshExecutionId,
	nodeUnderTest,
	startNode,
	type Engine,
} from './workflowUnderTest';

const DEFAULT_NODE = 'tikTok';

type NodeSettings = Pick<
	RunOptions,
	'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'alwaysOutputData' | 'executeOnce'
>;

export function applySettings(node: INode, settings: NodeSettings): void {
	const { waitBetweenTries, ...rest } = settings;
	for (const name of ['onError', 'retryOnFail', 'maxTries', 'alwaysOutputData', 'executeOnce']) {
		const value = rest[name as keyof typeof rest];
		if (value !== undefined) Object.assign(node, { [name]: value });
	}
	// n8n reads 0 as "not set" (one second) but raises a negative number to 0.
	if (waitBetweenTries !== undefined) node.waitBetweenTries = waitBetweenTries || -1;
}

export interface Execution {
	workflow: Workflow;
	executionId: string;
	mode: WorkflowExecuteMode;
	items: INodeExecutionData[];
	pinData?: IPinData;
	cancelAfter?: Promise<unknown>;
	saved?: SavedStaticData;
}

export async function execute(engine: Engine, o: Execution): Promise<IRun> {
	const workflowExecute = new WorkflowExecute(
		executionData(engine, o.workflow, o.executionId, o.mode, o.saved),
		o.mode,
		createRunExecutionData({
			startData: {},
			executionData: {
				nodeExecutionStack: [{ node: startNode, data: { main: [o.items] }, source: null }],
			},
			resultData: { pinData: o.pinData },
		}),
	);
	const execution = workflowExecute.processRunExecutionData(o.workflow);
	let finished = false;
	let cancelled = false;
	void o.cancelAfter?.then(() => {
		cancelled = !finished;
		execution.cancel();
	});
	const result = await execution;
	finished = true;
	if (o.mode !== 'manual') o.saved?.saveChanged(o.workflow);
	// n8n records a stopped execution as cancelled, whatever the node throws on its way out.
	return cancelled ? { ...result, status: 'canceled' } : result;
}

export async function runNode(engine: Engine, options: RunOptions): Promise<RunResult> {
	return await withLog(async (log) => await run(engine, options, log));
}

async function run(engine: Engine, options: RunOptions, log: LogEntry[]): Promise<RunResult> {
	const node = nodeUnderTest(engine, options.node ?? DEFAULT_NODE, options);
	applySettings(node, options);
	const { savedStaticData: saved } = options;
	const nodes = [startNode, node, ...(options.otherNodes ?? [])];
	const connections = connection(startNode, node);
	const workflow = buildWorkflow(engine, options, nodes, connections, saved?.read());
	if (options.staticData) workflow.staticData = options.staticData;

	const items = options.items ?? [{ json: {} }];
	const executionId = options.executionId ?? freshExecutionId();
	const finished = await execute(engine, {
		workflow,
		executionId,
		mode: options.mode ?? (options.pinnedInput ? 'manual' : 'trigger'),
		items,
		pinData: options.pinnedInput
			? { [startNode.name]: items.map(({ json }) => ({ json })) }
			: undefined,
		cancelAfter: options.cancelAfter,
		saved,
	});

	const { runData, error } = finished.data.resultData;
	const runs = runData[node.name] ?? [];
	const outputs = (runs[runs.length - 1]?.data?.main ?? []).map((output) => output ?? []);
	return {
		items: outputs[0] ?? [],
		outputs,
		error: error as RunError | undefined,
		status: finished.status,
		executionId,
		log,
		runData,
		itemsOf: (output) => outputs[output] ?? [],
	};
}
