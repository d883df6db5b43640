/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import {
	createRunExecutionData,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type ITaskData,
	type NodeParameterValue,
} from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Scene } from '../nodes/TikTok/trigger/triggerUnderTest';
import { addVideos } from '../harness/accounts';
import { startMediaServer } from '../harness/mediaServer';
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

/**
 * An expression of a node of the example, worked out by n8n itself.
 * @param before what nodes of the workflow have put out, by name
 */
function resolved(
	{ nodes, connections }: Example,
	name: string,
	expression: unknown,
	items: IDataObject[],
	before: Record<string, IDataObject[]> = {},
): unknown {
	const workflow = new Workflow({
		nodes: structuredClone(nodes),
		connections: connections as unknown as IConnections,
		active: false,
		nodeTypes: {
			getByName: () => undefined as never,
			getByNameAndVersion: () => undefined as never,
			getKnownTypes: () => ({}),
		},
	});
	const runData = Object.entries(before).map(([node, output]): [string, ITaskData[]] => [
		node,
		[
			{
				startTime: 0,
				executionTime: 0,
				executionIndex: 0,
				source: [],
				data: { main: [output.map((json) => ({ json }))] },
			},
		],
	]);
	const { expression: engine } = workflow;
	return engine.resolveSimpleParameterValue(
		expression as NodeParameterValue,
		{},
		createRunExecutionData({ resultData: { runData: Object.fromEntries(runData) } }),
		0,
		0,
		name,
		items.map((json) => ({ json })),
		'manual',
		{},
	);
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

	/** Whether the example's IF node leaves the loop: one of its conditions holds. */
	function isOver(json: IDataObject, loop: Example = example): boolean {
		const { conditions } = nodeOf(loop, 'Is It Over?').parameters as unknown as {
			conditions: { combinator: string; conditions: Array<{ leftValue: string }> };
		};
		expect(conditions.combinator).toBe('or');
		return conditions.conditions
			.map(({ leftValue }) => resolved(loop, 'Is It Over?', leftValue, [json]))
			.some((holds) => {
				expect(typeof holds).toBe('boolean');
				return holds;
			});
	}

	const pause = (json: IDataObject) =>
		resolved(example, 'Wait', nodeOf(example, 'Wait').parameters.amount, [json]) as number;

	it('goes round until the link is there, at the pace that the node names', async () => {
		setting.emulator.switches.processingMs = 20 * 60_000;
		setting.emulator.switches.moderationMs = 2 * 3_600_000;
		const media = await startMediaServer();
		setting.emulator.switches.pullMapping = { 'media.example.com': media.url };
		try {
			let json = await run('Publish to TikTok', {});
			await setting.emulator.settled();
			// TikTok is away for longer than one question is repeated.
			setting.emulator.faults.script({
				match: { path: '/v2/post/publish/status/fetch/' },
				nth: 3,
				times: 12,
				do: { kind: 'status', status: 503 },
			});
			const pauses: number[] = [];
			for (
				json = await run('Get Status', json);
				!isOver(json);
				json = await run('Get Status', json)
			) {
				pauses.push(pause(json));
				await scene.passes(pause(json) / 60);
				expect(pauses.length).toBeLessThan(200);
			}

			expect(json).toMatchObject({ outcome: 'published', is_final: true });
			expect(json.post_urls).toEqual([expect.stringMatching(/\/video\/\d{19}$/)]);
			expect(pauses.length).toBeGreaterThan(60);
			// n8n's Wait node keeps what is shorter than 65 s in memory only.
			expect(Math.min(...pauses)).toBeGreaterThan(65);
		} finally {
			await media.close();
		}
	}, 120_000);

	it.each<[string, IDataObject, boolean]>([
		['failed', { outcome: 'failed', is_final: true, post_ids: [] }, true],
		['a draft in the inbox', { outcome: 'inbox', is_final: true, post_ids: [] }, true],
		['in progress', { outcome: 'in_progress', is_final: false, post_ids: [] }, false],
		['published without a link', { outcome: 'published', is_final: true, post_ids: [] }, false],
		['no answer just now', { error: 'x', details: { retryable: true } }, false],
		['no answer ever', { error: 'x', details: { retryable: false } }, true],
	])('after %s: over %s', (_name, json, expected) => {
		expect(isOver(json)).toBe(expected);
	});

	it('does not wait for the link of a private post', () => {
		const own = structuredClone(example);
		nodeOf(own, 'Publish to TikTok').parameters.privacyLevel = 'SELF_ONLY';
		expect(isOver({ outcome: 'published', is_final: true, post_ids: [] }, own)).toBe(true);
	});

	it('is wired as a loop: not over → wait → ask again', () => {
		const next = (name: string) => example.connections[name].main.map(([to]) => to.node);
		expect(next('Get Status')).toEqual(['Is It Over?']);
		expect(next('Is It Over?')).toEqual(['Done', 'Wait']);
		expect(next('Wait')).toEqual(['Get Status']);
	});
});

describe('error-workflow.json', () => {
	const example = read('error-workflow.json');

	it('tells reason, advice and code of a poll that failed', async () => {
		const trigger = scene.trigger();
		await trigger.activate();
		setting.emulator.removeAuthorization({ username: scene.username });
		const error: unknown = await trigger.restart().catch((thrown: unknown) => thrown);
		// n8n gives a trigger's error to the error workflow under `trigger`, without an execution.
		const given = { trigger: { error, mode: 'trigger' }, workflow: { id: 'w', name: 'Alerts' } };
		const json = JSON.parse(JSON.stringify(given)) as IDataObject;

		expect(told(json)).toEqual({
			workflow: 'Alerts',
			execution: '',
			reason: expect.stringMatching(/^Reconnect the credential/) as string,
			advice: expect.stringContaining('Connect') as string,
			code: 'reconnect',
			published: [],
		});
	});

	it('tells the same of an execution that failed', () => {
		const error = { message: 'No.', description: 'Do it.', context: { tiktok: { code: 'c' } } };
		const json = { execution: { url: 'https://n8n/1', error }, workflow: { name: 'Posts' } };
		expect(told(json)).toEqual({
			workflow: 'Posts',
			execution: 'https://n8n/1',
			reason: 'No.',
			advice: 'Do it.',
			code: 'c',
			published: [],
		});
	});

	function told(json: IDataObject): IDataObject {
		const { assignments } = nodeOf(example, 'What Happened').parameters as unknown as {
			assignments: { assignments: Array<{ name: string; value: string }> };
		};
		return Object.fromEntries(
			assignments.assignments.map(({ name, value }) => [
				name,
				resolved(example, 'What Happened', value, [json]),
			]),
		) as IDataObject;
	}
});

describe('weekly-stats-report.json', () => {
	const example = read('weekly-stats-report.json');

	async function report(): Promise<string> {
		const [stats, videos] = [nodeOf(example, 'Get Stats'), nodeOf(example, 'Get Videos')];
		const read = async ({ parameters, alwaysOutputData }: INode) => {
			const options = { parameters, alwaysOutputData, credentials: [scene.credential] };
			const { items, error } = await setting.harness.run(options);
			expect(error).toBeUndefined();
			return items.map(({ json }) => json);
		};
		const { assignments } = nodeOf(example, 'Report').parameters as unknown as {
			assignments: { assignments: Array<{ value: string }> };
		};
		const before = { 'Get Stats': await read(stats) };
		const items = await read(videos);
		expect(items.length).toBeGreaterThan(0);
		return String(resolved(example, 'Report', assignments.assignments[0].value, items, before));
	}

	it('adds up the newest videos', async () => {
		addVideos(setting.emulator, scene.username, [
			{ id: '7000000000000000001', create_time: 1_700_000_000 },
			{ id: '7000000000000000002', create_time: 1_700_000_001 },
		]);
		expect(await report()).toContain('Newest 2 videos: 1000 views, 6 likes, 4 comments, 2 shares');
	});

	it('reports of an account without public videos, too', async () => {
		expect(await report()).toMatch(
			/Followers: \d+\nLikes in all: \d+\nNewest 0 videos: 0 views, 0 likes, 0 comments, 0 shares$/,
		);
	});
});

/** The expression of the example's last node, worked out for an item by n8n itself. */
function message(example: Example, json: IDataObject): string {
	const { assignments } = nodeOf(example, 'Write Message').parameters as unknown as {
		assignments: { assignments: Array<{ value: string }> };
	};
	return String(resolved(example, 'Write Message', assignments.assignments[0].value, [json]));
}

it('failed-publish-alert.json makes a message of a failed post', async () => {
	const example = read('failed-publish-alert.json');
	const trigger = scene.trigger(nodeOf(example, 'On Failed Post').parameters);
	await trigger.activate();
	setting.emulator.account(scene.username).failNext.push('internal');
	const publishId = await scene.post({ title: 'Gears' });
	const items = await trigger.polls(3);

	expect(items).toHaveLength(1);
	expect(message(example, items[0])).toBe(
		`TikTok post ${publishId}, "Gears", of Workflow under test failed. TikTok could not finish the post because of an internal error. Post it again later. Posting it again can help.`,
	);
});

it('new-public-post-notify.json makes a message of a new post', async () => {
	const example = read('new-public-post-notify.json');
	const trigger = scene.trigger(nodeOf(example, 'On New Public Post').parameters);
	await trigger.activate();
	await scene.post({ title: 'Gears' });
	const items = await trigger.polls(3);

	expect(items).toHaveLength(1);
	expect(message(example, items[0])).toMatch(
		new RegExp(`^New on TikTok: Gears https://www.tiktok.com/@${scene.username}/video/\\d{19}$`),
	);
});
