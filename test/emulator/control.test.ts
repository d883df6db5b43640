import { consumer, directPost, fileSource, mp4, put, send } from './consumerClient';
import { createEmulator, frozenClock, type Emulator } from './index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const control = async (method: string, path: string, body?: unknown) =>
	await send(`${emulator.url}/_emulator/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
const info = '/v2/user/info/?fields=open_id';

it('grants tokens, and expires them', async () => {
	const { json } = await control('POST', 'grant', {
		username: 'second.creator',
		scopes: ['video.list'],
	});
	expect(json.scope).toBe('video.list');
	const { access_token } = (await control('POST', 'grant')).json;
	const client = consumer(emulator.url, access_token);
	expect((await client.get(info)).status).toBe(200);
	await control('POST', 'expire-access-tokens');
	expect((await client.get(info)).status).toBe(401);
});

it('disconnects an app', async () => {
	const { access_token } = emulator.grant();
	await control('POST', 'remove-authorization', { username: 'demo.creator' });
	expect((await consumer(emulator.url, access_token).get(info)).status).toBe(401);
});

it('shows requests and publishes, and is not in the log itself', async () => {
	const client = consumer(emulator.url, emulator.grant().access_token);
	await client.post('/v2/post/publish/video/init/', directPost(1000));
	const requests = (await control('GET', 'requests')).json;
	expect(requests).toHaveLength(1);
	expect(requests[0]).toMatchObject({ api: 'open', method: 'POST', body: directPost(1000) });
	expect((await control('GET', 'publishes')).json).toHaveLength(1);
});

it('scripts, shows and drops faults', async () => {
	const fault = { match: { path: '/v2/' }, do: { kind: 'status', status: 503 } };
	expect((await control('POST', 'faults', [fault])).json).toEqual([{ ...fault, times: 1 }]);
	expect((await consumer(emulator.url).get(info)).status).toBe(503);
	expect((await control('GET', 'faults')).json).toEqual([]);
	await control('POST', 'faults', [fault]);
	await control('DELETE', 'faults');
	expect(emulator.faults.remaining()).toEqual([]);
});

it('is not subject to faults', async () => {
	emulator.faults.script({ match: { path: '/' }, do: { kind: 'status', status: 503 } });
	expect((await control('GET', 'publishes')).status).toBe(200);
	emulator.faults.clear();
});

it('moves the clock, a draft and a failure', async () => {
	const client = consumer(emulator.url, emulator.grant().access_token);
	const ids: string[] = [];
	for (let number = 0; number < 2; number += 1) {
		const body = { source_info: fileSource(1000) };
		const { data } = (await client.post('/v2/post/publish/inbox/video/init/', body)).json;
		await put(data.upload_url, mp4(1000), 0, 1000);
		ids.push(data.publish_id);
	}
	expect((await control('POST', `drafts/${ids[0]}/post`, {})).status).toBe(400);
	await control('POST', 'clock/advance', { ms: 3000 });
	const posted = await control('POST', `drafts/${ids[0]}/post`, { privacy: 'SELF_ONLY' });
	expect(posted.json.postId).toBe(emulator.publishes[0].postId);
	await control('POST', `publishes/${ids[1]}/fail`, { reason: 'internal' });
	expect(emulator.publishes.map(({ state }) => state)).toEqual(['PUBLISH_COMPLETE', 'FAILED']);
});

it('changes switches, accounts and apps', async () => {
	await control('PATCH', 'switches', { progressHeader: 'index' });
	expect((await control('GET', 'switches')).json.progressHeader).toBe('index');
	await control('PATCH', 'account/demo.creator', { postingBlock: 'spam_risk_too_many_posts' });
	expect(emulator.account('demo.creator').postingBlock).toBe('spam_risk_too_many_posts');
	await control('PATCH', 'account/demo.creator', { postingBlock: null, isPrivate: true });
	expect((await control('GET', 'account/demo.creator')).json.isPrivate).toBe(true);
	expect(emulator.account('demo.creator').postingBlock).toBeUndefined();
	await control('PATCH', 'app/awdemo0000000001', { audited: false });
	expect(emulator.apps[0].audited).toBe(false);
});

it.each<[string, string, string, unknown]>([
	['a misspelled switch', 'PATCH', 'switches', { progressheader: 'index' }],
	['an unknown account', 'PATCH', 'account/nobody', {}],
	['an unknown app', 'PATCH', 'app/aw0', {}],
	[
		'a redirect URI of the wrong type',
		'PATCH',
		'app/awdemo0000000001',
		{ redirectUris: ['http://localhost:1/'] },
	],
	['a fault without path', 'POST', 'faults', [{ match: {}, do: { kind: 'reset' } }]],
	['a clock moved by text', 'POST', 'clock/advance', { ms: '1' }],
	['an unknown draft', 'POST', 'drafts/x/post', {}],
])('refuses %s and says why', async (_, method, path, body) => {
	const { status, json } = await control(method, path, body);
	expect(status).toBe(400);
	expect(json.error).toEqual(expect.any(String));
});

it('resets', async () => {
	const { access_token } = emulator.grant();
	emulator.switches.autoConsent = true;
	await consumer(emulator.url, access_token).get(info);
	await control('POST', 'reset');
	expect(emulator.requests).toEqual([]);
	expect(emulator.switches.autoConsent).toBe(false);
	expect((await consumer(emulator.url, access_token).get(info)).status).toBe(401);
});
