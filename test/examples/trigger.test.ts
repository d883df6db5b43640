/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Scene } from '../nodes/TikTok/trigger/triggerUnderTest';
import { createSetting, type Setting } from '../harness/setting';

/**
 * The TikTok nodes of the example workflows, run as they are, with n8n's own nodes between them
 * played by hand: n8n-core comes without them.
 */

let setting: Setting;
let scene: Scene;
beforeAll(async () => {
	setting = await createSetting();
});
beforeEach(() => {
	scene = new Scene(setting);
});
afterEach(() => scene.end());
afterAll(async () => await setting.close());

interface Example {
	nodes: INode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const read = (name: string) =>
	JSON.parse(readFileSync(resolve(__dirname, '../../examples', name), 'utf8')) as Example;

function nodeOf({ nodes }: Example, name: string): INode {
	const node = nodes.find((one) => one.name === name);
	if (!node) throw new Error(`The example has no node "${name}"`);
	return node;
}

describe('durable-wait-loop.json', () => {
	const example = read('durable-wait-loop.json');

	async function run(name: string, json: IDataObject): Promise<IDataObject> {
		const { parameters, onError } = nodeOf(example, name);
		const { items, error } = await setting.harness.run({
			parameters,
			onError,
			items: [{ json }],
			credentials: [scene.credential],
		});
		expect(error).toBeUndefined();
		return items[0].json;
	}

	it('goes round until the post is final, at the pace that the node names', async () => {
		setting.emulator.switches.processingMs = 20 * 60_000;
		const media = await import('../harness/mediaServer').then(
			async (m) => await m.startMediaServer(),
		);
		setting.emulator.switches.pullMapping = { 'media.example.com': media.url };
		try {
			let json = await run('Publish to TikTok', {});
			await setting.emulator.settled();
			let rounds = 0;
			do {
				// The condition and the pause are the expressions of the example's IF and Wait nodes.
				json = await run('Get Status', json);
				rounds += 1;
				if (!json.is_final) await scene.passes(Number(json.retry_after_seconds) / 60);
			} while (!json.is_final && rounds < 100);

			expect(json).toMatchObject({ outcome: 'published', is_final: true });
			expect(rounds).toBeGreaterThan(10);
		} finally {
			await media.close();
		}
	}, 60_000);

	it('is wired as a loop: not final → wait → ask again', () => {
		const next = (name: string) => example.connections[name].main.map(([to]) => to.node);
		expect(next('Get Status')).toEqual(['Is It Final?']);
		expect(next('Is It Final?')).toEqual(['Done', 'Wait']);
		expect(next('Wait')).toEqual(['Get Status']);
		expect(nodeOf(example, 'Wait').parameters.amount).toBe('={{ $json.retry_after_seconds }}');
		expect(JSON.stringify(nodeOf(example, 'Is It Final?').parameters)).toContain('$json.is_final');
	});
});

/** The expression of the example's last node, worked out for an item by n8n itself. */
async function message(example: Example, json: IDataObject): Promise<string> {
	const { assignments } = nodeOf(example, 'Write Message').parameters as {
		assignments: { assignments: Array<{ value: string }> };
	};
	const { Workflow } = await import('n8n-workflow');
	const node = { ...example.nodes[0], name: 'n', parameters: {} as INodeParameters };
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => undefined as never,
			getByNameAndVersion: () => undefined as never,
			getKnownTypes: () => ({}),
		},
	});
	return String(
		workflow.expression.resolveSimpleParameterValue(
			assignments.assignments[0].value,
			{},
			null,
			0,
			0,
			node.name,
			[{ json }],
			'manual',
			{},
		),
	);
}

it('failed-publish-alert.json makes a message of a failed post', async () => {
	const example = read('failed-publish-alert.json');
	const trigger = scene.trigger(nodeOf(example, 'On Failed Post').parameters);
	await trigger.activate();
	setting.emulator.account(scene.username).failNext.push('internal');
	const publishId = await scene.post();
	const items = await trigger.polls(3);

	expect(items).toHaveLength(1);
	expect(await message(example, items[0])).toBe(
		`TikTok post ${publishId} failed. TikTok could not finish the post because of an internal error. Post it again later. Posting it again can help.`,
	);
});

it('new-public-post-notify.json makes a message of a new post', async () => {
	const example = read('new-public-post-notify.json');
	const trigger = scene.trigger(nodeOf(example, 'On New Public Post').parameters);
	await trigger.activate();
	await scene.post({ title: 'Gears' });
	const items = await trigger.polls(3);

	expect(items).toHaveLength(1);
	expect(await message(example, items[0])).toMatch(
		new RegExp(`^New on TikTok: Gears https://www.tiktok.com/@${scene.username}/video/\\d{19}$`),
	);
});
