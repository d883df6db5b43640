import type { INodeParameters } from 'n8n-workflow';
import { startLoggingProxy } from '../../../../e2e/rest/loggingProxy';
import type { ClockModule } from '../../../harness';
import { freshUsername } from '../../../harness/accounts';
import { jumpThroughWaits } from '../../../harness/jumpThroughWaits';
import type { Setting } from '../../../harness/setting';
import { createSetting } from '../../../harness/setting';
import type { CredentialRef } from '../../../harness/types';

let setting: Setting;
let username: string;
let earlier: number;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	username = freshUsername();
	setting.emulator.addAccount({ username });
	earlier = setting.emulator.requests.length;
});

const path = '/v2/post/publish/creator_info/query/';
const asked = () =>
	setting.emulator.requests.slice(earlier).filter((request) => request.path === path);

async function load(parameters: INodeParameters = {}, credentials?: CredentialRef[]) {
	return await setting.harness.loadOptions({
		method: 'getPrivacyLevels',
		parameters: {
			authentication: 'tikTokOAuth2Api',
			resource: 'video',
			operation: 'upload',
			...parameters,
		},
		credentials: credentials ?? [setting.connect({ username })],
	});
}

/** What stands below every level when the account could not be asked: the levels are all there. */
async function failure(parameters?: INodeParameters, credentials?: CredentialRef[]) {
	const levels = await load(parameters, credentials);
	expect(levels.map(({ name }) => name)).toEqual(['Everyone', 'Friends', 'Followers', 'Only Me']);
	const [told, ...others] = new Set(levels.map(({ description }) => description));
	expect(others).toEqual([]);
	return told;
}

describe('what the account may choose', () => {
	it('has the words of TikTok, and below them the account and its limits', async () => {
		const account = setting.emulator.account(username);
		account.displayName = 'Ocean Studio';
		const description = 'Ocean Studio · up to 10 min · comments, duets, stitches on';
		account.maxVideoPostDurationSec = 600;
		expect(await load()).toEqual([
			{ name: 'Everyone', value: 'PUBLIC_TO_EVERYONE', description },
			{ name: 'Friends', value: 'MUTUAL_FOLLOW_FRIENDS', description },
			{ name: 'Only Me', value: 'SELF_ONLY', description },
		]);
	});

	const answers = (key: string, to: unknown) =>
		setting.emulator.faults.script({ match: { path }, do: { kind: 'drift', key, to } });

	it.each([
		['creator_nickname', { text: 'x' }, / up to/],
		['max_video_post_duration_sec', true, /^[^·]+ · comments/],
		['comment_disabled', 'no', /· duets, stitches on$/],
		['duet_disabled', null, /· comments, stitches on$/],
	])('claims nothing by a %s of %p', async (key, to, wanted) => {
		answers(`data.${key}`, to);
		const [{ description }] = await load();
		expect(description).not.toMatch(/object|NaN| off|up to 1 s/);
		expect(` ${description}`).toMatch(wanted);
	});

	it('is everything where TikTok sends a list of something else', async () => {
		answers('data.privacy_level_options', [7, { level: 'SELF_ONLY' }]);
		expect(await failure()).toContain('"privacy_level_options"');
	});

	it('of a private account has no duets and stitches', async () => {
		Object.assign(setting.emulator.account(username), {
			isPrivate: true,
			displayName: 'Quiet',
			maxVideoPostDurationSec: 3600,
		});
		const levels = await load();
		expect(levels.map(({ name }) => name)).toEqual(['Followers', 'Friends', 'Only Me']);
		expect(levels[0].description).toBe('Quiet · up to 1 h · comments on · duets, stitches off');
	});

	it.each([
		[300, 'up to 5 min'],
		[90, 'up to 90 s'],
	])('tells %i s as "%s"', async (seconds, text) => {
		setting.emulator.account(username).maxVideoPostDurationSec = seconds;
		expect((await load())[0].description).toContain(text);
	});

	it('tells of photos only what counts for photos', async () => {
		Object.assign(setting.emulator.account(username), {
			displayName: 'Quiet',
			commentDisabled: true,
		});
		const levels = await load({ resource: 'photo', operation: 'post' });
		expect(levels[0].description).toBe('Quiet · comments off');
	});
});

describe('opened again', () => {
	it('does not ask TikTok each time', async () => {
		await Promise.all([load(), load()]);
		await load({ operation: 'publish' });
		expect(asked()).toHaveLength(1);
	});

	it('after some minutes shows what has changed', async () => {
		const clock = jumpThroughWaits(setting);
		try {
			await load();
			setting.emulator.account(username).isPrivate = true;
			const { wait } = setting.harness.packageModule<ClockModule>(
				'dist/nodes/TikTok/shared/clock.js',
			);
			await wait(3 * 60_000);
			expect((await load())[0].name).toBe('Followers');
			expect(asked()).toHaveLength(2);
		} finally {
			clock.uninstall();
		}
	});

	it('of another account asks for that one', async () => {
		await load();
		const other = freshUsername();
		setting.emulator.addAccount({ username: other, isPrivate: true });
		const levels = await load({}, [setting.connect({ username: other })]);
		expect(levels[0].name).toBe('Followers');
	});

	it('after a failure asks again', async () => {
		setting.emulator.account(username).postingBlock = 'spam_risk_user_banned_from_posting';
		expect(await failure()).toContain('banned');
		setting.emulator.account(username).postingBlock = undefined;
		expect(await load()).toHaveLength(3);
	});

	it('does not contradict what a run was told meanwhile', async () => {
		const credentials = [setting.connect({ username })];
		expect((await load({}, credentials))[0].name).toBe('Everyone');
		setting.emulator.account(username).isPrivate = true;
		const { error } = await setting.harness.run({
			parameters: {
				resource: 'video',
				operation: 'upload',
				postMode: 'DIRECT_POST',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
				binaryPropertyName: 'data',
			},
			items: [await setting.itemWithFiles(1000)],
			credentials,
		});
		expect(error?.description).toContain('It offers Followers');
		expect((await load({}, credentials))[0].name).toBe('Followers');
	});

	it('never stands in for the question that a post asks', async () => {
		await load();
		const { error } = await setting.harness.run({
			parameters: {
				resource: 'video',
				operation: 'upload',
				privacyLevel: 'SELF_ONLY',
				binaryPropertyName: 'data',
			},
			items: [await setting.itemWithFiles(1000)],
			credentials: [setting.connect({ username })],
		});
		expect(error).toBeUndefined();
		expect(asked()).toHaveLength(2);
	});
});

describe('what is chosen already', () => {
	it('stays in the list, with why it cannot be posted now', async () => {
		const levels = await load({ privacyLevel: 'FOLLOWER_OF_CREATOR' });
		expect(levels.map(({ name }) => name)).toEqual(['Everyone', 'Friends', 'Only Me', 'Followers']);
		expect(levels.at(-1)?.description).toContain('TikTok has not offered it to this account');
	});

	it('stays when it is a word of TikTok that is new to us, and nothing can be asked', async () => {
		const levels = await load({ privacyLevel: 'CLOSE_FRIENDS' }, []);
		expect(levels.map(({ value }) => value)).toEqual([
			'PUBLIC_TO_EVERYONE',
			'MUTUAL_FOLLOW_FRIENDS',
			'FOLLOWER_OF_CREATOR',
			'SELF_ONLY',
			'CLOSE_FRIENDS',
		]);
	});

	it.each(['', 'SELF_ONLY', '={{ $json.level }}'])('%j adds nothing', async (privacyLevel) => {
		expect(await load({ privacyLevel })).toHaveLength(3);
	});
});

describe('what cannot be asked is no error: all levels, and below them why', () => {
	it('when no credential is chosen', async () => {
		expect(await failure({}, [])).toBe(
			'TikTok was not asked yet what this account may choose. Pick one: the list then says it.',
		);
	});

	it('when TikTok is down, and the list is there as soon as it is back', async () => {
		const clock = jumpThroughWaits(setting);
		setting.emulator.faults.script({
			match: { path },
			times: 20,
			do: { kind: 'status', status: 503 },
		});
		try {
			expect(await failure()).toMatch(/TikTok/);
			setting.emulator.faults.clear();
			expect(await load()).toHaveLength(3);
		} finally {
			setting.emulator.faults.clear();
			clock.uninstall();
		}
	});

	it('when the account is not connected', async () => {
		const [app] = setting.emulator.apps;
		const unconnected = setting.harness.addCredential('tikTokOAuth2Api', {
			clientId: app.clientKey,
			clientSecret: app.clientSecret,
			environment: 'custom',
			apiUrl: setting.emulator.url,
			websiteUrl: setting.emulator.url,
		});
		expect(await failure({}, [unconnected])).toMatch(
			/^Reconnect the credential: the account is not connected yet\. Open the credential/,
		);
	});

	it('when the permission is missing, also after it was there', async () => {
		await load();
		const fewer = setting.connect({ username, scopes: ['user.info.basic', 'video.upload'] });
		expect(await failure({}, [fewer])).toMatch(
			/^This account did not grant video\.publish\. Open the credential, keep "Direct Post"/,
		);
		expect(asked()).toHaveLength(1);
	});

	it.each([
		['spam_risk_too_many_posts', 'has used up its posts through apps'],
		['spam_risk_user_banned_from_posting', 'TikTok has banned this account from posting'],
		['reached_active_user_cap', 'has reached its number of posting accounts'],
	] as const)('when the account cannot post now: %s', async (code, text) => {
		setting.emulator.account(username).postingBlock = code;
		expect(await failure()).toContain(text);
		expect(await failure()).toContain(`TikTok code: ${code}`);
	});

	it('when TikTok has asked for a pause, which is waited for', async () => {
		const clock = jumpThroughWaits(setting);
		setting.emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
		});
		try {
			expect(await load()).toHaveLength(3);
			expect(asked()).toHaveLength(2);
		} finally {
			clock.uninstall();
		}
	});
});

describe("the node's own options", () => {
	it('Proxy is used', async () => {
		const proxy = await startLoggingProxy();
		try {
			await load({ requestOptions: { proxy: proxy.url } });
			expect(proxy.log.join('\n')).toContain(new URL(setting.emulator.url).host);
		} finally {
			await proxy.close();
		}
	});

	it('a Proxy that is no address is named without its password', async () => {
		expect(await failure({ requestOptions: { proxy: 'me:secret@' } })).toBe(
			'The option Proxy of this node is no address. It looks like http://myproxy:3128.',
		);
	});
});
