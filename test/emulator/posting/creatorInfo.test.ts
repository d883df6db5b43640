import { consumer, directPost } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { desktopApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const path = '/v2/post/publish/creator_info/query/';
const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);

it('offers a public account the public level', async () => {
	const { json } = await as().post(path);
	expect(json.data).toMatchObject({
		creator_username: 'demo.creator',
		creator_nickname: 'Demo Creator',
		privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
		duet_disabled: false,
		max_video_post_duration_sec: 600,
	});
});

it('offers a private account followers, without duet and stitch', async () => {
	const { json } = await as({ username: 'quiet.creator' }).post(path);
	expect(json.data).toMatchObject({
		privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
		duet_disabled: true,
		stitch_disabled: true,
	});
});

it('offers an unaudited app the full list all the same', async () => {
	emulator.apps[0].audited = false;
	const { json } = await as().post(path);
	expect(json.data.privacy_level_options).toContain('PUBLIC_TO_EVERYONE');
});

it('needs video.publish: a draft token is not enough', async () => {
	const { status, json } = await as({ scopes: ['video.upload'] }).post(path);
	expect([status, json.error.code]).toEqual([401, 'scope_not_authorized']);
});

it('needs the JSON content type although it has no body, unless switched', async () => {
	const headers = { 'content-type': 'text/plain' };
	expect((await as().post(path, undefined, headers)).status).toBe(400);
	emulator.switches.creatorInfoNeedsContentType = false;
	expect((await as().post(path, undefined, headers)).status).toBe(200);
});

describe('a creator who cannot post now is reported with HTTP 200', () => {
	it.each([
		'spam_risk_too_many_posts',
		'spam_risk_user_banned_from_posting',
		'reached_active_user_cap',
	] as const)('%s', async (code) => {
		emulator.account('demo.creator').postingBlock = code;
		const { status, json } = await as().post(path);
		expect([status, json.error.code, json.data]).toEqual([200, code, {}]);
	});

	it('can carry the data beside the error', async () => {
		emulator.switches.dataIn200Errors = true;
		emulator.account('demo.creator').postingBlock = 'spam_risk_too_many_posts';
		const { json } = await as().post(path);
		expect(json.data.creator_username).toBe('demo.creator');
	});

	it('after the posts of the day, of any app, until 24 hours have passed', async () => {
		emulator.account('demo.creator').dailyPostCap = 1;
		const other = as({ clientKey: desktopApp });
		expect((await other.post('/v2/post/publish/video/init/', directPost(1000))).status).toBe(200);
		expect((await as().post(path)).json.error.code).toBe('spam_risk_too_many_posts');
		emulator.clock.advance(86_400_000);
		expect((await as().post(path)).json.error.code).toBe('ok');
	});
});
