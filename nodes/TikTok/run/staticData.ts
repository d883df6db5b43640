import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeTypes,
	IWorkflowBase,
} from 'n8n-workflow';
import { now } from '../shared/clock';

/**
 * n8n's static data of a workflow, in the middle of an execution. n8n saves them when a production
 * execution ends, and when a sub-workflow does: an inline sub-workflow under the same id saves them
 * at once. It saves the data of all nodes together, and gives the workers of queue mode none.
 */

/** What n8n's context holds beside what its type tells. */
export interface ContextOfWorkflow {
	workflow?: {
		staticData: IDataObject;
		nodes: Record<string, { type: string; typeVersion: number }>;
		nodeTypes: INodeTypes;
	};
	executeWorkflow?: (info: { code: IWorkflowBase }) => Promise<unknown>;
}

export type Context = IExecutePaginationFunctions & ContextOfWorkflow;

/**
 * Whether n8n keeps what is written now: not in a run by hand. Where no node's data are to be seen
 * although some node keeps some, n8n has not loaded them: writing would wipe them out.
 */
export function isWritable(context: Context): boolean {
	const { workflow } = context;
	const isProduction = !['manual', 'evaluation'].includes(context.getMode());
	if (!workflow || !isProduction || !context.getExecutionId()) return false;
	return Object.values(workflow.staticData).some(isFilled) || !hasOtherKeepers(workflow);
}

/** The custom operation that makes n8n save; no field of the node leads to it. */
export const saving = { resource: 'staticData', operation: 'save' };

/** @throws whatever n8n does when the sub-workflow fails */
export async function saveNow(context: Context): Promise<void> {
	await context.executeWorkflow?.({ code: savingWorkflow(context) });
}

/** Marks the data as changed, so that n8n saves them when this execution ends. */
export async function markChanged(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const data = this.getWorkflowStaticData('global');
	Object.assign(data, { ...data });
	return [[]];
}

function savingWorkflow(context: Context): IWorkflowBase {
	const { id, name } = context.getWorkflow();
	const { type, typeVersion } = context.getNode();
	const trigger = 'n8n-nodes-base.executeWorkflowTrigger';
	return {
		id: String(id),
		name: String(name),
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: new Date(now()),
		updatedAt: new Date(now()),
		nodes: [
			{ id: '1', name: 'Start', type: trigger, typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: '2',
				name: 'Save',
				type: type.replace(/Tool$/, ''),
				typeVersion,
				position: [200, 0],
				// Any operation without required fields: n8n checks them all the same.
				parameters: { resource: 'creator', operation: 'getPostingOptions' },
				forceCustomOperation: saving,
			},
		],
		connections: { Start: { main: [[{ node: 'Save', type: 'main', index: 0 }]] } },
		// Neither listed nor kept: nothing happened that a person wants to see.
		settings: {
			executionOrder: 'v1',
			callerPolicy: 'any',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
			saveExecutionProgress: false,
		},
		staticData: JSON.parse(JSON.stringify(context.workflow?.staticData ?? {})) as IDataObject,
	};
}

/** Whether some node of the workflow keeps data of its own between executions. */
function hasOtherKeepers({ nodes, nodeTypes }: NonNullable<Context['workflow']>): boolean {
	return Object.values(nodes).some(({ type, typeVersion }) => {
		if (type === 'n8n-nodes-base.manualTrigger') return false;
		const { poll, trigger, webhookMethods } = nodeTypes.getByNameAndVersion(type, typeVersion);
		return Boolean(poll ?? trigger ?? webhookMethods);
	});
}

const isFilled = (value: unknown) =>
	typeof value === 'object' && value !== null && Object.keys(value).length > 0;
