import { consumer } from '../consumerClient';
import { createEmulator, frozenClock, type Emulator } from '../index';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await createEmulator({ clock: frozenClock() });
});
beforeEach(() => {
	emulator.reset();
	emulator.switches.pullMapping = { 'media.example.com': 'http://127.0.0.1:9' };
});
afterEach(async () => await emulator.settled());
afterAll(async () => await emulator.close());

const path = '/v2/post/publish/content/init/';
const as = (options: Parameters<Emulator['grant']>[0] = {}) =>
	consumer(emulator.url, emulator.grant(options).access_token);
const code = ({ status, json }: { status: number; json: { error: { code: string } } }) => [
	status,
	json.error.code,
];
const image = 'https://media.example.com/a.jpg';
const source = { source: 'PULL_FROM_URL', photo_images: [image], photo_cover_index: 0 };
const photo = (change: object = {}, info: object = {}) => ({
	media_type: 'PHOTO',
	post_mode: 'DIRECT_POST',
	post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', ...info },
	source_info: source,
	...change,
});
const draft = (info: object = {}) => ({ ...photo({ post_mode: 'MEDIA_UPLOAD' }), post_info: info });

it('answers with a publish id only', async () => {
	const { json } = await as().post(path, photo());
	expect(json.data).toEqual({ publish_id: expect.stringMatching(/^p_pub_url~v2\.\d{19}$/) });
	expect(emulator.publishes[0]).toMatchObject({ flow: 'photo_direct', source: 'PULL_FROM_URL' });
});

it('accepts every documented option and 35 images', async () => {
	const info = {
		title: 'x'.repeat(90),
		description: 'x'.repeat(4000),
		disable_comment: true,
		auto_add_music: true,
		brand_content_toggle: false,
		brand_organic_toggle: true,
	};
	const photo_images = Array(35).fill(image);
	const source_info = { ...source, photo_images, photo_cover_index: 34 };
	expect(code(await as().post(path, photo({ source_info }, info)))).toEqual([200, 'ok']);
});

it('a draft ignores privacy and keeps title and description', async () => {
	const answer = await as({ scopes: ['video.upload'] }).post(path, draft({ title: 'T' }));
	expect(code(answer)).toEqual([200, 'ok']);
	expect(emulator.publishes[0]).toMatchObject({ flow: 'photo_inbox', postInfo: { title: 'T' } });
});

describe('refused with invalid_params', () => {
	it.each<[string, object]>([
		['media_type VIDEO', photo({ media_type: 'VIDEO' })],
		['post_mode with a space', photo({ post_mode: 'DIRECT POST' })],
		['no post_info', photo({ post_info: undefined })],
		['FILE_UPLOAD', photo({ source_info: { ...source, source: 'FILE_UPLOAD' } })],
		['no images', photo({ source_info: { ...source, photo_images: [] } })],
		['36 images', photo({ source_info: { ...source, photo_images: Array(36).fill(image) } })],
		['an image that is no text', photo({ source_info: { ...source, photo_images: [1] } })],
		['no cover index', photo({ source_info: { ...source, photo_cover_index: undefined } })],
		['a cover index outside the list', photo({ source_info: { ...source, photo_cover_index: 1 } })],
		[
			'one http image',
			photo({
				source_info: { ...source, photo_images: [image, 'http://media.example.com/b.jpg'] },
			}),
		],
		['a title of 91 units', photo({}, { title: 'x'.repeat(91) })],
		['a description of 4001 units', photo({}, { description: 'x'.repeat(4001) })],
		['a duet option', photo({}, { disable_duet: true })],
		['is_aigc inside post_info', photo({}, { is_aigc: true })],
	])('%s', async (_, body) => {
		expect(code(await as().post(path, body))).toEqual([400, 'invalid_params']);
		expect(emulator.publishes).toEqual([]);
	});
});

it('the message of a wrong source is the one seen live', async () => {
	const answer = await as().post(
		path,
		photo({ source_info: { ...source, source: 'FILE_UPLOAD' } }),
	);
	expect(answer.json.error.message).toBe('The request source info is empty or incorrect');
});

it('is_aigc stands on top, inside, or in both places, as switched', async () => {
	const onTop = photo({ is_aigc: true });
	const inside = photo({}, { is_aigc: true });
	const status = async (body: object) => (await as().post(path, body)).status;
	expect([await status(onTop), await status(inside)]).toEqual([200, 400]);
	emulator.switches.isAigcPosition = 'post_info';
	expect([await status(onTop), await status(inside)]).toEqual([400, 200]);
	emulator.switches.isAigcPosition = 'both';
	expect([await status(onTop), await status(inside)]).toEqual([200, 200]);
	expect(emulator.publishes.map(({ isAigc }) => isAigc)).toEqual([true, true, true, true]);
});

it('each mode needs its own scope', async () => {
	const drafts = as({ scopes: ['video.upload'] });
	const posts = as({ scopes: ['video.publish'] });
	expect(code(await drafts.post(path, photo()))).toEqual([401, 'scope_not_authorized']);
	expect(code(await posts.post(path, draft()))).toEqual([401, 'scope_not_authorized']);
});

it('a direct post needs a privacy level of the account', async () => {
	const answer = await as().post(path, photo({}, { privacy_level: undefined }));
	expect(code(answer)).toEqual([403, 'privacy_level_option_mismatch']);
});

it('every image needs a verified address', async () => {
	const photo_images = [image, 'https://elsewhere.example/b.jpg'];
	const answer = await as().post(path, photo({ source_info: { ...source, photo_images } }));
	expect(code(answer)).toEqual([403, 'url_ownership_unverified']);
});

it('a draft needs a TikTok app of version 31.8', async () => {
	const account = emulator.account('demo.creator');
	account.appVersion = '31.7.9';
	expect(code(await as().post(path, draft()))).toEqual([400, 'app_version_check_failed']);
	expect(code(await as().post(path, photo()))).toEqual([200, 'ok']);
	account.appVersion = '31.8.0';
	expect(code(await as().post(path, draft()))).toEqual([200, 'ok']);
});

it('photo drafts and video drafts share the five slots', async () => {
	const post = async () => code(await as().post(path, draft()));
	const source_info = { source: 'FILE_UPLOAD', video_size: 9, chunk_size: 9, total_chunk_count: 1 };
	await as().post('/v2/post/publish/inbox/video/init/', { source_info });
	emulator.switches.processingMs = 60_000;
	for (let number = 0; number < 4; number += 1) expect(await post()).toEqual([200, 'ok']);
	expect(await post()).toEqual([403, 'spam_risk_too_many_pending_share']);
});

it('an unaudited app is bound to private accounts', async () => {
	emulator.apps[0].audited = false;
	const answer = await as().post(path, photo({}, { privacy_level: 'SELF_ONLY' }));
	expect(code(answer)).toEqual([403, 'unaudited_client_can_only_post_to_private_accounts']);
});
