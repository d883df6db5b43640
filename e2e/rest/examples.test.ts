/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startChatModel } from '../chatModel';
import { connectAccounts } from '../demo/credentials';
import { fitExample } from '../demo/examples';
import { startSurroundings, type Surroundings } from '../demo/surroundings';
import { examples } from '../folders';
import { outputOf, type Credential, type Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { createSetting, requireSuccess, writeVideo, type Setting } from './setting';
import { chain, node, tikTok, webhook } from './workflows';

const exampleFiles = readdirSync(examples).filter((name) => name.endsWith('.json'));

/** What else the examples do than at one click in the demo, each with an account of its own. */

let setting: Setting;
let nodeTypes: Set<string>;
let surroundings: Surroundings;
let credentials: Credential[];
beforeAll(async () => {
	setting = await createSetting();
	nodeTypes = new Set(await setting.rest.nodeTypes());
	surroundings = await startSurroundings(setting.emulator);
	credentials = await connectAccounts(setting.rest, setting.emulator, surroundings);
});
afterAll(async () => {
	await setting.close();
	await surroundings.close();
});
beforeEach(() => surroundings.notified.splice(0));

async function prepare(file: string, credential?: Credential): Promise<Workflow> {
	const place = { credentials, filesFolder: setting.filesFolder, surroundings };
	const workflow = fitExample(await readExample(file), place);
	chooseCredential(workflow, credential ?? (await setting.connect()));
	return workflow;
}

describe.each(exampleFiles)('examples/%s', (file) => {
	it('can be imported, and this n8n knows all its nodes', async () => {
		const workflow = await readExample(file);
		const saved = await setting.rest.importWorkflow(workflow);

		expect(saved.nodes).toHaveLength(workflow.nodes.length);
		expect(workflow.nodes.filter(({ type }) => !nodeTypes.has(type))).toEqual([]);
	});
});

it('upload-from-address: the video is posted; an address without one is listed with its reason', async () => {
	const workflow = await prepare('upload-from-address.json');
	const [address] = (
		nodeNamed(workflow, 'Videos').parameters.assignments as {
			assignments: Array<{ value: string }>;
		}
	).assignments;
	const good = await setting.runToSuccess(workflow, 'Start');
	address.value = address.value.replace('sample', 'none');
	const bad = await setting.runToSuccess(workflow, 'Start');

	expect(outputOf(good, 'Posted')[0].json).toMatchObject({ outcome: 'published' });
	expect(outputOf(bad, 'Failed')[0].json).toMatchObject({
		code: 'address_not_found',
		reason: expect.stringContaining('Nothing is at the address in Video URL'),
	});
});

it('batch-from-folder: good files are posted, the bad one is listed with its reason', async () => {
	const folder = join(setting.filesFolder, 'batch');
	await mkdir(folder);
	await writeVideo(join(folder, 'first.mp4'));
	await writeVideo(join(folder, 'second.mp4'), 400_000);
	await writeVideo(join(folder, 'third.mp4'), 500_000);
	const workflow = await prepare('batch-from-folder.json');
	nodeNamed(workflow, 'Read Folder').parameters.fileSelector = join(folder, '*.mp4');
	setting.emulator.faults.script({
		match: { path: '/v2/post/publish/video/init/' },
		nth: 2,
		do: { kind: 'envelope', status: 400, code: 'invalid_params' },
	});
	const execution = await setting.runToSuccess(workflow);

	expect(outputOf(execution, 'Posted').map(({ json }) => json)).toEqual([
		expect.objectContaining({ file: expect.stringMatching(/mp4$/), outcome: 'published' }),
		expect.objectContaining({ file: expect.stringMatching(/mp4$/), outcome: 'published' }),
	]);
	expect(outputOf(execution, 'Failed').map(({ json }) => json)).toEqual([
		{
			file: expect.stringMatching(/mp4$/),
			reason: expect.stringContaining('TikTok did not accept one of the values.'),
			code: 'invalid_params',
			may_retry: false,
		},
	]);
});

it('once-in-queue-mode: each row is posted once, however often the workflow runs', async () => {
	const before = setting.emulator.publishes.length;
	const saved = await setting.rest.importWorkflow(await prepare('once-in-queue-mode.json'));
	const run = async () => {
		const id = await setting.rest.runWorkflow(saved, 'Every Hour');
		return requireSuccess(await setting.rest.waitForExecution(id, { limitMs: 150_000 }));
	};
	expect(outputOf(await run(), 'Publish to TikTok')).toHaveLength(2);
	const { runData } = (await run()).data.resultData;
	expect(Object.keys(runData)).not.toContain('Publish to TikTok');
	expect(setting.emulator.publishes).toHaveLength(before + 2);
	expect(surroundings.notified).toEqual([]);
});

it('check-batch-then-post: posts nothing while one file is bad, and all when all are good', async () => {
	const folder = join(setting.filesFolder, 'checked');
	await mkdir(folder);
	await writeVideo(join(folder, 'first.mp4'));
	await writeFile(join(folder, 'second.mp4'), '<!doctype html><title>Sign in</title>');
	const workflow = await prepare('check-batch-then-post.json');
	nodeNamed(workflow, 'Read Folder').parameters.fileSelector = join(folder, '*.mp4');
	const before = setting.emulator.publishes.length;
	const refused = await setting.runToSuccess(workflow);

	expect(outputOf(refused, 'To Mend').map(({ json }) => json)).toEqual([
		{ file: 'first.mp4', would_post: true, what_to_do: '' },
		{
			file: 'second.mp4',
			would_post: false,
			what_to_do: expect.stringContaining('looks like a web page (HTML)'),
		},
	]);
	expect(setting.emulator.publishes).toHaveLength(before);

	await writeVideo(join(folder, 'second.mp4'), 400_000);
	const posted = await setting.runToSuccess(workflow);
	expect(outputOf(posted, 'Post').map(({ json }) => json.outcome)).toEqual([
		'published',
		'published',
	]);
	expect(setting.emulator.publishes).toHaveLength(before + 2);
});

it('scheduled-two-accounts: waits for the moment, then posts to both accounts', async () => {
	const accounts = ['first.account', 'second.account'];
	const [first, second] = await Promise.all(
		accounts.map(async (account) => await setting.connect({ account })),
	);
	const workflow = await prepare('scheduled-two-accounts.json', first);
	nodeNamed(workflow, 'Post to Second Account').credentials = {
		tikTokOAuth2Api: { id: second.id, name: second.name },
	};
	const at = Date.now() + 4_000;
	const { assignments } = nodeNamed(workflow, 'Post').parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	const publishAt = assignments.find(({ name }) => name === 'publishAt');
	if (publishAt) publishAt.value = new Date(at).toISOString();
	await setting.runToSuccess(workflow);
	const posts = setting.emulator.publishes.filter(({ account }) => accounts.includes(account));

	expect(posts.map(({ account }) => account).sort()).toEqual(accounts);
	for (const { createdAt } of posts) expect(createdAt).toBeGreaterThanOrEqual(at);
});

it('error-workflow: tells which posts exist although the workflow failed', async () => {
	const errorWorkflow = await setting.publish(await prepare('error-workflow.json'));
	const path = randomUUID();
	const workflow = chain('Fails', [
		webhook(path),
		node('Two Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body', options: {} }),
		tikTok(
			{
				resource: 'video',
				operation: 'publish',
				postMode: 'DIRECT_POST',
				videoUrl: 'https://media.example.com/clips/sample.mp4',
				privacyLevel: "={{ $itemIndex === 1 ? 'NOT_OFFERED' : 'SELF_ONLY' }}",
			},
			await setting.connect(),
		),
	]);
	workflow.settings = { ...workflow.settings, errorWorkflow: errorWorkflow.id };
	await setting.callWebhook(await setting.publish(workflow), path, [{ n: 1 }, { n: 2 }]);
	const [alert] = await waitFor('alert', () =>
		surroundings.notified.length > 0 ? surroundings.notified : undefined,
	);

	expect(alert).toMatchObject({
		workflow: 'Fails',
		execution: expect.stringContaining('/executions/'),
		code: 'privacy_level_option_mismatch',
		published: [{ item: 0, publish_id: setting.emulator.publishes.at(-1)?.publishId }],
	});
});

it('agent-tool: the model reads the numbers of the videos it asks for', async () => {
	const model = await startChatModel();
	try {
		const workflow = await prepare('agent-tool.json');
		chooseCredential(
			workflow,
			await setting.rest.createCredential('Stand-in model', 'openAiApi', {
				apiKey: 'stand-in',
				url: model.url,
			}),
		);
		const account = await setting.connect({ account: 'demo.creator' });
		chooseCredential(workflow, account);
		const chat = nodeNamed(workflow, 'Chat');
		chat.webhookId = randomUUID();
		chat.parameters.public = true;
		model.callTool({ limit: 3 }, 'Get_Videos');
		const saved = await setting.publish(workflow);
		const answer = await waitFor('chat of the published workflow', async () => {
			const response = await fetch(`${setting.instance.url}/webhook/${chat.webhookId}/chat`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					action: 'sendMessage',
					sessionId: 'test',
					chatInput: 'How did my last three videos do?',
				}),
			});
			return response.status === 404 ? undefined : await response.text();
		});
		requireSuccess(await setting.firstExecutionOf(saved));

		expect(answer).toContain('Done.');
		expect(model.tools.map((tool) => tool.function.name).sort()).toEqual([
			'Get_Stats',
			'Get_Videos',
			'Post_Video',
		]);
		expect(model.toolAnswers[0].match(/view_count/g)).toHaveLength(3);
	} finally {
		await model.close();
	}
});

it('agent-asks-before-posting: the first answer posts nothing, the yes posts once', async () => {
	const model = await startChatModel();
	try {
		const workflow = await prepare('agent-asks-before-posting.json');
		const stand = { apiKey: 'stand-in', url: model.url };
		chooseCredential(
			workflow,
			await setting.rest.createCredential('Stand-in model', 'openAiApi', stand),
		);
		const chat = nodeNamed(workflow, 'Chat');
		chat.webhookId = randomUUID();
		chat.parameters.public = true;
		await setting.publish(workflow);
		const say = async (chatInput: string) =>
			await waitFor('chat of the published workflow', async () => {
				const response = await fetch(`${setting.instance.url}/webhook/${chat.webhookId}/chat`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ action: 'sendMessage', sessionId: 'consent', chatInput }),
				});
				return response.status === 404 ? undefined : await response.text();
			});
		const post = {
			videoUrl: 'https://media.example.com/clips/sample.mp4',
			caption: 'Behind the scenes',
		};
		const before = setting.emulator.publishes.length;
		model.callTool(post, 'Check_Video');
		await say('Post the sample clip.');

		expect(model.toolAnswers[0]).toContain('"would_post":true');
		expect(model.toolAnswers[0]).toContain('creator_nickname');
		expect(setting.emulator.publishes).toHaveLength(before);

		model.callTool(post, 'Post_Video');
		await say('Yes, post it.');
		expect(setting.emulator.publishes).toHaveLength(before + 1);
		expect(setting.emulator.publishes.at(-1)?.postInfo.title).toBe('Behind the scenes');
	} finally {
		await model.close();
	}
});
