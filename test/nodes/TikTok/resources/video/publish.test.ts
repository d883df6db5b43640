import { fixture } from '../../../../fixtures/video/publish';
import { startMediaServer, type MediaServer } from '../../../../harness/mediaServer';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const publish = operationUnderTest(fixture);

const videoUrl = 'https://media.example.com/clips/1.mp4';
const direct = {
	postMode: 'DIRECT_POST',
	privacyLevel: 'SELF_ONLY',
	videoUrl,
};
const draft = { postMode: 'MEDIA_UPLOAD', videoUrl };
const byItem = { ...direct, videoUrl: '={{ $json.url }}' };

let media: MediaServer;
beforeAll(async () => {
	media = await startMediaServer();
});
beforeEach(() => {
	publish.setting.emulator.switches.pullMapping = { 'media.example.com': media.url };
});
afterAll(async () => await media.close());

describe('two items', () => {
	it('become two posts, each linked to its item', async () => {
		const { items, error } = await publish.run(byItem, {
			items: [{ json: { url: videoUrl } }, { json: { url: videoUrl.replace('1', '2') } }],
		});
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const { publishes } = publish.setting.emulator;
		expect(
			items.map(
				({ json }) =>
					publishes.find(({ publishId }) => publishId === json.publish_id)?.sourceInfo.video_url,
			),
		).toEqual([videoUrl, videoUrl.replace('1', '2')]);
	});
});

describe('wrong input is refused before any request', () => {
	const onlyHttps = 'addresses that start with https:// only';
	const noAddress = 'TikTok downloads neither from IP addresses nor from your own machine.';

	it.each([
		[
			'no address',
			{ videoUrl: '={{ "" }}' },
			'Video URL is empty.',
			'Enter the https address of the file.',
		],
		[
			'an http address',
			{ videoUrl: 'http://media.example.com/1.mp4' },
			'Video URL is not an https address: http://media.example.com/1.mp4',
			onlyHttps,
		],
		[
			'a file name',
			{ videoUrl: 'clip.mp4' },
			'Video URL is not an https address: clip.mp4',
			onlyHttps,
		],
		[
			'an IP address',
			{ videoUrl: 'https://203.0.113.7/1.mp4' },
			'Video URL has no public domain name: 203.0.113.7',
			noAddress,
		],
		[
			'an IP address of the sixth version',
			{ videoUrl: 'https://[2001:db8::1]/1.mp4' },
			'Video URL has no public domain name: [2001:db8::1]',
			noAddress,
		],
		[
			'an address of this machine',
			{ videoUrl: 'https://localhost/1.mp4' },
			'Video URL has no public domain name: localhost',
			noAddress,
		],
		[
			'a caption that is one unit too long',
			{ title: 'a'.repeat(2201) },
			'Caption is too long: 2201/2200 characters.',
			'most emoji count as two',
		],
		[
			'no privacy level',
			{ privacyLevel: '' },
			'Privacy Level is empty.',
			"TikTok's rules allow no default",
		],
		[
			'branded content that only the creator may see',
			{ options: { brandContent: true } },
			'Branded Content cannot be combined with the privacy level Only Me (SELF_ONLY).',
			'switch Branded Content off',
		],
	])('%s', async (_what, parameters, message, description) => {
		expectError(await publish.run({ ...direct, ...parameters }), { message, description });
		expect(publish.sent()).toEqual([]);
	});

	it('a draft from an http address', async () => {
		expectError(await publish.run({ ...draft, videoUrl: 'http://media.example.com/1.mp4' }), {
			message: 'Video URL is not an https address: http://media.example.com/1.mp4',
			description: onlyHttps,
		});
		expect(publish.sent()).toEqual([]);
	});

	it('a direct post without its permission, which is named', async () => {
		const { setting, username } = publish;
		publish.credential = setting.connect({ username, scopes: ['video.upload'] });
		expectError(await publish.run(direct), {
			message: 'This account did not grant video.publish.',
			description: '"Direct Post"',
		});
		expect(publish.sent()).toEqual([]);
	});
});

describe("TikTok's refusals", () => {
	const foreign = 'https://somebody-else.example.org/1.mp4';

	it('say what to do, with code and log id', async () => {
		expectTikTokError(await publish.run({ ...direct, videoUrl: foreign }), {
			code: 'url_ownership_unverified',
			message: 'TikTok does not know that you own the address of this media.',
			description: 'Add its domain or URL prefix under URL properties',
		});
		expect(publish.posted()).toHaveLength(1);
	});

	it('explain that an app without audit needs a private account', async () => {
		const [app] = publish.setting.emulator.apps;
		app.audited = false;
		// Such an app may post for five accounts a day; the tests before count as well.
		publish.setting.emulator.publishes.length = 0;
		try {
			expectTikTokError(await publish.run(direct), {
				code: 'unaudited_client_can_only_post_to_private_accounts',
				message:
					'Your TikTok app is not audited: the TikTok account itself must be private, not only the post.',
				description: 'Set the TikTok account to private',
			});
		} finally {
			app.audited = true;
		}
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await publish.run(byItem, {
			items: [{ json: { url: videoUrl } }, { json: { url: foreign } }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: expect.objectContaining({ publish_id: expect.stringMatching(/^v_pub_url/) }),
				pairedItem: { item: 0 },
			},
			errorItem(1, 'TikTok does not know that you own the address of this media.', {
				code: 'url_ownership_unverified',
				http_status: 403,
				retryable: false,
				log_id: expect.any(String),
			}),
		]);
	});
});

describe('waiting for completion', () => {
	it('ends when the draft is in the inbox', async () => {
		publish.virtualClock();
		const { items } = await publish.run({ ...draft, returnWhen: 'published' });
		expect(items[0].json).toMatchObject({
			status: 'SEND_TO_USER_INBOX',
			outcome: 'inbox',
			is_final: true,
			downloaded_bytes: 20_000,
		});
		expect(media.paths).toContain('/clips/1.mp4');
	});

	it('ends with an error that keeps the publish ID when the download fails', async () => {
		const { emulator } = publish.setting;
		emulator.account(publish.username).failNext.push('video_pull_failed');
		publish.virtualClock();
		const result = await publish.run({ ...direct, returnWhen: 'published' });
		const publishId = emulator.publishes.at(-1)?.publishId;
		expectError(result, {
			message: 'TikTok could not download the video.',
			description: `(TikTok code: video_pull_failed, publish ID: ${publishId})`,
		});
	});
});

describe('a hashtag that TikTok will not link', () => {
	it('is named in a warning, and the post goes out', async () => {
		const { log, error } = await publish.run({ ...direct, title: 'Spring#sale' });
		expect(error).toBeUndefined();
		expect(log).toContainEqual(
			expect.objectContaining({ level: 'warn', message: expect.stringContaining('"#sale"') }),
		);
	});
});
