/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startPublicNames } from '../../test/harness/publicNames';
import { e2e, examples, root } from '../folders';
import { bodyOf, listenOnLoopback } from '../loopbackServer';
import { outputOf, type Credential, type Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { startChatModel } from './chatModel';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { hostMedia } from '../mediaHost';
import { createSetting, requireSuccess, writeVideo, type Setting } from './setting';
import { chain, node, tikTok, webhook } from './workflows';

const exampleFiles = readdirSync(examples).filter((name) => name.endsWith('.json'));

let setting: Setting;
let nodeTypes: Set<string>;
let closeMedia: () => Promise<void>;
/** What the examples' notifications say: they go here instead of to https://example.com. */
const notified: Array<Record<string, unknown>> = [];
let notifyServer: Awaited<ReturnType<typeof listenOnLoopback>>;
beforeAll(async () => {
	setting = await createSetting();
	nodeTypes = new Set(await setting.rest.nodeTypes());
	closeMedia = await hostMedia(setting.emulator);
	notifyServer = await listenOnLoopback((request, response) => {
		void bodyOf(request).then((body) => {
			notified.push(JSON.parse(body.toString()) as Record<string, unknown>);
			response.end('{}');
		});
	});
});
afterAll(async () => {
	await setting.close();
	await notifyServer.close();
	await closeMedia();
});
beforeEach(() => (notified.length = 0));

/** The example with an account chosen and its placeholder addresses pointing to this test. */
async function prepare(file: string, credential?: Credential): Promise<Workflow> {
	const workflow = await readExample(file);
	chooseCredential(workflow, credential ?? (await setting.connect()));
	for (const { parameters } of workflow.nodes) {
		if (String(parameters.url).startsWith('https://example.com/')) {
			parameters.url = notifyServer.url;
		}
	}
	return workflow;
}

describe.each(exampleFiles)('examples/%s', (file) => {
	it('can be imported, and this n8n knows all its nodes', async () => {
		const workflow = await readExample(file);
		const saved = await setting.rest.importWorkflow(workflow);

		expect(saved.nodes).toHaveLength(workflow.nodes.length);
		expect(workflow.nodes.filter(({ type }) => !nodeTypes.has(type))).toEqual([]);
	});

	it('is run by a test', async () => {
		const texts = await Promise.all(testFiles().map(async (path) => await readFile(path, 'utf8')));

		expect(texts.some((text) => text.includes(`'${file}'`))).toBe(true);
	});
});

function testFiles(): string[] {
	const ownFolders = readdirSync(e2e, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
		.map(({ name }) => join(e2e, name));
	return [join(root, 'test'), ...ownFolders].flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.test.ts'))
			.map((name) => join(folder, name)),
	);
}

it('upload-video: a file from the disk becomes a public post', async () => {
	const workflow = await prepare('upload-video.json');
	const file = join(setting.filesFolder, 'main.mp4');
	await writeVideo(file);
	nodeNamed(workflow, 'Read Video').parameters.fileSelector = file;
	const execution = await setting.runToSuccess(workflow);
	const [{ json }] = outputOf(execution, 'Upload to TikTok');

	expect(json.post_urls).toEqual([expect.stringMatching(/^https?:\/\/.*\/video\/\d{19}$/)]);
});

it('upload-from-address: the video is posted; an address without one is listed with its reason', async () => {
	const workflow = await prepare('upload-from-address.json');
	const [address] = (
		nodeNamed(workflow, 'Videos').parameters.assignments as {
			assignments: Array<{ value: string }>;
		}
	).assignments;
	address.value = `${setting.emulator.switches.pullMapping['media.example.com']}/sample.mp4`;
	const good = await setting.runToSuccess(workflow, 'Start');
	address.value = address.value.replace('sample', 'none');
	const bad = await setting.runToSuccess(workflow, 'Start');

	expect(outputOf(good, 'Posted')[0].json).toMatchObject({ outcome: 'published' });
	expect(outputOf(bad, 'Failed')[0].json).toMatchObject({
		code: 'address_not_found',
		reason: expect.stringContaining('Nothing is at the address in Video URL'),
	});
});

it('publish-from-url: posts on schedule, waits, and sends the link', async () => {
	const workflow = await prepare('publish-from-url.json');
	await setting.runToSuccess(workflow, 'Every Day');

	expect(notified).toEqual([
		{
			outcome: 'published',
			link: expect.stringMatching(/\/video\/\d{19}$/),
			publish_id: expect.any(String),
		},
	]);
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
	expect(notified).toEqual([]);
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

it('photo-carousel: two photos become one post', async () => {
	const execution = await setting.runToSuccess(await prepare('photo-carousel.json'));
	const [{ json }] = outputOf(execution, 'Post Photos');

	expect(json.outcome).toBe('published');
	expect(setting.emulator.publishes.at(-1)?.media).toHaveLength(2);
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

it('weekly-stats-report: followers, and the sums of the newest videos', async () => {
	const credential = await setting.connect({ account: 'demo.creator' });
	await setting.runToSuccess(await prepare('weekly-stats-report.json', credential), 'Every Monday');
	const videos = setting.emulator
		.account('demo.creator')
		.videos.filter(({ privacy }) => privacy === 'PUBLIC_TO_EVERYONE')
		.slice(0, 20);
	const views = videos.reduce((sum, video) => sum + video.views, 0);

	expect(notified).toHaveLength(1);
	expect(notified[0].text).toContain('Followers: 12840');
	expect(notified[0].text).toContain(`Newest 20 videos: ${views} views`);
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
	const [alert] = await waitFor('alert', () => (notified.length > 0 ? notified : undefined));

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
	const name = 'media.example.com';
	// What TikTok would download the node looks at, at its public address.
	const names = await startPublicNames({ [name]: setting.emulator.switches.pullMapping[name] });
	try {
		const workflow = await prepare('agent-asks-before-posting.json');
		nodeNamed(workflow, 'Check Video').parameters.requestOptions = names.requestOptions;
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
		await names.close();
		await model.close();
	}
});

it('action-categories-to-table: one row per category, IDs exact', async () => {
	const { seed } = setting.emulator.business;
	const credential = await setting.rest.createCredential('Business', 'tikTokBusinessApi', {
		accessToken: seed.token,
		environment: 'custom',
		apiUrl: setting.emulator.url,
	});
	const workflow = await prepare('action-categories-to-table.json');
	const lookUp = nodeNamed(workflow, 'Get Action Categories');
	lookUp.credentials = { [credential.type]: { id: credential.id, name: credential.name } };
	Object.assign(lookUp.parameters, {
		authentication: credential.type,
		advertiserId: seed.usAdvertiserId,
	});
	const execution = await setting.runToSuccess(workflow);

	expect(outputOf(execution, 'Rows').map(({ json }) => json.id)).toEqual(
		setting.emulator.business.actionCategories.map((category) => category.action_category_id),
	);
	expect(outputOf(execution, 'Table')[0].binary?.data).toMatchObject({
		fileName: 'action-categories.csv',
	});
});
