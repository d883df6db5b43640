import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type INodeExecutionData,
	type IWorkflowBase,
} from 'n8n-workflow';
import { SUB_WORKFLOW_START_TYPE } from './stubNodes';
import { executionData, freshExecutionId, type Engine } from './workflowUnderTest';

/** What n8n's database holds of a workflow's static data: text, so nothing is shared between runs. */
export class SavedStaticData {
	/** How often n8n has written it. */
	writes = 0;

	constructor(public json = '{}') {}

	read(): IDataObject {
		return JSON.parse(this.json) as IDataObject;
	}

	/** As n8n does when an execution ends: the data of all nodes together, if any has changed. */
	saveChanged({ staticData }: Workflow): void {
		if (!staticData.__dataChanged) return;
		this.json = JSON.stringify(staticData);
		this.writes += 1;
	}
}

/**
 * Runs an inline sub-workflow as the `n8n` package does, which is not installed here
 * (workflow-execute-additional-data.js: getRunData, startExecution; the hooks of sub-executions save
 * static data under the workflow's id).
 */
export async function runInline(
	engine: Engine,
	code: IWorkflowBase,
	saved?: SavedStaticData,
): Promise<{ executionId: string; data: Array<INodeExecutionData[] | null> }> {
	const workflow = new Workflow({ ...code, nodeTypes: engine.packageUnderTest });
	const start = code.nodes.find(({ type }) => type === SUB_WORKFLOW_START_TYPE);
	if (!start) throw new Error('The sub-workflow has no start');
	const executionId = freshExecutionId();
	const finished = await new WorkflowExecute(
		executionData(engine, workflow, executionId, 'integrated', saved),
		'integrated',
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }],
			},
		}),
	).processRunExecutionData(workflow);
	saved?.saveChanged(workflow);
	if (finished.data.resultData.error) throw finished.data.resultData.error;
	return { executionId, data: [null] };
}
