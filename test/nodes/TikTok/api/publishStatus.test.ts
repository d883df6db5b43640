import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { idOf } from '../../../../nodes/TikTok/request/records';
import { fixture } from '../../../fixtures/post/getStatus';
import { addPosts } from '../../../harness/accounts';
import { errorItem, expectError, operationUnderTest } from '../resources/operationUnderTest';

const status = operationUnderTest(fixture);

let lastId = 0;

/** A post of the account in a state. */
function given(state: string, more: { fail_reason?: string; ids?: string[] } = {}): string {
	const publish_id = `v_pub_file~v2-1.${++lastId}`;
	const { fail_reason, ids } = more;
	addPosts(status.setting.emulator, status.username, [
		{ publish_id, status: state, fail_reason, publicaly_available_post_id: ids },
	]);
	return publish_id;
}

async function ask(publishIds: string[], asked: INodeParameters = {}): Promise<IDataObject[]> {
	const { items, error } = await status.run({ publishIds, ...asked });
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

const waiting = { returnWhen: 'published', options: { maxWaitMinutes: 10 } };
const statusPath = '/v2/post/publish/status/fetch/';

describe('every status of TikTok', () => {
	it.each([
		['PROCESSING_UPLOAD', 'in_progress', false],
		['PROCESSING_DOWNLOAD', 'in_progress', false],
		['SEND_TO_USER_INBOX', 'inbox', true],
		['PUBLISH_COMPLETE', 'published', true],
	])('%s is %s', async (state, outcome, is_final) => {
		const [json] = await ask([given(state)]);
		expect(json).toMatchObject({ status: state, outcome, is_final, post_ids: [] });
		expect(json).not.toHaveProperty('fail_reason');
		expect(json.retry_after_seconds).toEqual(is_final ? undefined : 70);
	});

	it('a new one counts as in progress', async () => {
		expect(await ask([given('PROCESSING_SOMETHING')])).toEqual([
			expect.objectContaining({ outcome: 'in_progress', is_final: false }),
		]);
	});
});

describe('every reason for which posts fail', () => {
	it.each([
		['file_format_check_failed', false, /does not support the format.*MP4, MOV or WebM/],
		['duration_check_failed', false, /too short or too long.*longest video/],
		['frame_rate_check_failed', false, /frame rate.*23 and 60/],
		['picture_size_check_failed', false, /pixel size.*4096/],
		['internal', true, /internal error.*again later/],
		['video_pull_failed', true, /could not download the video.*redirect/],
		['photo_pull_failed', true, /could not download a photo.*JPEG or WebP/],
		['publish_cancelled', false, /cancelled/],
		['auth_removed', false, /disconnected your TikTok app.*Reconnect/],
		['spam_risk_too_many_posts', true, /used up its posts.*tomorrow/],
		['spam_risk_user_banned_from_posting', false, /banned this account/],
		['spam_risk_text', false, /caption risky.*Change the text/],
		['spam_risk', false, /considers the post risky/],
		['brand_new_reason', false, /"brand_new_reason", which this node does not know/],
	])('%s: retryable %s, and a sentence', async (fail_reason, retryable, sentence) => {
		const [json] = await ask([given('FAILED', { fail_reason })]);
		expect(json).toMatchObject({ outcome: 'failed', is_final: true, fail_reason, retryable });
		expect(json.fail_message).toMatch(sentence);
	});
});

describe('several publish IDs', () => {
	it('give an item each, linked, in order; one that is unknown does not hide the others', async () => {
		const known = [given('PUBLISH_COMPLETE'), given('FAILED', { fail_reason: 'internal' })];
		const { items } = await status.run(
			{ publishIds: [known[0], 'v_pub_file~v2-1.none', known[1]] },
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => json.publish_id)).toEqual([known[0], undefined, known[1]]);
		expect(items[1]).toEqual(
			errorItem(0, 'TikTok does not know this publish ID.', { publish_id: 'v_pub_file~v2-1.none' }),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 0 },
		]);
	});

	it('tell of the others, too, where one that is unknown stops the run', async () => {
		const known = [given('PUBLISH_COMPLETE'), given('FAILED', { fail_reason: 'internal' })];
		const { error } = await status.run({
			publishIds: [known[0], 'v_pub_file~v2-1.none', known[1]],
		});
		expect(error?.message).toBe('TikTok does not know this publish ID.');
		expect(error?.description).toContain(
			`The others: ${known[0]} is PUBLISH_COMPLETE, ${known[1]} is FAILED. With On Error set to continue, each ID is an item of its own.`,
		);
	});

	it('are refused before any request when there is none', async () => {
		expectError(await status.run({ publishIds: [] }), {
			message: 'Publish IDs is empty.',
			description: 'Use the publish_id',
		});
		expect(status.sent()).toEqual([]);
	});
});

describe('links', () => {
	const ids = ['7678907398077074697'];

	it('carry the name of the account, fetched once for many posts', async () => {
		const first = await ask([given('PUBLISH_COMPLETE', { ids })]);
		const second = await ask([given('PUBLISH_COMPLETE', { ids: ['7678907398077074699'] })]);

		const base = `${status.setting.emulator.url}/@${status.username}/video`;
		expect([...first, ...second].map(({ post_urls }) => post_urls)).toEqual([
			[`${base}/7678907398077074697`],
			[`${base}/7678907398077074699`],
		]);
		expect(status.sent().filter(({ path }) => path !== statusPath)).toHaveLength(1);
	});

	it('are absent when no permission tells the name; the ids stay', async () => {
		status.credential = status.setting.connect({
			username: status.username,
			scopes: ['user.info.basic', 'video.upload'],
		});
		const [json] = await ask([given('PUBLISH_COMPLETE', { ids })]);
		expect(json.post_ids).toEqual(ids);
		expect(json).not.toHaveProperty('post_urls');
	});
});

describe('waiting', () => {
	it('survives an expired token, limits and failures of TikTok on the way', async () => {
		const { emulator } = status.setting;
		const publishId = given('PROCESSING_UPLOAD');
		emulator.expireAccessTokens();
		emulator.faults.script(
			{ match: { path: statusPath }, nth: 2, do: { kind: 'status', status: 503 } },
			{
				match: { path: statusPath },
				nth: 3,
				do: { kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
			},
			{ match: { path: statusPath }, nth: 4, do: { kind: 'reset' } },
		);
		const clock = status.virtualClock();
		const publish = emulator.publishes.find((one) => one.publishId === publishId);
		Object.assign(publish as object, { finalAt: emulator.clock.now() + 200_000 });
		const [json] = await ask([publishId], waiting);

		expect(json).toMatchObject({ outcome: 'published', is_final: true });
		expect(clock.elapsed()).toBeLessThan(260_000);
	});

	it('survives an outage longer than the repeats of a single request', async () => {
		const publishId = given('PUBLISH_COMPLETE');
		status.setting.emulator.faults.script({
			match: { path: statusPath },
			times: 10,
			do: { kind: 'status', status: 502 },
		});
		status.virtualClock();
		expect(await ask([publishId], waiting)).toEqual([expect.objectContaining({ is_final: true })]);
	});

	it('ends with the state so far when the time is up, and says when to ask again', async () => {
		const clock = status.virtualClock();
		const [json] = await ask([given('PROCESSING_DOWNLOAD')], {
			...waiting,
			options: { maxWaitMinutes: 2 },
		});
		expect(json).toMatchObject({
			is_final: false,
			outcome: 'in_progress',
			retry_after_seconds: 70,
		});
		expect(clock.elapsed()).toBeGreaterThanOrEqual(120_000);
		expect(clock.elapsed()).toBeLessThan(125_000);
	});

	it('stops when the execution is cancelled', async () => {
		const before = status.sent().length;
		const { status: ended } = await status.run(
			{ publishIds: [given('PROCESSING_UPLOAD')], ...waiting },
			{ cancelAfter: Promise.resolve() },
		);
		expect(ended).toBe('canceled');
		expect(status.sent().length).toBe(before);
	});
});

describe('an ID', () => {
	it.each([
		['7678907398077074696', '7678907398077074696'],
		['42', '42'],
		[42, '42'],
	])('%j', (value, id) => expect(idOf(value)).toBe(id));

	it.each<unknown>([
		...[null, undefined, '', ' ', '0', 'null', '007', '-5', '1.5', '1e5', 'video', '1'.repeat(31)],
		...[0, -5, 1.5, NaN, Infinity, 2 ** 53, true, [], ['42'], {}],
	])('is not made of %j', (value) => expect(idOf(value)).toBeUndefined());
});
