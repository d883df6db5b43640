import { randomUUID } from 'node:crypto';
import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type ITaskData,
} from 'n8n-workflow';
import { withLog } from './executionLog';
import { applySettings, execute } from './runNode';
import type { LogEntry, RunError, ToolOptions, ToolResult } from './types';
import {
	buildWorkflow,
	connection,
	freshExecutionId,
	nodeUnderTest,
	startNode,
	type Engine,
} from './workflowUnderTest';

/**
 * The agent below stands in for n8n's AI Agent, without a model: it calls its one tool once.
 * Everything between is the engine's: offering the connected node as a tool, handing the model's
 * arguments to `$fromAI()`, running the node. The model's text follows buildObservation() of the
 * AI Agent (n8n-nodes-langchain, agent-execution/buildSteps.js), which is not installed here.
 */
export const AGENT_TYPE = 'harness.agent';

/** The part of LangChain's tool that agents use. */
interface OfferedTool {
	name: string;
	description: string;
	schema: { shape: Record<string, unknown> };
	invoke(args: unknown): Promise<string>;
}

interface ToolCall {
	options: ToolOptions;
	toolNode: string;
	offered?: OfferedTool;
	texts: string[];
	error?: unknown;
}

/** Orders of the running agents by the ID of their node: parameters cannot carry them. */
const calls = new Map<string, ToolCall>();

export const agentNodeType: INodeType = {
	description: {
		displayName: 'Agent',
		name: AGENT_TYPE,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Agent' },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', required: true },
		],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(
		this: IExecuteFunctions,
		response?: EngineResponse,
	): Promise<INodeExecutionData[][] | EngineRequest> {
		const call = calls.get(this.getNode().id);
		if (!call) throw new Error('The agent runs in runTool() only');

		const answer = response?.actionResponses[0];
		if (answer) {
			call.texts = [observation(answer.data as ITaskData)];
			return [[{ json: {} }]];
		}

		const connected = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as
			| OfferedTool[]
			| OfferedTool;
		call.offered = Array.isArray(connected) ? connected[0] : connected;
		const args = call.options.args ?? {};
		if (call.options.agent === 'classic') {
			const { invoke } = call.offered;
			const calls = Array.from({ length: call.options.calls ?? 1 });
			call.texts = await Promise.all(
				calls.map(async () => await invoke.call(call.offered, structuredClone(args))),
			);
			return [[{ json: {} }]];
		}
		return {
			actions: [
				{
					actionType: 'ExecutionNodeAction',
					nodeName: call.toolNode,
					input: args,
					type: NodeConnectionTypes.AiTool,
					id: 'call_1',
					metadata: { itemIndex: 0 },
				},
			],
			metadata: {},
		};
	},
};

function observation({ data, error }: ITaskData): string {
	const results = data?.ai_tool?.[0]?.map(({ json }) => json);
	if (results?.length) return JSON.stringify(results);
	if (error) {
		return JSON.stringify({ error: error.message ?? 'Unknown error', errorType: error.name });
	}
	return JSON.stringify('');
}

const agentNode: INode = {
	id: '00000000-0000-4000-8000-000000000003',
	name: 'Agent',
	type: AGENT_TYPE,
	typeVersion: 1,
	position: [400, 0],
	parameters: {},
};

export async function runTool(engine: Engine, options: ToolOptions): Promise<ToolResult> {
	return await withLog(async (log) => await run(engine, options, log));
}

async function run(engine: Engine, options: ToolOptions, log: LogEntry[]): Promise<ToolResult> {
	const node = nodeUnderTest(engine, `${options.node ?? 'tikTok'}Tool`, options);
	applySettings(node, options);
	// An ID of its own: several agents may run without an execution.
	const agent = { ...agentNode, id: randomUUID() };
	const workflow = buildWorkflow(
		engine,
		options,
		[startNode, node, agent],
		{
			...connection(startNode, agentNode),
			...connection(node, agentNode, NodeConnectionTypes.AiTool),
		},
		options.savedStaticData?.read(),
	);

	const executionId = options.executionId ?? freshExecutionId();
	const call: ToolCall = { options, toolNode: node.name, texts: [] };
	calls.set(agent.id, call);
	try {
		const finished = await execute(engine, {
			workflow,
			executionId,
			mode: options.mode ?? 'trigger',
			items: [options.agentItem ?? { json: {} }],
			cancelAfter: options.cancelAfter,
			saved: options.savedStaticData,
		});
		const { runData, error } = finished.data.resultData;
		const text = call.texts.at(-1) ?? '';
		return {
			text,
			texts: call.texts,
			json: parsed(text),
			tool: {
				name: call.offered?.name ?? '',
				description: call.offered?.description ?? '',
				argumentNames: Object.keys(call.offered?.schema.shape ?? {}),
			},
			error: error as RunError | undefined,
			status: finished.status,
			executionId,
			log,
			runData,
		};
	} finally {
		calls.delete(agent.id);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
