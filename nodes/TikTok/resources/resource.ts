import type { INodeProperties, INodePropertyOptions, INodePropertyRouting } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import type { PerItem } from '../run/perItem';
import { perItem } from '../run/perItem';

/** One operation, complete in one file. */
export interface Operation extends PerItem {
	/** Title Case label in the Operation list. */
	name: string;
	/** Stored in workflows: never changes once released. */
	value: string;
	/** Sentence case, up to 40 characters: also becomes the node's name on the canvas. */
	action: string;
	/** Up to 100 characters, verb first. */
	description: string;
	/** The declarative request. */
	routing: INodePropertyRouting;
}

export interface Resource {
	name: string;
	/** For the canvas, where a line ends after 28 characters. */
	shortName: string;
	value: string;
	description: string;
	operations: Operation[];
}

/** The entry of a resource in the Resource list. */
export function resourceOption({ name, value, description }: Resource): INodePropertyOptions {
	return { name, value, description };
}

/** The Operation list of a resource and the fields of all its operations, each shown only there. */
export function resourceProperties(resource: Resource): INodeProperties[] {
	const options = resource.operations
		.map(operationOption)
		.sort((a, b) => a.name.localeCompare(b.name));
	const firstOperation = resource.operations[0].value;
	const operationList: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options,
		default: firstOperation,
	};
	const fields = resource.operations.flatMap((operation) =>
		updateDisplayOptions(
			{ show: { resource: [resource.value], operation: [operation.value] } },
			operation.fields,
		),
	);
	return [operationList, ...fields];
}

function operationOption(operation: Operation): INodePropertyOptions {
	const { name, value, action, description, routing } = operation;
	return {
		name,
		value,
		action,
		description,
		routing: { ...routing, operations: { pagination: perItem(operation) } },
	};
}
