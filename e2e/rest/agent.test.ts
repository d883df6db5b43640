import { outputOf, type Credential, type Workflow } from '../n8n/rest';
import { startChatModel, type ChatModel } from '../chatModel';
import { hostMedia } from '../mediaHost';
import { createSetting, type Setting } from './setting';
import { chain, node, start, TIKTOK, useCredential } from './workflows';

let setting: Setting;
let model: ChatModel;
let openAi: Credential;
let closeMedia: () => Promise<void>;
beforeAll(async () => {
	setting = await createSetting();
	closeMedia = await hostMedia(setting.emulator);
	model = await startChatModel();
	openAi = await setting.rest.createCredential('Stand-in model', 'openAiApi', {
		apiKey: 'stand-in',
		url: model.url,
	});
});
afterAll(async () => {
	await setting.close();
	await model.close();
	await closeMedia();
});
beforeEach(() => setting.emulator.faults.clear());

const getStats = { resource: 'creator', operation: 'getStats' };
const publishFromUrl = {
	resource: 'video',
	operation: 'publish',
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	videoUrl: "={{ $fromAI('videoUrl', 'Address of the video', 'string') }}",
	title: "={{ $fromAI('caption', 'Caption with hashtags', 'string') }}",
};

// The agent that is offered today, and the one in workflows of last year.
describe.each([3.1, 2.2])('the TikTok tool of an AI Agent node (version %s)', (version) => {
	/** Lets the model call the tool and returns what it was told in its next request. */
	async function ask(
		parameters: Record<string, unknown>,
		options: { credential?: Credential; arguments?: Record<string, unknown> } = {},
	): Promise<string> {
		const credential = options.credential ?? (await setting.connect());
		model.callTool(options.arguments ?? {});
		const before = model.toolAnswers.length;
		const execution = await setting.runToSuccess(agentWorkflow(version, parameters, credential));
		const answers = model.toolAnswers.slice(before);
		if (answers.length === 1) return answers[0];
		const output = JSON.stringify(outputOf(execution, 'AI Agent').map(({ json }) => json));
		throw new Error(`The model got ${answers.length} answers; the agent put out ${output}`);
	}

	it('answers a question about the account with its numbers', async () => {
		const answer = await ask(getStats);

		expect(answer).toContain('follower_count');
		// n8n describes a tool to the model by the action of its operation, by nothing else.
		expect(model.tools[0].function.description).toBe('Get profile and statistics in TikTok');
	});

	it('posts a video by its address, with the caption the model wrote', async () => {
		const answer = await ask(publishFromUrl, {
			arguments: {
				videoUrl: 'https://media.example.com/clips/sample.mp4',
				caption: 'By an assistant #tiny',
			},
		});
		const publish = setting.emulator.publishes.at(-1);

		expect(publish?.postInfo).toMatchObject({ title: 'By an assistant #tiny' });
		expect(answer).toContain(publish?.publishId);
	});

	it('says that an upload needs a file, and what to use instead', async () => {
		const answer = await ask({
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel: 'SELF_ONLY',
			videoSource: 'binary',
			binaryPropertyName: 'data',
		});

		expect(answer).toContain('The input item has no file in the field \\"data\\".');
		expect(answer).toContain('give it an address there');
	});

	it('names the permission that the account did not grant', async () => {
		const answer = await ask(publishFromUrl, {
			credential: await setting.connect({ without: ['video.publish'] }),
			arguments: { videoUrl: 'https://media.example.com/clips/sample.mp4', caption: '' },
		});

		expect(answer).toContain('This account did not grant video.publish.');
		expect(answer).toContain('reconnect');
	});

	it('waits out a "too many requests": the model sees the numbers only', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/user/info/' },
			do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
		});
		const answer = await ask(getStats);

		expect(answer).toContain('follower_count');
		expect(answer).not.toContain('rate_limit');
	});

	it('explains a limit that does not pass, with when to try again', async () => {
		const { seed } = setting.emulator.business;
		setting.emulator.faults.script({
			match: { path: '/open_api/v1.3/tool/action_category/' },
			times: 4,
			do: { kind: 'envelope', code: 40100 },
		});
		const credential = await setting.rest.createCredential('Business', 'tikTokBusinessApi', {
			accessToken: seed.token,
			environment: 'custom',
			apiUrl: setting.emulator.url,
		});
		const answer = await ask(
			{
				resource: 'adAccount',
				operation: 'getActionCategories',
				advertiserId: seed.usAdvertiserId,
			},
			{ credential },
		);

		expect(answer).toMatch(/limit/i);
		expect(answer).toContain('40100');
		expect(answer).toMatch(/try again|retry_after_seconds/i);
	});

	it('passes on a refusal that TikTok sends with HTTP 200', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/creator_info/query/' },
			do: { kind: 'envelope', status: 200, code: 'spam_risk_too_many_posts' },
		});
		const answer = await ask({ resource: 'creator', operation: 'getPostingOptions' });

		expect(answer).toContain(
			'This account has used up its posts through apps for the last 24 hours.',
		);
		expect(answer).toContain('spam_risk_too_many_posts');
	});
});

function agentWorkflow(
	version: number,
	parameters: Record<string, unknown>,
	credential: Credential,
): Workflow {
	const agent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', version, {
		promptType: 'define',
		text: 'Use the tool.',
		options: {},
	});
	const chatModel = node(
		'OpenAI Chat Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.2,
		{ model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
		{ credentials: useCredential(openAi) },
	);
	const tool = node(
		'TikTok',
		`${TIKTOK}Tool`,
		1,
		{ authentication: credential.type, ...parameters },
		{ credentials: useCredential(credential) },
	);
	const workflow = chain('Agent', [start(), agent]);
	workflow.nodes.push(chatModel, tool);
	const toAgent = (type: string) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
	workflow.connections[chatModel.name] = toAgent('ai_languageModel');
	workflow.connections[tool.name] = toAgent('ai_tool');
	return workflow;
}
