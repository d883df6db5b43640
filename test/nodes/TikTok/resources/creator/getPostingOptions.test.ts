import { fixture } from '../../../../fixtures/creator/getPostingOptions';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getPostingOptions = operationUnderTest(fixture);

const path = '/v2/post/publish/creator_info/query/';
const account = () => getPostingOptions.setting.emulator.account(getPostingOptions.username);

describe('what comes out', () => {
	it('is one item per item, with what this account may post', async () => {
		const { items, error } = await getPostingOptions.run(
			{},
			{ items: [{ json: {} }, { json: {} }] },
		);
		expect(error).toBeUndefined();
		const json = expect.objectContaining({
			creator_username: getPostingOptions.username,
			privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			max_video_post_duration_sec: 600,
		}) as unknown;
		expect(items).toEqual([
			{ json, pairedItem: { item: 0 } },
			{ json, pairedItem: { item: 1 } },
		]);
	});

	it('is read anew every time, because a private account has other options', async () => {
		await getPostingOptions.run({});
		account().isPrivate = true;
		const { items } = await getPostingOptions.run({});
		expect(items[0].json).toMatchObject({
			privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			duet_disabled: true,
			stitch_disabled: true,
		});
	});
});

describe('without the permission', () => {
	it('is refused before any request, naming it', async () => {
		const { setting, username } = getPostingOptions;
		getPostingOptions.credential = setting.connect({ username, scopes: ['video.upload'] });
		expectError(await getPostingOptions.run({}), {
			message: 'This account did not grant video.publish.',
			description: '"Direct Post"',
		});
		expect(getPostingOptions.sent()).toEqual([]);
	});
});

describe("TikTok's refusals with HTTP 200", () => {
	const refusals = [
		[
			'spam_risk_too_many_posts',
			'This account has used up its posts through apps for the last 24 hours.',
			'Try again tomorrow.',
		],
		[
			'spam_risk_user_banned_from_posting',
			'TikTok has banned this account from posting.',
			'Open the TikTok app with this account',
		],
		[
			'reached_active_user_cap',
			'Your TikTok app has reached its number of posting accounts for today.',
			'ask TikTok for a higher cap',
		],
	] as const;

	it.each(refusals)('%s is an error, asked for once', async (code, message, description) => {
		account().postingBlock = code;
		expectTikTokError(await getPostingOptions.run({}), { code, message, description });
		expect(getPostingOptions.sent()).toMatchObject([{ path, status: 200 }]);
	});

	it('count even when TikTok sends the options beside them', async () => {
		const { switches } = getPostingOptions.setting.emulator;
		switches.dataIn200Errors = true;
		account().postingBlock = 'spam_risk_too_many_posts';
		const [[code, message, description]] = refusals;
		expectTikTokError(await getPostingOptions.run({}), { code, message, description });
	});

	it('leave the other item alone when the user goes on', async () => {
		getPostingOptions.setting.emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', status: 200, code: 'spam_risk_user_banned_from_posting' },
		});
		const { items, error } = await getPostingOptions.run(
			{},
			{ items: [{ json: {} }, { json: {} }], onError: 'continueRegularOutput' },
		);
		expect(error).toBeUndefined();
		// Items run side by side: which of the two is answered first is open.
		const isError = ({ json }: { json: object }) => 'error' in json;
		const [bad] = items.filter(isError);
		const [good] = items.filter((item) => !isError(item));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(bad.json).toEqual(
			errorItem(0, 'TikTok has banned this account from posting.', {
				code: 'spam_risk_user_banned_from_posting',
				http_status: 200,
				retryable: false,
				log_id: expect.any(String),
			}).json,
		);
		expect(good.json.creator_username).toBe(getPostingOptions.username);
	});
});
