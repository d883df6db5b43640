import type { Credential, Workflow, WorkflowNode } from '../n8n/rest';

/** Nodes of workflows under test, short enough to be read. Positions are for the editor only. */

export const TIKTOK = 'n8n-nodes-tiktok-suite.tikTok';
export const START = 'Start';

type Extra = Partial<WorkflowNode>;

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown> = {},
	extra: Extra = {},
): WorkflowNode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters, ...extra };
}

export const start = (): WorkflowNode => node(START, 'n8n-nodes-base.manualTrigger', 1);

/** One item per file that fits the pattern. */
export const readFiles = (fileSelector: string): WorkflowNode =>
	node('Read Files', 'n8n-nodes-base.readWriteFile', 1.1, {
		operation: 'read',
		fileSelector,
		options: {},
	});

export const webhook = (path: string): WorkflowNode =>
	node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path }, { webhookId: path });

/** The TikTok node, set up as the editor would for this resource. */
export function tikTok(
	parameters: Record<string, unknown>,
	credential: Credential,
	extra: Extra = {},
): WorkflowNode {
	return node(
		'TikTok',
		TIKTOK,
		1,
		{ authentication: credential.type, ...parameters },
		{ credentials: useCredential(credential), ...extra },
	);
}

export function useCredential({ type, id, name }: Credential): WorkflowNode['credentials'] {
	return { [type]: { id, name } };
}

/** A workflow whose nodes follow each other. */
export function chain(name: string, nodes: WorkflowNode[]): Workflow {
	const connections: Workflow['connections'] = {};
	nodes.slice(1).forEach((next, index) => {
		connections[nodes[index].name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}
