import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type INode,
	type INodeType,
	type JsonObject,
} from 'n8n-workflow';
import { START_TYPE, startNodeType } from './stubNodes';
import type { CredentialRef, CredentialTestResult } from './types';
import { executionData, freshExecutionId, startNode, type Engine } from './workflowUnderTest';

/**
 * What the credential dialog does when it saves: n8n hangs the test's request on a field of a node
 * that does nothing and runs it, then compares the rules, as in its credentials-tester.service.js.
 */
export async function testCredential(
	engine: Engine,
	{ id, name, type }: CredentialRef,
): Promise<CredentialTestResult> {
	const test = engine.packageUnderTest.credentialType(type).test;
	if (!test) throw new Error(`${type} has no test`);
	const node: INode = { ...startNode, credentials: { [type]: { id, name } } };
	const nodeType: INodeType = {
		description: {
			...startNodeType.description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const workflow = workflowOf(node, nodeType);
	const data = executionData(engine, workflow, freshExecutionId(), 'internal');
	const decrypted = await engine.credentials.getDecrypted(data, { id, name }, type, 'internal');
	const context = new ExecuteContext(
		workflow,
		node,
		data,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		const routing = new RoutingNode(context, nodeType, { id, name, type, data: decrypted });
		const output = await routing.runNode();
		const answer = output?.[0][0].json as JsonObject;
		const broken = test.rules?.find(
			({ type: kind, properties }) =>
				kind === 'responseSuccessBody' && answer[properties.key] === properties.value,
		);
		if (broken) return { status: 'Error', message: broken.properties.message };
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
}

const workflowOf = (node: INode, nodeType: INodeType) =>
	new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({ [START_TYPE]: {} }),
		},
	});
