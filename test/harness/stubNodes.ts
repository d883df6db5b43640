import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

function description(parts: Partial<INodeTypeDescription>): INodeTypeDescription {
	return {
		displayName: parts.name ?? '',
		name: '',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: parts.name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...parts,
	};
}

export const START_TYPE = 'harness.start';

/** Stands where the user's previous node stands: hands its input on. */
export const startNodeType: INodeType = {
	description: description({ name: START_TYPE }),
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	},
};

export const SUB_WORKFLOW_START_TYPE = 'n8n-nodes-base.executeWorkflowTrigger';

export const subWorkflowStartNodeType: INodeType = {
	...startNodeType,
	description: description({ name: SUB_WORKFLOW_START_TYPE }),
};
