import fc from 'fast-check';
import { readPublishStatus } from '../../../../nodes/TikTok/status/publishStatus';

const publishId = 'v_pub_file~v2-1.7600000000000000001';

describe('the statuses of the open API fact sheet, §9.1', () => {
	it.each([
		['PROCESSING_UPLOAD', 'in_progress', false],
		['PROCESSING_DOWNLOAD', 'in_progress', false],
		['SEND_TO_USER_INBOX', 'inbox', true],
		['PUBLISH_COMPLETE', 'published', true],
		['FAILED', 'failed', true],
	])('%s is %s, final: %s', (status, outcome, is_final) => {
		expect(readPublishStatus(publishId, { status })).toMatchObject({
			publish_id: publishId,
			status,
			outcome,
			is_final,
			post_ids: [],
		});
	});

	it.each([{ status: 'SOMETHING_NEW' }, { status: '' }, {}])(
		'%j counts as in progress, so nobody takes it for done',
		(data) => {
			expect(readPublishStatus(publishId, data)).toMatchObject({
				outcome: 'in_progress',
				is_final: false,
			});
		},
	);

	it('reads any answer without failing, and is final for three statuses only', () => {
		const status = fc.oneof(
			fc.string(),
			fc.constantFrom('FAILED', 'PUBLISH_COMPLETE', 'SEND_TO_USER_INBOX', 'PROCESSING_UPLOAD'),
		);
		fc.assert(
			fc.property(status, fc.jsonValue(), fc.jsonValue(), (name, ids, count) => {
				const data = { status: name, publicaly_available_post_id: ids, uploaded_bytes: count };
				const read = readPublishStatus(publishId, data as never);
				expect(read.is_final).toBe(/^(FAILED|PUBLISH_COMPLETE|SEND_TO_USER_INBOX)$/.test(name));
				expect(read.post_ids.every((id) => typeof id === 'string')).toBe(true);
			}),
		);
	});
});

/** Reason and whether posting the same again can help, from the sheet's table §9.2. */
const failReasons: Array<[string, boolean]> = [
	['file_format_check_failed', false],
	['duration_check_failed', false],
	['frame_rate_check_failed', false],
	['picture_size_check_failed', false],
	['internal', true],
	['video_pull_failed', true],
	['photo_pull_failed', true],
	['publish_cancelled', false],
	['auth_removed', false],
	['spam_risk_too_many_posts', true],
	['spam_risk_user_banned_from_posting', false],
	['spam_risk_text', false],
	['spam_risk', false],
];

describe('a failed post', () => {
	it.each(failReasons)('%s is explained, worth another try: %s', (fail_reason, retryable) => {
		const status = readPublishStatus(publishId, { status: 'FAILED', fail_reason });
		expect(status).toMatchObject({ fail_reason, retryable });
		expect(status.fail_message).toMatch(/^[A-Z].{20,}\.$/);
		expect(status.fail_message).not.toContain('does not know');
	});

	it('reasons have messages of their own', () => {
		const messages = failReasons.map(
			([fail_reason]) =>
				readPublishStatus(publishId, { status: 'FAILED', fail_reason }).fail_message,
		);
		expect(new Set(messages).size).toBe(failReasons.length);
	});

	it('a new reason is passed on by name', () => {
		const status = readPublishStatus(publishId, { status: 'FAILED', fail_reason: 'moon_phase' });
		expect(status).toMatchObject({ fail_reason: 'moon_phase', retryable: false });
		expect(status.fail_message).toContain('"moon_phase"');
	});

	it.each([undefined, ''])('a reason of %j is called unknown', (fail_reason) => {
		const status = readPublishStatus(publishId, { status: 'FAILED', fail_reason });
		expect(status.fail_reason).toBe('unknown');
	});

	it('a reason beside another status is not shown', () => {
		const status = readPublishStatus(publishId, {
			status: 'PUBLISH_COMPLETE',
			fail_reason: '',
		});
		expect(status).not.toHaveProperty('fail_reason');
		expect(status).not.toHaveProperty('fail_message');
		expect(status).not.toHaveProperty('retryable');
	});
});

describe('public ids and progress', () => {
	it.each<[string, object, string[]]>([
		["in TikTok's own spelling", { publicaly_available_post_id: ['76789'] }, ['76789']],
		['in the correct spelling', { publicly_available_post_id: ['76789'] }, ['76789']],
		['several of one draft', { publicaly_available_post_id: ['1', '2'] }, ['1', '2']],
		['as a number', { publicaly_available_post_id: [76789] }, ['76789']],
		['alone, without a list', { publicaly_available_post_id: '76789' }, ['76789']],
		['as an empty list', { publicaly_available_post_id: [] }, []],
		['absent', {}, []],
	])('%s', (_, data, post_ids) => {
		const status = readPublishStatus(publishId, { status: 'PUBLISH_COMPLETE', ...data });
		expect(status.post_ids).toEqual(post_ids);
	});

	it('shows how much has arrived, and nothing when TikTok does not tell', () => {
		expect(
			readPublishStatus(publishId, { status: 'PROCESSING_UPLOAD', uploaded_bytes: 20_000_000 }),
		).toMatchObject({ uploaded_bytes: 20_000_000 });
		expect(
			readPublishStatus(publishId, { status: 'PROCESSING_DOWNLOAD', downloaded_bytes: '7' }),
		).toMatchObject({ downloaded_bytes: 7 });
		const silent = readPublishStatus(publishId, { status: 'PROCESSING_UPLOAD' });
		expect(silent).not.toHaveProperty('uploaded_bytes');
		expect(silent).not.toHaveProperty('downloaded_bytes');
	});
});
