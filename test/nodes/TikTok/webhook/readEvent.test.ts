import { eventKey } from '../../../../nodes/TikTok/webhook/eventKey';
import { describeEvent, readDelivery } from '../../../../nodes/TikTok/webhook/readEvent';

function body(event: string, content: string, more: object = {}): string {
	const envelope = { client_key: 'aw1', event, create_time: 1770210873, user_openid: '-000abc' };
	return JSON.stringify({ ...envelope, content, ...more });
}
const item = (event: string, content: string, more?: object) =>
	describeEvent(readDelivery(body(event, content, more)));
const status = (error: unknown) => (error as { status?: number }).status;
function refusalOf(action: () => unknown): number | undefined {
	try {
		action();
	} catch (error) {
		return status(error);
	}
	return undefined;
}

const common = {
	event_key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
	open_id: '-000abc',
	create_time: 1770210873,
	create_time_iso: '2026-02-04T13:14:33.000Z',
};

describe('the documented events', () => {
	it.each([
		[
			'post.publish.complete',
			'{"publish_id":"v_pub_file~v2-1.76","publish_type":"DIRECT_PUBLISH"}',
			{
				publish_id: 'v_pub_file~v2-1.76',
				publish_type: 'DIRECT_PUBLISH',
				status: 'PUBLISH_COMPLETE',
				outcome: 'published',
				is_final: true,
				post_ids: [],
			},
		],
		[
			'post.publish.inbox_delivered',
			'{"publish_id":"v_inbox_file~v2.76","publish_type":"INBOX_SHARE"}',
			{
				publish_id: 'v_inbox_file~v2.76',
				publish_type: 'INBOX_SHARE',
				status: 'SEND_TO_USER_INBOX',
				outcome: 'inbox',
				is_final: true,
				post_ids: [],
			},
		],
		[
			'post.publish.publicly_available',
			'{"publish_id":"p.1","publish_type":"DIRECT_PUBLISH","post_id":"7602997517160123667"}',
			{
				publish_id: 'p.1',
				publish_type: 'DIRECT_PUBLISH',
				status: 'PUBLISH_COMPLETE',
				outcome: 'published',
				is_final: true,
				post_ids: ['7602997517160123667'],
			},
		],
		[
			'post.publish.no_longer_publicaly_available',
			'{"publish_id":"p.1","publish_type":"DIRECT_PUBLISH","post_id":7602997517160123667}',
			{
				publish_id: 'p.1',
				publish_type: 'DIRECT_PUBLISH',
				status: 'PUBLISH_COMPLETE',
				outcome: 'published',
				is_final: true,
				post_ids: ['7602997517160123667'],
			},
		],
		[
			'authorization.removed',
			'{"reason":1}',
			{ reason: 1, reason_message: 'The user disconnected the app.' },
		],
		['video.upload.failed', '{"share_id":"video.123.QHVI"}', { share_id: 'video.123.QHVI' }],
		['video.publish.completed', '{"share_id":"video.123.QHVI"}', { share_id: 'video.123.QHVI' }],
	])('%s', (event, content, expected) => {
		expect(item(event, content)).toEqual({ ...expected, ...common, event });
	});

	it('post.publish.failed tells why and whether to try again, under either key', () => {
		const expected = {
			publish_id: 'p.1',
			publish_type: 'DIRECT_PUBLISH',
			status: 'FAILED',
			outcome: 'failed',
			is_final: true,
			post_ids: [],
			fail_reason: 'video_pull_failed',
			fail_message: expect.stringContaining('TikTok could not download the video.') as string,
			retryable: true,
			...common,
			event: 'post.publish.failed',
		};
		for (const name of ['reason', 'fail_reason']) {
			const content = `{"publish_id":"p.1","publish_type":"DIRECT_PUBLISH","${name}":"video_pull_failed"}`;
			expect(item('post.publish.failed', content)).toEqual(expected);
		}
	});

	it('portability.download.ready has no account, and its id is a text of any length', () => {
		for (const id of ['7602997517160123667', '42']) {
			const output = item('portability.download.ready', `{"request_id":${id}}`, {
				user_openid: undefined,
			});
			expect(output.request_id).toBe(id);
			expect(output).not.toHaveProperty('open_id');
		}
	});

	it('keep what TikTok may add', () => {
		expect(item('post.publish.complete', '{"publish_id":"p.1","region":"de"}').region).toBe('de');
	});
});

describe('an authorization that ended', () => {
	it.each([0, 1, 2, 3, 4, 5, 99])('for reason %i has a sentence', (reason) => {
		const { reason_message } = item('authorization.removed', `{"reason":${reason}}`);
		expect(reason_message).toMatch(/^T.*\.$/);
	});
});

describe('what is no event', () => {
	it.each(['', 'x', '[]', '"post.publish.complete"', 'null', '{}', '{"event":5}', '{"event":""}'])(
		'is refused: %s',
		(text) => expect(refusalOf(() => readDelivery(text))).toBe(400),
	);

	it.each(['x', '[]', 'null', '{}', '{"publish_id":""}'])(
		'is refused by its content: %s',
		(text) => {
			expect(refusalOf(() => item('post.publish.complete', text))).toBe(400);
		},
	);
});

it('tolerates a content that was not serialised, and a missing time', () => {
	const delivery = readDelivery('{"event":"authorization.removed","content":{"reason":4}}');
	expect(describeEvent(delivery)).toEqual({
		event: 'authorization.removed',
		event_key: delivery.key,
		reason: 4,
		reason_message: 'The TikTok account was banned.',
	});
});

describe('the event key', () => {
	const identity = {
		event: 'post.publish.publicly_available',
		createTime: '1770210873',
		openId: '-000abc',
		content:
			'{"publish_id":"v_pub_file~v2-1.76","publish_type":"DIRECT_PUBLISH","post_id":"7602997517160123666"}',
	};

	it('is the SHA-256 of event, time, account and content', () => {
		// Made with the sha256sum command over the JSON list of the four.
		const expected = '0a810b5c73ee6ef97c33712e195ef393f3a34e9d71581e0d366235f7b6eafd4f';
		expect(eventKey(identity)).toBe(expected);
		expect(readDelivery(body(identity.event, identity.content)).key).toBe(expected);
	});

	it('does not depend on how the envelope is written', () => {
		const spaced = JSON.stringify(JSON.parse(body(identity.event, identity.content)), null, 2);
		expect(readDelivery(spaced).key).toBe(eventKey(identity));
	});

	it.each(['event', 'createTime', 'openId', 'content'] as const)('changes with %s', (part) => {
		expect(eventKey({ ...identity, [part]: `${identity[part]}1` })).not.toBe(eventKey(identity));
	});

	it('does not let one part run into the next', () => {
		const moved = { ...identity, createTime: '177021087', openId: '3-000abc' };
		expect(eventKey(moved)).not.toBe(eventKey(identity));
	});
});
