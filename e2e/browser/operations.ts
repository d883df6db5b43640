import { fixtures } from '../../test/fixtures';
import { operations } from '../../test/nodes/TikTok/description/listedOperations';

export interface OperationExample {
	/** Also the name of its node on the canvas: n8n names a node after the action. */
	action: string;
	resource: string;
	operation: string;
	/** What the fixture's worked example fills in; everything else keeps its default. */
	parameters: Record<string, unknown>;
}

/** Every operation once, filled in as a person would. */
export const operationExamples = fixtures.map(
	({ resource, operation, example }): OperationExample => {
		const listed = operations.find(
			(one) => one.resource === resource && one.operation.value === operation,
		);
		return {
			action: listed?.operation.action ?? '',
			resource,
			operation,
			parameters: example.parameters,
		};
	},
);
