import type { IDataObject } from 'n8n-workflow';
import type { FaultAction } from '../../emulator/faults/fault';
import { jumpThroughWaits } from '../../harness/jumpThroughWaits';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { CredentialRef } from '../../harness/types';
import type { VirtualClock } from '../../harness/virtualClock';

/** What TikTok may answer when n8n renews a token, and what becomes of the request that waits for it. */
let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());
beforeEach(() => {
	setting.emulator.reset();
	setting.emulator.apps[0].verifiedUrlProperties.push('media.example.com');
	clock = jumpThroughWaits(setting);
});
afterEach(() => clock.uninstall());

describe('a renewal of the token', () => {
	const renewal = '/v2/oauth/token/';
	const read = { resource: 'creator', operation: 'getStats' };
	let credential: CredentialRef;
	const stored = () => setting.harness.credentialData(credential).oauthTokenData;
	const readStats = async () =>
		await setting.harness.run({ parameters: read, credentials: [credential] });

	const answer = (body: object, times = 1) =>
		setting.emulator.faults.script({
			match: { path: renewal },
			times,
			do: { kind: 'status', status: 200, body },
		});

	beforeEach(() => {
		credential = setting.connect();
		setting.emulator.expireAccessTokens();
	});

	/** What passes: TikTok's own trouble, and answers that bring no token and say nothing. */
	const passing: Array<[string, FaultAction]> = [
		...(
			[
				['server_error', 200],
				['server_error', 500],
				['temporarily_unavailable', 200],
				['temporarily_unavailable', 400],
				['temporarily_unavailable', 503],
			] as const
		).map(([code, status]): [string, FaultAction] => [
			`${code} with HTTP ${status}`,
			{ kind: 'envelope', status, code },
		]),
		...[{}, { access_token: '' }, { access_token: null }].map((body): [string, FaultAction] => [
			`${JSON.stringify(body)} with HTTP 200`,
			{ kind: 'status', status: 200, body },
		]),
	];
	it.each(passing)('that draws %s passes: nobody is asked to reconnect', async (_, fault) => {
		const before = stored();
		setting.emulator.faults.script({ match: { path: renewal }, times: 20, do: fault });
		const first = await readStats();
		expect(first.error?.message).toBe('TikTok could not renew the connection just now.');
		expect(first.error?.context?.tiktok).toMatchObject({
			code: 'token_not_renewed',
			retryable: true,
		});
		expect(stored()).toEqual(before);
		setting.emulator.faults.clear();
		expect((await readStats()).error).toBeUndefined();
	});

	/** What is lost on the line, before TikTok acts or after. */
	const lost: FaultAction[] = [
		{ kind: 'reset' },
		{ kind: 'resetAfter' },
		{ kind: 'truncate' },
		{ kind: 'headersOnly', cut: true },
		{ kind: 'empty' },
		{ kind: 'drift', key: 'token_type', to: 5 },
	];
	const draft = {
		resource: 'video',
		operation: 'publish',
		postMode: 'MEDIA_UPLOAD',
		videoUrl: 'https://media.example.com/a.mp4',
	};
	const post = async () =>
		await setting.harness.run({ parameters: draft, credentials: [credential] });

	it.each(lost)('that is lost ($kind) is no lost post, and passes', async (fault) => {
		setting.emulator.faults.script({ match: { path: renewal }, times: 20, do: fault });
		const { error } = await post();
		expect(error?.message).not.toContain('may have accepted');
		expect(error?.context?.tiktok).toMatchObject({ unconfirmed: [] });
		expect(setting.emulator.publishes).toEqual([]);
	});

	it('whose line breaks once does not stop a post', async () => {
		setting.emulator.faults.script({ match: { path: renewal }, do: { kind: 'reset' } });
		expect((await post()).error).toBeUndefined();
		expect(setting.emulator.publishes).toHaveLength(1);
	});

	it('whose line stays broken says so, and the post may be tried again', async () => {
		setting.emulator.faults.script({ match: { path: renewal }, times: 20, do: { kind: 'reset' } });
		const { error } = await post();
		expect(error?.message).toBe('TikTok could not renew the connection just now.');
		const told = { code: 'token_not_renewed', retryable: true };
		expect(error?.context?.tiktok).toMatchObject(told);
	});

	it('is not judged by an older complaint that is stored', async () => {
		const complaint = { error: 'invalid_grant', error_description: 'Expired.', log_id: 'L1' };
		const oauthTokenData = { ...(stored() as IDataObject), ...complaint };
		setting.harness.changeCredential(credential, { oauthTokenData });
		answer({}, 20);
		const { error } = await readStats();
		expect(error?.context?.tiktok).toMatchObject({ code: 'token_not_renewed' });
		setting.emulator.faults.clear();
		expect((await readStats()).error).toBeUndefined();
	});

	it.each([
		[200, 'invalid_grant'],
		// n8n keeps its own words alone of this status.
		[400, 'TikTok refused to renew the connection.'],
	])('that is refused with HTTP %i leaves what is stored', async (status, reason) => {
		const before = stored();
		setting.emulator.faults.script({
			match: { path: renewal },
			do: { kind: 'envelope', status, code: 'invalid_grant' },
		});
		const { error } = await readStats();
		expect(error?.message).toBe(`Reconnect the credential: ${reason}`);
		expect(error?.context?.tiktok).toMatchObject({ code: 'reconnect', retryable: false });
		expect(stored()).toEqual(before);
	});

	it('that changes the refresh token alone is stored: the older one may be dead', async () => {
		const { access_token } = stored() as IDataObject;
		answer({ access_token, refresh_token: 'next', expires_in: 86_400, token_type: 'Bearer' });
		await readStats();
		expect(stored()).toMatchObject({ access_token, refresh_token: 'next' });
	});

	it.each([undefined, ''])(
		'without a token for it (%j) asks to reconnect',
		async (refresh_token) => {
			const oauthTokenData = { ...(stored() as IDataObject), refresh_token };
			setting.harness.changeCredential(credential, { oauthTokenData });
			const { error } = await readStats();
			expect(error?.message).toMatch(/^Reconnect the credential/);
			expect(error?.context?.tiktok).toMatchObject({ code: 'reconnect', retryable: false });
		},
	);

	it.each([
		['open_id', null],
		['open_id', 5],
		['open_id', 'of nobody'],
		['scope', ''],
		['scope', ['video.list']],
		['token_type', 'MAC'],
		['token_type', null],
	])('with %s: %j in its answer keeps what was good, and the next one works', async (key, odd) => {
		const before = stored() as IDataObject;
		const drift = { kind: 'drift' as const, key, to: odd };
		setting.emulator.faults.script({ match: { path: renewal }, do: drift });
		expect((await readStats()).error).toBeUndefined();
		const after = stored() as IDataObject;
		expect(after.access_token).not.toBe(before.access_token);
		const { open_id, scope } = before;
		expect(after).toMatchObject({ open_id, scope, token_type: 'Bearer' });
		setting.emulator.expireAccessTokens();
		expect((await readStats()).error).toBeUndefined();
	});

	it.each(['', null, 5, undefined])(
		'whose answer has %j for the next one keeps what it had',
		async (refresh_token) => {
			const before = stored() as IDataObject;
			answer({ ...setting.emulator.grant(), refresh_token });
			expect((await readStats()).error).toBeUndefined();
			const after = stored() as IDataObject;
			expect(after.access_token).not.toBe(before.access_token);
			expect(after.refresh_token).toBe(before.refresh_token);
			setting.emulator.expireAccessTokens();
			expect((await readStats()).error).toBeUndefined();
		},
	);

	it.each(['MAC', 5])(
		'of a token whose type is stored as %j signs with the header',
		async (odd) => {
			const oauthTokenData = { ...(stored() as IDataObject), token_type: odd };
			setting.harness.changeCredential(credential, { oauthTokenData });
			expect((await readStats()).error).toBeUndefined();
			for (const { rawQuery } of setting.emulator.requests)
				expect(rawQuery).not.toContain('access_token');
		},
	);

	it('that brings the same tokens with new time is one', async () => {
		answer({ ...(stored() as IDataObject), expires_in: 12_345 });
		const { error } = await readStats();
		expect(error?.context?.tiktok).toMatchObject({ code: 'reconnect' });
		expect(stored()).toMatchObject({ expires_in: 12_345 });
	});
});
