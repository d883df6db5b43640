import { consumer, directPost, fileSource, form, mp4, put } from './consumerClient';
import { createEmulator, frozenClock, type Emulator } from './index';
import { challengeOf } from './oauth/pkce';
import { webApp } from './seed';

/** Switches whose other position no test of a route shows. */
let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const api = () => consumer(emulator.url, emulator.grant().access_token);
const inbox = '/v2/post/publish/inbox/video/init/';
const direct = '/v2/post/publish/video/init/';
const web = { client_key: webApp, client_secret: 'demo-secret-1' };

it('revokeBody: empty', async () => {
	emulator.switches.revokeBody = 'empty';
	const { access_token: token } = emulator.grant();
	const answer = await form(`${emulator.url}/v2/oauth/revoke/`, { ...web, token });
	expect([answer.status, answer.text]).toEqual([200, '']);
});

it('webVerifiesChallenge: off', async () => {
	const redirect_uri = 'https://n8n.example.com/rest/oauth2-credential/callback';
	const exchange = async () => {
		const query = new URLSearchParams({
			client_key: webApp,
			response_type: 'code',
			scope: 'user.info.basic',
			redirect_uri,
			code_challenge: challengeOf('x'.repeat(43)),
			code_challenge_method: 'S256',
		});
		const { headers } = await form(`${emulator.url}/v2/auth/authorize/?${query}`, {});
		const code = new URL(headers.get('location')!).searchParams.get('code')!;
		const fields = { ...web, grant_type: 'authorization_code', code, redirect_uri };
		return (await form(`${emulator.url}/v2/oauth/token/`, fields)).json;
	};
	expect(await exchange()).toMatchObject({ error: 'invalid_request' });
	emulator.switches.webVerifiesChallenge = false;
	expect(await exchange()).toMatchObject({ token_type: 'Bearer' });
});

it('listLagMs: a public post is missing from video/list for a while', async () => {
	emulator.switches.listLagMs = 60_000;
	const { data } = (await api().post(direct, directPost(1000))).json;
	await put(data.upload_url, mp4(1000), 0, 1000);
	const newest = async () =>
		(await api().post('/v2/video/list/?fields=id', { max_count: 1 })).json.data.videos[0].id;
	emulator.clock.advance(5000);
	expect(await newest()).not.toBe(emulator.publishes[0].postId);
	emulator.clock.advance(60_000);
	expect(await newest()).toBe(emulator.publishes[0].postId);
});

it('postedDraftsFreeSlots: off', async () => {
	emulator.switches.postedDraftsFreeSlots = false;
	const draft = async () => (await api().post(inbox, { source_info: fileSource(1000) })).json;
	for (let number = 0; number < 5; number += 1) {
		await put((await draft()).data.upload_url, mp4(1000), 0, 1000);
	}
	emulator.clock.advance(3000);
	emulator.creatorPostsDraft(emulator.publishes[0].publishId);
	expect((await draft()).error.code).toBe('spam_risk_too_many_pending_share');
});

it('maxVideoBytes', async () => {
	emulator.switches.maxVideoBytes = 999;
	expect((await api().post(direct, directPost(1000))).status).toBe(400);
});

it('minChunkBytes', async () => {
	const small = fileSource(1000, 400, 2);
	expect((await api().post(inbox, { source_info: small })).status).toBe(400);
	emulator.switches.minChunkBytes = 400;
	expect((await api().post(inbox, { source_info: small })).status).toBe(200);
});

it('hashChunks: off leaves the hash of the whole file', async () => {
	emulator.switches.hashChunks = false;
	const { data } = (await api().post(direct, directPost(1000))).json;
	await put(data.upload_url, mp4(1000), 0, 1000);
	expect(emulator.requests.at(-1)!.sha256).toBeUndefined();
	expect(emulator.publishes[0].sha256).toMatch(/^[0-9a-f]{64}$/);
});

it('draftsPrefix and coverIndexOutOfRange of photo drafts', async () => {
	emulator.switches.draftsPrefix = 'p_inbox_url';
	emulator.switches.coverIndexOutOfRange = 'first';
	emulator.switches.pullMapping = { 'media.example.com': 'http://127.0.0.1:9' };
	const { json } = await api().post('/v2/post/publish/content/init/', {
		media_type: 'PHOTO',
		post_mode: 'MEDIA_UPLOAD',
		post_info: {},
		source_info: {
			source: 'PULL_FROM_URL',
			photo_images: ['https://media.example.com/a.jpg'],
			photo_cover_index: 5,
		},
	});
	expect(json.data.publish_id).toMatch(/^p_inbox_url~/);
	expect(emulator.publishes[0].sourceInfo.photo_cover_index).toBe(0);
	await emulator.settled();
});
