/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeProperties,
	type IWorkflowBase,
} from 'n8n-workflow';
import { frozenClock } from '../emulator';
import { consumer, fileSource, mp4, put } from '../emulator/consumerClient';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { START_TYPE, startNodeType } from '../harness/stubNodes';

const files = [
	'webhook-told-elsewhere-publish.json',
	'webhook-told-elsewhere.json',
	'webhook-with-polling-safety-net.json',
];
const ownTypes = /^n8n-nodes-tiktok-suite\.(.+)$/;

function example(file: string): IWorkflowBase {
	const path = resolve(__dirname, '../../examples', file);
	return JSON.parse(readFileSync(path, 'utf8')) as IWorkflowBase;
}
function nodeNamed(file: string, name: string): INode {
	return example(file).nodes.find((node) => node.name === name)!;
}

const clock = frozenClock();
let setting: Setting;
beforeAll(async () => {
	setting = await createSetting({ clock, webhooks: 'whenSettled' });
});
afterAll(async () => await setting.close());

/** What an expression of the example gives for an item, evaluated as n8n does. */
function evaluate(expression: unknown, json: IDataObject): unknown {
	const node: INode = {
		id: '1',
		name: 'Node',
		type: START_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const nodeTypes = {
		getByName: () => startNodeType,
		getByNameAndVersion: () => startNodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const items = [{ json }];
	return workflow.expression.getParameterValue(
		expression as string,
		null,
		0,
		0,
		'Node',
		items,
		'manual',
		{},
	);
}

/** Runs the example's own webhook trigger on a draft that the creator posts. */
async function itemsOfDraft(file: string): Promise<{ items: IDataObject[]; publishId: string }> {
	const { emulator } = setting;
	const { parameters } = nodeNamed(file, 'TikTok Webhook Trigger');
	const trigger = await setting.harness.serveWebhook({
		credentials: [setting.tikTok],
		workflowId: file,
		parameters,
	});
	emulator.apps[0].webhookUrl = trigger.url;
	const client = consumer(emulator.url, emulator.grant().access_token);
	const body = { source_info: fileSource(1000) };
	const { publish_id, upload_url } = (await client.post('/v2/post/publish/inbox/video/init/', body))
		.json.data;
	await put(upload_url, mp4(1000), 0, 1000);
	clock.advance(3000);
	await emulator.settled();
	emulator.creatorPostsDraft(publish_id);
	clock.advance(2000);
	await emulator.settled();
	await trigger.close();
	return { items: trigger.executions.flat().map(({ json }) => json), publishId: publish_id };
}

describe.each(files)('%s', (file) => {
	it('is importable: unique ids, known ends of connections, no credential of somebody else', () => {
		const { nodes, connections } = example(file);
		const names = nodes.map(({ name }) => name);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(names).size).toBe(names.length);
		const targets = Object.values(connections).flatMap(({ main }) => main.flat());
		for (const name of [...Object.keys(connections), ...targets.map((target) => target!.node)]) {
			expect(names).toContain(name);
		}
		for (const { type, credentials } of nodes) {
			if (!ownTypes.test(type)) continue;
			expect(credentials).toEqual({ tikTokOAuth2Api: { id: '', name: 'TikTok account' } });
		}
	});

	it('sets only what the nodes know, to values they accept', () => {
		for (const node of example(file).nodes) {
			const name = ownTypes.exec(node.type)?.[1] ?? '';
			if (!['tikTok', 'tikTokWebhookTrigger'].includes(name)) continue;
			const { properties } = setting.harness.nodeType(name).description;
			expect(unknownValues(properties, node.parameters)).toEqual([]);
		}
	});
});

/** Parameters without a property, and choices that are not offered. n8n itself checks neither. */
function unknownValues(properties: INodeProperties[], parameters: IDataObject): string[] {
	return Object.entries(parameters).flatMap(([name, value]) => {
		const sameName = properties.filter((property) => property.name === name);
		if (sameName.length === 0) return [name];
		const [{ type, options }] = sameName;
		if (type === 'collection') {
			return unknownValues(options as INodeProperties[], value as IDataObject);
		}
		const choices = sameName.flatMap(
			(property) => (property.options ?? []) as unknown as IDataObject[],
		);
		if (!['options', 'multiOptions'].includes(type) || choices.length === 0) return [];
		const offered = choices.map((choice) => choice.value);
		return [value]
			.flat()
			.filter((one) => !offered.includes(one))
			.map((one) => `${name}: ${one}`);
	});
}

it('the texts of the told workflow name the post and what happened', async () => {
	const file = 'webhook-told-elsewhere.json';
	const { items, publishId } = await itemsOfDraft(file);
	const said = (name: string, item: IDataObject) => {
		const { assignments } = nodeNamed(file, name).parameters.assignments as {
			assignments: IDataObject[];
		};
		return evaluate(assignments[0].value, item);
	};
	const [postId] = items[2].post_ids as string[];
	expect(postId).toMatch(/^\d{19}$/);
	expect(items.map((item) => said('Say What Happened', item))).toEqual([
		`TikTok post ${publishId}: inbox`,
		`TikTok post ${publishId}: published`,
		`TikTok post ${publishId}: public, post ID ${postId}`,
	]);
	expect(said('Say Why', { publish_id: 'p', fail_message: 'Because.' })).toBe(
		'TikTok post p failed: Because.',
	);
});

it('push and poll give the same key for the same outcome, and another one for another outcome', async () => {
	const file = 'webhook-with-polling-safety-net.json';
	const { items, publishId } = await itemsOfDraft(file);
	const { dedupeValue } = nodeNamed(file, 'Once per Outcome').parameters;
	const pushed = items.map((item) => evaluate(dedupeValue, item));
	// Both triggers use the words of Get Publish Status.
	const asked = await setting.harness.run({
		parameters: { resource: 'post', operation: 'getStatus', publishIds: [publishId] },
		credentials: [setting.connect()],
	});
	expect(pushed).toEqual([`${publishId} inbox`, `${publishId} published`]);
	expect(evaluate(dedupeValue, asked.items[0].json)).toBe(pushed[1]);
});
