import { LoadOptionsContext, PollContext } from 'n8n-core';
import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import { withLog } from './executionLog';
import type { LoadOptionsOptions, PollOptions, PollResult, SearchListOptions } from './types';
import {
	buildWorkflow,
	executionData,
	freshExecutionId,
	nodeUnderTest,
	type Engine,
} from './workflowUnderTest';

/** One call of `poll()`, as the schedule or the editor's test button makes it. */
export async function pollNode(engine: Engine, options: PollOptions): Promise<PollResult> {
	const mode = options.mode ?? 'trigger';
	const activation = options.activation ?? (mode === 'manual' ? 'manual' : 'activate');
	const node = nodeUnderTest(engine, options.node ?? 'tikTokTrigger', options);
	const workflow = buildWorkflow(engine, options, [node], {}, options.workflowStaticData);
	const staticData = options.staticData ?? {};
	const dataOfNode = () =>
		options.workflowStaticData ? workflow.getStaticData('node', node) : staticData;
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!nodeType.poll) throw new Error(`${node.type} is no polling trigger`);

	const { pollBudgetMs } = options;
	const context = new PollContext(
		workflow,
		node,
		executionData(engine, workflow, options.executionId ?? freshExecutionId(), mode),
		mode,
		activation,
		undefined,
		undefined,
		undefined,
		undefined,
		dataOfNode,
		pollBudgetMs === undefined ? undefined : () => pollBudgetMs,
	);
	return await withLog(async (log) => {
		const output = (await nodeType.poll?.call(context)) ?? null;
		return { output, items: output?.flat() ?? [], staticData, log };
	});
}

/** Fills a dropdown, as the editor does when the user opens it. */
export async function loadOptions(
	engine: Engine,
	options: LoadOptionsOptions,
): Promise<INodePropertyOptions[]> {
	const { methods, context, name } = inEditor(engine, options);
	const method = methods?.loadOptions?.[options.method];
	if (!method) throw new Error(`${name} has no load options method ${options.method}`);
	return await method.call(context);
}

/** Fills the list of a resource locator; `filter` is what the user typed into its search. */
export async function searchList(
	engine: Engine,
	options: SearchListOptions,
): Promise<INodeListSearchResult> {
	const { methods, context, name } = inEditor(engine, options);
	const method = methods?.listSearch?.[options.method];
	if (!method) throw new Error(`${name} has no list search method ${options.method}`);
	return await method.call(context, options.filter, options.paginationToken);
}

function inEditor(engine: Engine, options: LoadOptionsOptions) {
	const node = nodeUnderTest(engine, options.node ?? 'tikTok', options);
	const workflow = buildWorkflow(engine, options, [node], {});
	const { methods } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const data = executionData(engine, workflow, freshExecutionId(), 'internal');
	data.currentNodeParameters = node.parameters;
	return { methods, context: new LoadOptionsContext(workflow, node, data, ''), name: node.type };
}
