import { outputOf } from '../n8n/rest';
import type { Credential, N8nRest, SavedWorkflow, Workflow, WorkflowNode } from '../n8n/rest';
import { chooseCredential, readExample } from './exampleFiles';
import { node, useCredential } from './workflows';

/** Workflows that a TikTok trigger starts, and what they have seen. */

export const TRIGGER = 'TikTok Trigger';
export const WEBHOOK_TRIGGER = 'TikTok Webhook Trigger';
const LIMIT_MS = 30_000;

/** n8n refuses less than a minute between two times of one rule, not between rules. */
export const everyTwentySeconds = {
	item: [5, 25, 45].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

/** An example that a trigger starts; a polling one asks as often as these tests want. */
export async function triggerExample(file: string, credential: Credential): Promise<Workflow> {
	const workflow = await readExample(file);
	chooseCredential(workflow, credential);
	for (const { parameters } of workflow.nodes) {
		if ('pollTimes' in parameters) parameters.pollTimes = everyTwentySeconds;
	}
	return workflow;
}

export function pollingTrigger(
	parameters: Record<string, unknown>,
	credential: Credential,
): WorkflowNode {
	return node(
		TRIGGER,
		'n8n-nodes-tiktok-suite.tikTokTrigger',
		1,
		{ pollTimes: everyTwentySeconds, ...parameters },
		{ credentials: useCredential(credential) },
	);
}

export function webhookTrigger(
	parameters: Record<string, unknown>,
	credential: Credential,
): WorkflowNode {
	return node(WEBHOOK_TRIGGER, 'n8n-nodes-tiktok-suite.tikTokWebhookTrigger', 2, parameters, {
		credentials: useCredential(credential),
	});
}

/** Where TikTok's portal would be told to call; `webhook-test` is the editor's Test URL. */
export function callbackUrl(
	n8nUrl: string,
	workflow: SavedWorkflow,
	kind: 'webhook' | 'webhook-test' = 'webhook',
): string {
	const trigger = workflow.nodes.find(({ type }) => type.endsWith('.tikTokWebhookTrigger'));
	return `${n8nUrl}/${kind}/${String(trigger?.webhookId)}/tiktok`;
}

/** What a node of the workflow has put out in all executions so far, oldest first. */
export async function itemsOf(
	rest: N8nRest,
	workflow: SavedWorkflow,
	nodeName = workflow.nodes[0].name,
): Promise<Array<Record<string, unknown>>> {
	const items: Array<Record<string, unknown>> = [];
	for (const id of (await rest.executionsOf(workflow.id)).reverse()) {
		const execution = await rest.waitForExecution(id, { limitMs: LIMIT_MS });
		items.push(...outputOf(execution, nodeName).map(({ json }) => json));
	}
	return items;
}
