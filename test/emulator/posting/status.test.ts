import { consumer, directPost, fileSource, mp4, put } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { desktopApp } from '../seed';
import { failReasons } from '../types';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => emulator.reset());
afterAll(async () => await emulator.close());

const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);
const code = ({ status, json }: { status: number; json: { error: { code: string } } }) => [
	status,
	json.error.code,
];

async function init(body: object, path = '/v2/post/publish/video/init/', username?: string) {
	const { json } = await as({ username }).post(path, body);
	return json.data as { publish_id: string; upload_url: string };
}

async function upload(body: object, bytes = mp4(1000), path?: string, username?: string) {
	const { publish_id, upload_url } = await init(body, path, username);
	await put(upload_url, bytes, 0, bytes.length);
	return publish_id;
}

const inbox = '/v2/post/publish/inbox/video/init/';
const data = async (id: string, username?: string) => (await as({ username }).status(id)).json.data;

describe('a direct post', () => {
	it('goes from processing to complete, and gets its id after moderation', async () => {
		const id = await upload(directPost(1000));
		expect(await data(id)).toEqual({ status: 'PROCESSING_UPLOAD', uploaded_bytes: 1000 });
		emulator.clock.advance(3000);
		const complete = { status: 'PUBLISH_COMPLETE', uploaded_bytes: 1000 };
		expect(await data(id)).toEqual({ ...complete, publicaly_available_post_id: [] });
		emulator.clock.advance(2000);
		expect((await data(id)).publicaly_available_post_id).toHaveLength(1);
	});

	it('shows the id as a bare number that JSON.parse would round, or as text when switched', async () => {
		const id = await upload(directPost(1000));
		emulator.clock.advance(10_000);
		const { text, json } = await as().status(id);
		const { postId } = emulator.publishes[0];
		expect(postId).toMatch(/^\d{19}$/);
		expect(text).toContain(`"publicaly_available_post_id":[${postId}]`);
		expect(String(json.data.publicaly_available_post_id[0])).not.toBe(postId);
		emulator.switches.postIdsAs = 'string';
		expect(await data(id)).toMatchObject({ publicaly_available_post_id: [postId] });
	});

	it('can leave out the empty list', async () => {
		emulator.switches.emptyPostIdList = false;
		const id = await upload(directPost(1000));
		emulator.clock.advance(3000);
		expect(await data(id)).toEqual({ status: 'PUBLISH_COMPLETE', uploaded_bytes: 1000 });
	});

	it('shows progress while the upload is incomplete, without ever finishing', async () => {
		const size = 11_000_000;
		const source_info = fileSource(size, 5_500_000, 2);
		const { publish_id, upload_url } = await init({ ...directPost(1), source_info });
		expect(await data(publish_id)).toEqual({ status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 });
		await put(upload_url, mp4(5_500_000), 0, size);
		emulator.clock.advance(3_600_000);
		expect(await data(publish_id)).toEqual({
			status: 'PROCESSING_UPLOAD',
			uploaded_bytes: 5_500_000,
		});
	});

	it('that is not public never gets an id and stays out of video/list', async () => {
		const id = await upload(directPost(1000, { privacy_level: 'SELF_ONLY' }));
		emulator.clock.advance(86_400_000);
		expect((await data(id)).publicaly_available_post_id).toEqual([]);
		const before = emulator.publishes[0].postId;
		const { json } = await as().post('/v2/video/list/?fields=id');
		expect(json.data.videos).not.toContainEqual({ id: before });
	});

	it('that is public heads video/list once moderated, and can be queried', async () => {
		await upload(directPost(1000, { title: 'New one' }));
		const top = async () =>
			(await as().post('/v2/video/list/?fields=id,title', { max_count: 1 })).json.data.videos[0];
		emulator.clock.advance(4000);
		expect((await top()).title).not.toBe('New one');
		emulator.clock.advance(1000);
		expect(await top()).toEqual({ id: emulator.publishes[0].postId, title: 'New one' });
	});
});

describe('a draft', () => {
	const draft = { source_info: fileSource(1000) };

	it('waits in the inbox until the creator posts it', async () => {
		const id = await upload(draft, mp4(1000), inbox);
		emulator.clock.advance(3000);
		expect((await data(id)).status).toBe('SEND_TO_USER_INBOX');
		emulator.creatorPostsDraft(id);
		emulator.clock.advance(2000);
		expect(await data(id)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect((await data(id)).publicaly_available_post_id).toHaveLength(1);
	});

	it('can become several posts; a private one shows no id', async () => {
		const id = await upload(draft, mp4(1000), inbox);
		emulator.clock.advance(3000);
		emulator.creatorPostsDraft(id, { privacy: 'SELF_ONLY' });
		emulator.creatorPostsDraft(id);
		const third = emulator.creatorPostsDraft(id);
		emulator.clock.advance(2000);
		const { text, json } = await as().status(id);
		expect(json.data.publicaly_available_post_id).toHaveLength(2);
		expect(text).toContain(`,${third}]`);
	});

	it('frees its slot when posted', async () => {
		for (let number = 0; number < 5; number += 1) await upload(draft, mp4(1000), inbox);
		emulator.clock.advance(3000);
		const post = async () => code(await as().post(inbox, draft));
		expect(await post()).toEqual([403, 'spam_risk_too_many_pending_share']);
		emulator.creatorPostsDraft(emulator.publishes[0].publishId);
		expect(await post()).toEqual([200, 'ok']);
	});

	it('cannot be posted before it arrived, nor can a direct post', async () => {
		const id = await upload(draft, mp4(1000), inbox);
		expect(() => emulator.creatorPostsDraft(id)).toThrow('no draft');
		const other = await upload(directPost(1000));
		emulator.clock.advance(3000);
		expect(() => emulator.creatorPostsDraft(other)).toThrow('no draft');
	});
});

describe('failures, all with HTTP 200', () => {
	it('a file that is no video', async () => {
		const id = await upload(directPost(1000), Buffer.alloc(1000, 'text'));
		emulator.clock.advance(3000);
		const failed = {
			status: 'FAILED',
			fail_reason: 'file_format_check_failed',
			uploaded_bytes: 1000,
		};
		expect(await data(id)).toEqual(failed);
	});

	it.each([...failReasons])('%s, scripted', async (reason) => {
		emulator.account('demo.creator').failNext.push(reason);
		const id = await upload(directPost(1000));
		expect((await data(id)).status).toBe('PROCESSING_UPLOAD');
		emulator.clock.advance(3000);
		const answer = await as().status(id);
		expect(code(answer)).toEqual([200, 'ok']);
		expect(answer.json.data).toMatchObject({ status: 'FAILED', fail_reason: reason });
	});

	it('a draft in the inbox can fail later', async () => {
		const id = await upload({ source_info: fileSource(1000) }, mp4(1000), inbox);
		emulator.clock.advance(3000);
		emulator.failPublish(id, 'internal');
		expect(await data(id)).toMatchObject({ status: 'FAILED', fail_reason: 'internal' });
	});
});

describe('status requests refused', () => {
	const status = '/v2/post/publish/status/fetch/';

	it('for an unknown id, with either code', async () => {
		expect(code(await as().status('v_pub_file~v2-1.1'))).toEqual([400, 'invalid_publish_id']);
		emulator.switches.unknownPublishIdCode = 'invalid_params';
		const answer = await as().status('v_pub_file~v2-1.1');
		expect(code(answer)).toEqual([400, 'invalid_params']);
		expect(answer.json.error.message).toBe('invalid_publish_id');
	});

	it('for the id of another user or app', async () => {
		const id = await upload(directPost(1000));
		const foreign = [400, 'token_not_authorized_for_specified_publish_id'];
		expect(code(await as({ username: 'second.creator' }).status(id))).toEqual(foreign);
		expect(code(await as({ clientKey: desktopApp }).status(id))).toEqual(foreign);
	});

	it('without an id or with one that is no text', async () => {
		expect(code(await as().post(status, {}))).toEqual([400, 'invalid_params']);
		expect(code(await as().post(status, { publish_id: 7 }))).toEqual([400, 'invalid_params']);
	});

	it('without a posting scope; either of the two will do', async () => {
		const id = await upload(directPost(1000));
		const reader = await as({ scopes: ['video.list'] }).status(id);
		expect(code(reader)).toEqual([401, 'scope_not_authorized']);
		for (const scope of ['video.upload', 'video.publish']) {
			expect(code(await as({ scopes: [scope] }).status(id))).toEqual([200, 'ok']);
		}
	});
});

describe('cancel', () => {
	const cancel = '/v2/post/publish/cancel/';
	const pull = (video_url = 'https://media.example.com/a.mp4') => ({
		post_info: { privacy_level: 'SELF_ONLY' },
		source_info: { source: 'PULL_FROM_URL', video_url },
	});
	beforeEach(() => {
		emulator.switches.pullMapping = { 'media.example.com': 'http://127.0.0.1:9' };
	});

	it('stops a download and fails it', async () => {
		const { publish_id } = await init(pull());
		const answer = await as().post(cancel, { publish_id });
		expect(answer.json).toEqual({ error: { code: 'ok', message: '', log_id: expect.any(String) } });
		const failed = { status: 'FAILED', fail_reason: 'publish_cancelled' };
		expect(await data(publish_id)).toMatchObject(failed);
		const again = await as().post(cancel, { publish_id });
		expect(code(again)).toEqual([400, 'publish_not_cancellable']);
	});

	it('cannot stop a file upload or a finished post', async () => {
		const publish_id = await upload(directPost(1000));
		const no = [400, 'publish_not_cancellable'];
		expect(code(await as().post(cancel, { publish_id }))).toEqual(no);
		emulator.clock.advance(3000);
		expect(code(await as().post(cancel, { publish_id }))).toEqual(no);
	});

	it('checks id, owner and scope like status', async () => {
		const { publish_id } = await init(pull());
		expect(code(await as().post(cancel, { publish_id: 'x' }))).toEqual([400, 'invalid_publish_id']);
		const foreign = await as({ username: 'second.creator' }).post(cancel, { publish_id });
		expect(code(foreign)).toEqual([400, 'token_not_authorized_for_specified_publish_id']);
		const reader = await as({ scopes: ['video.list'] }).post(cancel, { publish_id });
		expect(code(reader)).toEqual([401, 'scope_not_authorized']);
	});
});
