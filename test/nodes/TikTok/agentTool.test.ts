import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.requests.length = 0;
});

describe.each(['current', 'classic'] as const)('the TikTok tool of a %s agent', (agent) => {
	const ask = async (parameters: object, credentials = [setting.connect()]) =>
		await setting.harness.runTool({
			parameters: parameters as never,
			credentials,
			agent,
		});

	it('answers a question about the account', async () => {
		const { text } = await ask({ resource: 'creator', operation: 'getStats' });

		expect(text).toContain('"follower_count"');
	});

	it('tells the model what TikTok refused, with the code, instead of an empty answer', async () => {
		setting.emulator.faults.script({
			match: { path: '/v2/post/publish/creator_info/query/' },
			do: { kind: 'envelope', status: 200, code: 'spam_risk_too_many_posts' },
		});
		const { text } = await ask({ resource: 'creator', operation: 'getPostingOptions' });

		expect(text).toContain(
			'This account has used up its posts through apps for the last 24 hours.',
		);
		expect(text).toContain('spam_risk_too_many_posts');
	});

	it('says that an upload needs an input item, and sends nothing', async () => {
		const { text } = await ask({
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			privacyLevel: 'SELF_ONLY',
			videoSource: 'binary',
			binaryPropertyName: 'data',
		});

		expect(text).toContain('has no file in the field');
		expect(text).toContain('give it an address there');
		expect(setting.emulator.requests).toEqual([]);
	});

	it('opens on an address: a model has no file', async () => {
		const upload = { resource: 'video', operation: 'upload', privacyLevel: 'SELF_ONLY' };
		const { text } = await ask({ ...upload, videoUrl: 'ftp://media.example.com/clip.mp4' });

		expect(text).toContain('Video URL is not an address of a file.');
		expect(setting.emulator.requests).toEqual([]);
	});

	it('names a missing permission', async () => {
		const { text } = await ask({ resource: 'creator', operation: 'getPostingOptions' }, [
			setting.connect({ scopes: ['user.info.basic'] }),
		]);

		expect(text).toContain('This account did not grant video.publish.');
	});

	it('is told to reconnect when the account is not connected', async () => {
		const [app] = setting.emulator.apps;
		const credential = setting.harness.addCredential('tikTokOAuth2Api', {
			clientId: app.clientKey,
			clientSecret: app.clientSecret,
			environment: 'custom',
			apiUrl: setting.emulator.url,
			oauthTokenData: { error: 'invalid_grant', error_description: 'Code is expired.' },
		});
		const { text } = await ask({ resource: 'creator', operation: 'getStats' }, [credential]);

		expect(text).toContain('Reconnect the credential: Code is expired.');
	});

	it('looks up the ad account that the model names', async () => {
		const { text, tool } = await setting.harness.runTool({
			parameters: {
				authentication: 'tikTokBusinessApi',
				resource: 'adAccount',
				operation: 'getTerms',
				// As the editor stores a field that the model fills.
				advertiserId: {
					__rl: true,
					mode: 'id',
					value: "={{ $fromAI('Advertiser', 'ID of the ad account', 'string') }}",
				},
			},
			credentials: [setting.businessToken],
			agent,
			args: { Advertiser: setting.emulator.business.seed.usAdvertiserId },
		});

		expect(tool.argumentNames).toEqual(['Advertiser']);
		expect(text).toContain('Sample lead ads terms.');
		expect(setting.emulator.requests[0].query).toMatchObject({
			advertiser_id: setting.emulator.business.seed.usAdvertiserId,
		});
	});
});

it('two equal calls of a model at the same time are one post, and both hear of it', async () => {
	setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	const { texts } = await setting.harness.runTool({
		parameters: {
			resource: 'video',
			operation: 'publish',
			postMode: 'DIRECT_POST',
			privacyLevel: 'SELF_ONLY',
			videoUrl: 'https://media.example.com/clip.mp4',
		},
		credentials: [setting.connect()],
		agent: 'classic',
		calls: 2,
	});

	const [{ publishId }, ...others] = setting.emulator.publishes;
	expect(others).toEqual([]);
	expect(texts).toEqual([expect.stringContaining(publishId), expect.stringContaining(publishId)]);
});
