import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { eventKey } from '../../../../nodes/TikTok/webhook/eventKey';
import { triggerEvents } from '../../../../nodes/TikTok/trigger/postState';
import { describeEvent, readDelivery } from '../../../../nodes/TikTok/webhook/readEvent';
import { runsOf } from '../../../generatedRuns';

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

/** What each of TikTok's events is called in the output, for ever. */
const words: Record<string, string> = {
	'post.publish.complete': 'published',
	'post.publish.failed': 'failed',
	'post.publish.inbox_delivered': 'inbox',
	'post.publish.publicly_available': 'public',
	'post.publish.no_longer_publicaly_available': 'no_longer_public',
	'authorization.removed': 'disconnected',
	'portability.download.ready': 'download_ready',
	'video.publish.completed': 'video_kit_published',
	'video.upload.failed': 'video_kit_failed',
};
const named = (tiktok_event: string) => ({ event: words[tiktok_event], tiktok_event });

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
		expect(item(event, content)).toEqual({ ...expected, ...common, ...named(event) });
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
			...named('post.publish.failed'),
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

	it('are called as TikTok calls them where workflows from before compare with that', () => {
		for (const event of Object.keys(words)) {
			const output = describeEvent(readDelivery(body(event, '{"publish_id":"p.1"}')), false);
			expect(output.event).toBe(event);
			expect(output).not.toHaveProperty('tiktok_event');
		}
	});

	it('have the words of the TikTok Trigger, where it tells the same', () => {
		const told = triggerEvents.filter((event) => !['started', 'expired'].includes(event));
		expect(Object.values(words)).toEqual(expect.arrayContaining(told));
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
		...named('authorization.removed'),
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

describe('one event in two spellings', () => {
	const content = '{"publish_id":"p.1","post_id":"7602997517160123667"}';
	it.each([
		['post.publish.no_longer_publicaly_available', 'post.publish.no_longer_publicly_available'],
		['post.publish.publicly_available', 'post.publish.publicaly_available'],
	])('has the documented name, and one key: %s', (documented, other) => {
		const [first, second] = [documented, other].map((event) => item(event, content));
		expect(second).toEqual(first);
		expect(second).toMatchObject(named(documented));
	});

	it('does not change other names', () => {
		expect(readDelivery(body('publicaly', '')).event).toBe('publicaly');
	});
});

describe('an event that needs nothing from its content', () => {
	const empty = ['', ' ', '{}', 'null', '""', '[]', '5', 'true', 'not json', '{"reason":'];
	const noReason = { reason_message: 'TikTok gave no reason.' };

	it.each(empty)('does not fail for its lack: %j', (content) => {
		const event = 'authorization.removed';
		expect(item(event, content)).toEqual({ ...common, ...named(event), ...noReason });
		for (const other of ['video.upload.failed', 'video.publish.completed'])
			expect(item(other, content)).toEqual({ ...common, ...named(other) });
		const ready = 'portability.download.ready';
		expect(item(ready, content)).toEqual({ ...common, ...named(ready) });
	});

	it.each([undefined, null, {}, [], 0, false])('nor when it is no text: %j', (content) => {
		const event = 'authorization.removed';
		expect(item(event, '', { content })).toEqual({ ...common, ...named(event), ...noReason });
	});

	it.each([null, 'x', '', [1], { a: 1 }, true, 1.5, -1, 1e300])('reason %j is none', (reason) => {
		const output = item('authorization.removed', JSON.stringify({ reason }));
		expect(output.reason_message).toBe('TikTok gave no reason.');
	});

	it.each([null, '', [], {}, false])('request_id %j is none', (request_id) => {
		const output = item('portability.download.ready', JSON.stringify({ request_id }));
		expect(output).not.toHaveProperty('request_id');
	});
});

describe('a post ID', () => {
	const idsOf = (json: string) =>
		item('post.publish.publicly_available', `{"publish_id":"p.1","post_id":${json}}`).post_ids;

	it.each(['null', '0', '""', '[]', '"0"', '"null"', '-5', '1.5', 'true', '{}', '[null,0,""]'])(
		'is not made of %s',
		(json) => expect(idsOf(json)).toEqual([]),
	);

	it.each([
		['"7602997517160123667"', ['7602997517160123667']],
		['7602997517160123667', ['7602997517160123667']],
		['42', ['42']],
		[
			'[7602997517160123667,null,"7602997517160123668"]',
			['7602997517160123667', '7602997517160123668'],
		],
	])('is read exactly from %s', (json, ids) => expect(idsOf(json)).toEqual(ids));
});

describe('a publish ID', () => {
	it.each(['null', '0', '1.5', '1e400', '""', '" "', '[]', '["p.1"]', '{}', 'true'])(
		'is not made of %s',
		(json) => {
			const content = `{"publish_id":${json}}`;
			expect(refusalOf(() => item('post.publish.complete', content))).toBe(400);
		},
	);
});

it('a reason that has the name of something in every object is an unknown one', () => {
	for (const reason of ['constructor', 'toString', '__proto__']) {
		const output = item('post.publish.failed', `{"publish_id":"p.1","reason":"${reason}"}`);
		expect(output).toMatchObject({
			fail_reason: reason,
			fail_message: expect.stringContaining('does not know') as string,
			retryable: false,
		});
	}
});

describe('the time of an event', () => {
	const timeOf = (json: string) => {
		const text = `{"event":"authorization.removed","create_time":${json},"content":"{}"}`;
		const { create_time: time, create_time_iso: iso } = describeEvent(readDelivery(text));
		return [time, iso];
	};
	it.each(['1770210873', '"1770210873"', '1770210873.9', '" 1770210873 "'])('%s', (json) =>
		expect(timeOf(json)).toEqual([1770210873, '2026-02-04T13:14:33.000Z']),
	);

	it.each([
		'null',
		'""',
		'" "',
		'0',
		'-1',
		'1e300',
		'9007199254740993',
		'1770210873000',
		'"now"',
		'"0x10"',
		'[]',
		'{}',
		'true',
	])('%s is none', (json) => expect(timeOf(json)).toEqual([undefined, undefined]));
});

describe('the account of an event', () => {
	const accountOf = (json: string) =>
		readDelivery(`{"event":"authorization.removed","user_openid":${json}}`).openId;

	it.each([
		['"-000abc"', '-000abc'],
		['7602997517160123667', '7602997517160123667'],
		['42', '42'],
		['null', ''],
		['""', ''],
	])('%s', (json, openId) => expect(accountOf(json)).toBe(openId));

	it.each(['[]', '["-000abc"]', '{}', 'true', 'false', '" "', '0', '1.5'])(
		'%s is refused: a filter could not judge it',
		(json) => expect(refusalOf(() => accountOf(json))).toBe(400),
	);
});

describe('odd JSON', () => {
	it('names each key once: the last one counts, as for JSON.parse', () => {
		const text = '{"event":"a","event":"video.upload.failed","content":"{\\"x\\":1,\\"x\\":2}"}';
		expect(describeEvent(readDelivery(text))).toMatchObject({
			...named('video.upload.failed'),
			x: 2,
		});
	});

	it('changes no prototype', () => {
		const content = '{"publish_id":"p.1","__proto__":{"polluted":true},"constructor":1}';
		for (const event of ['post.publish.complete', 'authorization.removed', 'constructor'])
			item(event, content);
		expect({}).not.toHaveProperty('polluted');
	});

	it('of thousands of levels is refused, or ignored where nothing is needed', () => {
		const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
		expect(refusalOf(() => readDelivery(deep))).toBe(400);
		expect(refusalOf(() => readDelivery(`{"event":"a","content":${deep}}`))).toBe(400);
		expect(refusalOf(() => item('post.publish.complete', deep))).toBe(400);
		expect(item('video.upload.failed', deep)).toEqual({
			...common,
			...named('video.upload.failed'),
		});
	});

	it('may have some levels', () => {
		expect(item('video.upload.failed', '{"a":{"b":[{"c":1}]}}').a).toEqual({ b: [{ c: 1 }] });
	});
});

describe('whatever TikTok might send', () => {
	const events = [
		...['complete', 'failed', 'inbox_delivered', 'publicly_available'].map(
			(name) => `post.publish.${name}`,
		),
		'post.publish.no_longer_publicly_available',
		'authorization.removed',
		'portability.download.ready',
		'video.upload.failed',
		'toString',
	];
	const keys = [
		'publish_id',
		'post_id',
		'reason',
		'fail_reason',
		'request_id',
		'share_id',
		'event',
		'status',
	];
	const value = fc.oneof(
		fc.jsonValue({ maxDepth: 2 }),
		fc.constantFrom(null, 0, '', [], {}, 'constructor', '__proto__', 1e300, -1, true),
	);
	const contentOf = fc.oneof(
		fc.dictionary(fc.constantFrom(...keys), value).map((content) => JSON.stringify(content)),
		fc.dictionary(fc.constantFrom(...keys), value),
		value,
	);
	const envelope = fc.record(
		{
			event: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...events) }, value),
			content: contentOf,
			create_time: fc.oneof(fc.constant(1770210873), value),
			user_openid: fc.oneof(fc.constant('-000abc'), value),
		},
		{ requiredKeys: [] },
	);

	it('becomes an event whose IDs are digits and whose identity is right, or a refusal', () => {
		fc.assert(
			fc.property(envelope, (sent) => {
				let output: IDataObject;
				try {
					output = describeEvent(readDelivery(JSON.stringify(sent)));
				} catch (error) {
					expect(status(error)).toBe(400);
					return;
				}
				const event = String(sent.event).replace('longer_publicly', 'longer_publicaly');
				expect(output.tiktok_event).toBe(event);
				expect(output.event).toBe(Object.hasOwn(words, event) ? words[event] : event);
				expect(output.event_key).toMatch(/^[0-9a-f]{64}$/);
				if (output.outcome !== undefined)
					for (const id of output.post_ids as string[]) expect(id).toMatch(/^[1-9]\d*$/);
				if (output.open_id !== undefined) expect(output.open_id).toMatch(/\S/);
				if (output.fail_message !== undefined)
					expect(output.fail_message).not.toContain('undefined');
			}),
			{ numRuns: runsOf(3000) },
		);
	});
});
