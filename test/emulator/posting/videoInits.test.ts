import { consumer, directPost, fileSource } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { desktopApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const direct = '/v2/post/publish/video/init/';
const inbox = '/v2/post/publish/inbox/video/init/';
const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);
const code = ({ status, json }: { status: number; json: { error: { code: string } } }) => [
	status,
	json.error.code,
];
const pull = (video_url: string) => ({ source: 'PULL_FROM_URL', video_url });
const privacy_level = 'PUBLIC_TO_EVERYONE';

describe('an accepted init', () => {
	it('answers with a publish id and an absolute one-hour upload address', async () => {
		const { json } = await as().post(direct, directPost(1000, { title: 'Hello' }));
		expect(json.data.publish_id).toMatch(/^v_pub_file~v2-1\.\d{19}$/);
		expect(json.data.upload_url.startsWith(`${emulator.url}/video/?upload_id=`)).toBe(true);
		expect(json.data.upload_url.length).toBeLessThanOrEqual(256);
		expect(emulator.publishes).toMatchObject([
			{
				publishId: json.data.publish_id,
				account: 'demo.creator',
				flow: 'direct',
				source: 'FILE_UPLOAD',
				state: 'PROCESSING_UPLOAD',
				complete: false,
				postInfo: { title: 'Hello' },
			},
		]);
	});

	it('of a draft has its own prefix and keeps no post_info', async () => {
		const { json } = await as().post(inbox, { source_info: fileSource(1000) });
		expect(json.data.publish_id).toMatch(/^v_inbox_file~v2\.\d{19}$/);
		await as().post(inbox, { post_info: { title: 'x' }, source_info: fileSource(1000) });
		expect(emulator.publishes[1].postInfo).toEqual({});
	});

	it('accepts every documented option', async () => {
		const everything = {
			title: 'x',
			disable_duet: true,
			disable_stitch: true,
			disable_comment: true,
			video_cover_timestamp_ms: 1000,
			brand_content_toggle: true,
			brand_organic_toggle: false,
			is_aigc: true,
		};
		expect(code(await as().post(direct, directPost(1000, everything)))).toEqual([200, 'ok']);
		expect(emulator.publishes[0].isAigc).toBe(true);
	});
});

describe('bodies refused with invalid_params', () => {
	const source_info = fileSource(1000);
	it.each<[string, unknown]>([
		['no body', undefined],
		['a list', []],
		['no post_info', { source_info }],
		['no source_info', { post_info: { privacy_level } }],
		['a toggle as text', directPost(1000, { brand_content_toggle: 'false' })],
		['a cover time as text', directPost(1000, { video_cover_timestamp_ms: '10' })],
		['an undocumented key', directPost(1000, { caption: 'x' })],
		['is_aigc beside post_info', { ...directPost(1000), is_aigc: true }],
		['a title of 2201 units', directPost(1000, { title: 'x'.repeat(2201) })],
		['1101 emojis of two units', directPost(1000, { title: '\u{1F600}'.repeat(1101) })],
		['an unknown source', { post_info: { privacy_level }, source_info: { source: 'URL' } }],
		['a pull without address', { post_info: { privacy_level }, source_info: pull('') }],
		[
			'an upload without sizes',
			{ post_info: { privacy_level }, source_info: { source: 'FILE_UPLOAD' } },
		],
	])('%s', async (_, body) => {
		expect(code(await as().post(direct, body))).toEqual([400, 'invalid_params']);
		expect(emulator.publishes).toEqual([]);
	});

	it('a title of exactly 2200 units passes; a longer one can be cut', async () => {
		const ok = await as().post(direct, directPost(1000, { title: '\u{1F600}'.repeat(1100) }));
		expect(code(ok)).toEqual([200, 'ok']);
		emulator.switches.longTitle = 'truncate';
		await as().post(direct, directPost(1000, { title: 'x'.repeat(2300) }));
		expect(emulator.publishes[1].postInfo.title).toHaveLength(2200);
	});

	it('can be spelled in the singular', async () => {
		emulator.switches.invalidParamsSpelling = 'invalid_param';
		expect(code(await as().post(direct, {}))).toEqual([400, 'invalid_param']);
	});

	it('can let undocumented keys pass', async () => {
		emulator.switches.unknownBodyFields = 'ignore';
		expect(code(await as().post(direct, directPost(1000, { caption: 'x' })))).toEqual([200, 'ok']);
	});
});

describe('scopes', () => {
	it('a draft token cannot post directly and the other way round', async () => {
		const drafts = as({ scopes: ['video.upload'] });
		const posts = as({ scopes: ['video.publish'] });
		const draft = { source_info: fileSource(1000) };
		expect(code(await drafts.post(direct, directPost(1000)))).toEqual([
			401,
			'scope_not_authorized',
		]);
		expect(code(await posts.post(inbox, draft))).toEqual([401, 'scope_not_authorized']);
		expect(code(await drafts.post(inbox, draft))).toEqual([200, 'ok']);
	});
});

describe('privacy', () => {
	it.each([undefined, 'FOLLOWER_OF_CREATOR', 'PUBLIC'])(
		'%s is no choice of a public account',
		async (level) => {
			const answer = await as().post(direct, directPost(1000, { privacy_level: level }));
			expect(code(answer)).toEqual([403, 'privacy_level_option_mismatch']);
		},
	);

	it('public is no choice of a private account', async () => {
		const answer = await as({ username: 'quiet.creator' }).post(direct, directPost(1000));
		expect(code(answer)).toEqual([403, 'privacy_level_option_mismatch']);
	});

	it('follows the account when it changes', async () => {
		emulator.account('demo.creator').isPrivate = true;
		const answer = await as().post(direct, directPost(1000));
		expect(code(answer)).toEqual([403, 'privacy_level_option_mismatch']);
	});

	it('branded content cannot be private, in any of the three readings', async () => {
		const post = async () =>
			code(
				await as().post(
					direct,
					directPost(1000, { privacy_level: 'SELF_ONLY', brand_content_toggle: true }),
				),
			);
		expect(await post()).toEqual([403, 'privacy_level_option_mismatch']);
		emulator.switches.brandedSelfOnly = 'invalid_params';
		expect(await post()).toEqual([400, 'invalid_params']);
		emulator.switches.brandedSelfOnly = 'accept';
		expect(await post()).toEqual([200, 'ok']);
	});
});

describe('an unaudited app', () => {
	beforeEach(() => {
		emulator.apps[0].audited = false;
	});
	const only = 'unaudited_client_can_only_post_to_private_accounts';
	const self = directPost(1000, { privacy_level: 'SELF_ONLY' });

	it('refuses a public account even for SELF_ONLY', async () => {
		expect(code(await as().post(direct, self))).toEqual([403, only]);
	});

	it('takes SELF_ONLY posts of private accounts and nothing else', async () => {
		const quiet = as({ username: 'quiet.creator' });
		const friends = directPost(1000, { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' });
		expect(code(await quiet.post(direct, friends))).toEqual([403, only]);
		expect(code(await quiet.post(direct, self))).toEqual([200, 'ok']);
	});

	it('sends drafts to public accounts', async () => {
		const answer = await as().post(inbox, { source_info: fileSource(1000) });
		expect(code(answer)).toEqual([200, 'ok']);
	});

	it('serves five creators within 24 hours', async () => {
		const post = async (number: number) => {
			const username = `creator.${number}`;
			if (number > emulator.accounts.length - 3) emulator.addAccount({ username, isPrivate: true });
			return code(await as({ username }).post(direct, self));
		};
		for (let number = 1; number <= 5; number += 1) expect(await post(number)).toEqual([200, 'ok']);
		expect(await post(6)).toEqual([403, 'reached_active_user_cap']);
		expect(await post(1)).toEqual([200, 'ok']);
		emulator.clock.advance(86_400_000);
		expect(await post(6)).toEqual([200, 'ok']);
	});
});

describe('caps', () => {
	it('direct posts per creator and day, over all apps', async () => {
		emulator.account('demo.creator').dailyPostCap = 2;
		await as().post(direct, directPost(1000));
		await as({ clientKey: desktopApp }).post(direct, directPost(1000));
		const answer = await as().post(direct, directPost(1000));
		expect(code(answer)).toEqual([403, 'spam_risk_too_many_posts']);
		const draft = await as().post(inbox, { source_info: fileSource(1000) });
		expect(code(draft)).toEqual([200, 'ok']);
	});

	it('five pending drafts within 24 hours, abandoned ones included', async () => {
		const draft = async () => code(await as().post(inbox, { source_info: fileSource(1000) }));
		for (let number = 0; number < 5; number += 1) expect(await draft()).toEqual([200, 'ok']);
		expect(await draft()).toEqual([403, 'spam_risk_too_many_pending_share']);
		emulator.clock.advance(86_400_000);
		expect(await draft()).toEqual([200, 'ok']);
	});

	it('active creators of an audited app', async () => {
		emulator.apps[0].activeCreatorCap = 1;
		await as().post(direct, directPost(1000));
		const answer = await as({ username: 'second.creator' }).post(direct, directPost(1000));
		expect(code(answer)).toEqual([403, 'reached_active_user_cap']);
	});

	it('a banned creator can neither post nor draft', async () => {
		emulator.account('demo.creator').postingBlock = 'spam_risk_user_banned_from_posting';
		const banned = [403, 'spam_risk_user_banned_from_posting'];
		expect(code(await as().post(direct, directPost(1000)))).toEqual(banned);
		expect(code(await as().post(inbox, { source_info: fileSource(1000) }))).toEqual(banned);
	});
});

describe('media addresses', () => {
	const post = async (url: string) =>
		code(await as().post(direct, { post_info: { privacy_level }, source_info: pull(url) }));

	it.each([
		['http', 'http://media.example.com/a.mp4'],
		['an IP address', 'https://192.0.2.1/a.mp4'],
		['an IPv6 address', 'https://[2001:db8::1]/a.mp4'],
		['localhost', 'https://localhost/a.mp4'],
		['credentials inside', 'https://u:p@media.example.com/a.mp4'],
		['no URL at all', 'a.mp4'],
	])('%s is refused', async (_, url) => {
		expect(await post(url)).toEqual([400, 'invalid_params']);
	});

	it.each([
		['the parent of a verified domain', 'https://example.com/a.mp4'],
		['a look-alike of a verified domain', 'https://evilmedia.example.com/a.mp4'],
		['a host beside a verified prefix', 'https://www.cdn.example.org/tiktok/a.mp4'],
		['a path beside a verified prefix', 'https://cdn.example.org/other/a.mp4'],
	])('%s is not verified', async (_, url) => {
		expect(await post(url)).toEqual([403, 'url_ownership_unverified']);
	});

	it.each([
		['a verified domain', 'https://media.example.com/a.mp4'],
		['its subdomain', 'https://eu.media.example.com/a.mp4'],
		['a verified prefix', 'https://cdn.example.org/tiktok/a.mp4'],
	])('%s passes', async (_, url) => {
		emulator.switches.pullMapping = {
			'media.example.com': 'http://127.0.0.1:9',
			'eu.media.example.com': 'http://127.0.0.1:9',
			'cdn.example.org': 'http://127.0.0.1:9',
		};
		expect(await post(url)).toEqual([200, 'ok']);
		await emulator.settled();
	});
});
