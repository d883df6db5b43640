import { consumer } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { desktopApp, webApp } from '../seed';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const path = '/v2/user/info/';
const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);

it('answers with the requested fields and nothing else', async () => {
	const { status, json } = await as().get(`${path}?fields=username,follower_count,is_verified`);
	expect(status).toBe(200);
	expect(json).toEqual({
		data: { user: { username: 'demo.creator', follower_count: 12840, is_verified: true } },
		error: { code: 'ok', message: '', log_id: expect.any(String) },
	});
});

it('counts public videos only', async () => {
	const count = async (username: string) =>
		(await as({ username }).get(`${path}?fields=video_count`)).json.data.user.video_count;
	expect(await count('demo.creator')).toBe(26);
	expect(await count('quiet.creator')).toBe(0);
});

it('gives each app another open_id and the same union_id', async () => {
	const ids = async (clientKey: string) =>
		(await as({ clientKey }).get(`${path}?fields=open_id,union_id`)).json.data.user;
	const web = await ids(webApp);
	const desktop = await ids(desktopApp);
	expect(web.open_id).not.toBe(desktop.open_id);
	expect(web.union_id).toBe(desktop.union_id);
});

it.each([
	['no fields', ''],
	['blank fields', '?fields='],
	['an unknown field', '?fields=open_id,email'],
])('refuses %s', async (_, query) => {
	const { status, json } = await as().get(path + query);
	expect([status, json.error.code]).toEqual([400, 'invalid_params']);
});

describe('a field whose scope was not granted', () => {
	const fields = `${path}?fields=open_id,username`;
	const basic = { scopes: ['user.info.basic'] };

	it('fails the whole call with 401', async () => {
		const { status, json } = await as(basic).get(fields);
		expect([status, json.error.code]).toEqual([401, 'scope_not_authorized']);
		expect(json.data).toEqual({});
	});

	it('can fail with the documented 400 or be left out', async () => {
		emulator.switches.ungrantedFieldsError = 'scope_permission_missed';
		const { status, json } = await as(basic).get(fields);
		expect([status, json.error.code]).toEqual([400, 'scope_permission_missed']);
		emulator.switches.ungrantedFieldsError = 'omit';
		expect(Object.keys((await as(basic).get(fields)).json.data.user)).toEqual(['open_id']);
	});
});

describe('a token that is no good', () => {
	const dead: Array<[string, () => string | undefined]> = [
		['missing', () => undefined],
		['unknown', () => 'act.x'],
		[
			'expired',
			() => {
				const { access_token } = emulator.grant({ expiresIn: 60 });
				emulator.clock.advance(60_000);
				return access_token;
			},
		],
		[
			'of a user who removed the app',
			() => {
				const { access_token } = emulator.grant();
				emulator.removeAuthorization();
				return access_token;
			},
		],
		[
			'expired on command',
			() => {
				const { access_token } = emulator.grant();
				emulator.expireAccessTokens();
				return access_token;
			},
		],
	];

	it.each(dead)('%s', async (_, token) => {
		const { status, json } = await consumer(emulator.url, token()).get(`${path}?fields=open_id`);
		expect(status).toBe(401);
		expect(json).toEqual({
			data: {},
			error: {
				code: 'access_token_invalid',
				message: 'The access token is invalid or not found in the request.',
				log_id: expect.any(String),
			},
		});
	});

	it('can come without the data key', async () => {
		emulator.switches.errorsWithoutData = true;
		const { json } = await consumer(emulator.url).get(`${path}?fields=open_id`);
		expect(Object.keys(json)).toEqual(['error']);
	});
});

it('needs the trailing slash', async () => {
	expect((await as().get('/v2/user/info?fields=open_id')).status).toBe(404);
});
