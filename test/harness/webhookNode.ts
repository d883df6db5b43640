/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import express, { type Request, type Response } from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookContext } from 'n8n-core';
import {
	ObservableObject,
	type IDataObject,
	type INodeExecutionData,
	type IWebhookData,
	type IWebhookResponseData,
	type Workflow,
} from 'n8n-workflow';
import { withLog } from './executionLog';
import { parseBody, rawBodyReader, UnreadableBody } from './n8nBodyParser';
import type { LogEntry, NodeOptions } from './types';
import {
	buildWorkflow,
	executionData,
	freshExecutionId,
	nodeUnderTest,
	type Engine,
} from './workflowUnderTest';

export interface WebhookOptions extends NodeOptions {
	/** `manual`: the test URL while the editor listens; n8n saves no static data then. */
	mode?: 'webhook' | 'manual';
	/** What the database holds at first. */
	staticData?: IDataObject;
	/** So many deliveries wait until all of them have read the static data: the hardest race. */
	together?: number;
}

/** A webhook trigger that can be called. */
export interface WebhookUnderTest {
	/** Takes POST requests. */
	url: string;
	/** One entry of items per execution that n8n would have started. */
	executions: INodeExecutionData[][];
	/** What the node threw; n8n makes an error execution of each. */
	failures: unknown[];
	log: LogEntry[];
	/** What the database holds now. */
	readonly staticData: IDataObject;
	close(): Promise<void>;
}

/**
 * A webhook trigger behind a real HTTP server, as n8n's live-webhooks.js and webhook-helpers.js run
 * it: a fresh workflow with the stored static data for each delivery, the whole static data written
 * back when it changed, an execution whenever the node hands items on or throws.
 */
export async function serveWebhook(
	engine: Engine,
	options: WebhookOptions,
): Promise<WebhookUnderTest> {
	const mode = options.mode ?? 'webhook';
	const executions: INodeExecutionData[][] = [];
	const failures: unknown[] = [];
	const log: LogEntry[] = [];
	const gate = gateFor(options.together ?? 0);
	let stored = JSON.stringify(options.staticData ?? {});
	const readStaticData = () => JSON.parse(stored) as IDataObject;

	async function deliver(req: Request, res: Response): Promise<void> {
		const workflow = workflowWith(engine, options, readStaticData());
		await gate();
		if (!(await isParsed(req, res))) return;
		try {
			const result = await withLog(async (lines) => {
				const answer = await run(engine, workflow, req, res, mode);
				log.push(...lines);
				return answer;
			});
			// In this order: n8n saves first, and a started execution resets the mark of changes.
			if (result.noWebhookResponse && mode !== 'manual') save(workflow);
			if (result.workflowData) executions.push(result.workflowData.flat());
			if (!result.noWebhookResponse) res.status(200).send('firstEntryJson');
		} catch (error) {
			failures.push(error);
			executions.push([{ json: {} }]);
			res.status(500).end();
		}
	}

	function save({ staticData }: Workflow): void {
		if (staticData.__dataChanged === true) stored = JSON.stringify(staticData);
	}

	const app = express();
	app.use(rawBodyReader);
	app.post('/webhook/test', deliver);
	const server = await new Promise<Server>((resolve) => {
		const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/test`,
		executions,
		failures,
		log,
		get staticData() {
			return readStaticData();
		},
		close: async () => {
			await new Promise((resolve) => {
				server.close(resolve);
				server.closeAllConnections();
			});
		},
	};
}

/** Holds its first callers until so many have come; later ones pass. */
function gateFor(callers: number): () => Promise<void> {
	let missing = callers;
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return async () => {
		missing -= 1;
		if (missing <= 0) open();
		await opened;
	};
}

/** A body that n8n cannot parse never reaches the node. */
async function isParsed(req: Request, res: Response): Promise<boolean> {
	try {
		await parseBody(req);
		return true;
	} catch (error) {
		res.status(error instanceof UnreadableBody ? error.status : 500).end();
		return false;
	}
}

function workflowWith(engine: Engine, options: WebhookOptions, staticData: IDataObject): Workflow {
	const node = nodeUnderTest(engine, options.node ?? 'tikTokWebhookTrigger', options);
	const workflow = buildWorkflow(engine, options, [node], {});
	workflow.staticData = ObservableObject.create(staticData, undefined, {
		ignoreEmptyOnFirstChild: true,
	});
	return workflow;
}

async function run(
	engine: Engine,
	workflow: Workflow,
	req: Request,
	res: Response,
	mode: 'webhook' | 'manual',
): Promise<IWebhookResponseData> {
	const [node] = Object.values(workflow.nodes);
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const [webhookDescription] = nodeType.description.webhooks ?? [];
	if (!nodeType.webhook || !webhookDescription) throw new Error(`${node.type} has no webhook`);
	const data = executionData(engine, workflow, freshExecutionId(), mode);
	data.httpRequest = req;
	data.httpResponse = res;
	const webhookData: IWebhookData = {
		httpMethod: 'POST',
		node: node.name,
		path: 'test',
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: data,
		isTest: mode === 'manual',
	};
	const context = new WebhookContext(workflow, node, data, mode, webhookData, [], null);
	return await nodeType.webhook.call(context);
}
