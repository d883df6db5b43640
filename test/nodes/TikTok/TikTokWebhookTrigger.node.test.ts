/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { IDataObject, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import { frozenClock } from '../../emulator';
import { consumer, directPost, fileSource, mp4, put } from '../../emulator/consumerClient';
import { openIdOf } from '../../emulator/ids';
import { desktopApp, webApp } from '../../emulator/seed';
import { runsOf } from '../../generatedRuns';
import { installVirtualClock, type ClockModule, type VirtualClock } from '../../harness';
import type { Setting } from '../../harness/setting';
import { createSetting } from '../../harness/setting';
import type { WebhookOptions, WebhookUnderTest } from '../../harness/webhookNode';

/** TikTok's events as the open API fact sheet §13.3 lists them, posting events first. */
const allEvents = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.publicly_available',
	'post.publish.no_longer_publicaly_available',
	'authorization.removed',
	'portability.download.ready',
	'video.publish.completed',
	'video.upload.failed',
];

const clock = frozenClock();
let setting: Setting;
let secret: string;
const open: WebhookUnderTest[] = [];
let workflows = 0;

beforeAll(async () => {
	setting = await createSetting({ clock, webhooks: 'whenSettled' });
	secret = setting.emulator.apps[0].clientSecret;
});
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (trigger) => await trigger.close()));
	setting.emulator.reset();
});
afterAll(async () => await setting.close());

/** A trigger of its own workflow, entered as callback URL of the emulated app. */
async function listen(
	options: Omit<WebhookOptions, 'parameters'> & { parameters?: WebhookOptions['parameters'] } = {},
): Promise<WebhookUnderTest> {
	workflows += 1;
	const trigger = await setting.harness.serveWebhook({
		credentials: [setting.tikTok],
		workflowId: `workflow-${workflows}`,
		...options,
		parameters: { events: allEvents, ...options.parameters },
	});
	open.push(trigger);
	setting.emulator.apps[0].webhookUrl = trigger.url;
	return trigger;
}

async function pass(ms: number): Promise<void> {
	clock.advance(ms);
	await setting.emulator.settled();
}

async function upload(path: string, body: object): Promise<string> {
	const { emulator } = setting;
	const client = consumer(emulator.url, emulator.grant().access_token);
	const { publish_id, upload_url } = (await client.post(path, body)).json.data;
	await put(upload_url, mp4(1000), 0, 1000);
	return publish_id as string;
}
const draft = async () =>
	await upload('/v2/post/publish/inbox/video/init/', { source_info: fileSource(1000) });
const post = async () => await upload('/v2/post/publish/video/init/', directPost(1000));

const itemsOf = ({ executions }: WebhookUnderTest) => executions.flat().map(({ json }) => json);
const statuses = () => setting.emulator.webhooks.deliveries.map(({ status }) => status);

const disconnected = Buffer.from(
	'{"client_key":"x","event":"authorization.removed","create_time":1770210873,"user_openid":"-000abc","content":"{\\"reason\\":2}"}',
);
const nowSeconds = () => Math.floor(clock.now() / 1000);
function signed(body: Buffer, key = secret, time = nowSeconds()): Record<string, string> {
	const digest = createHmac('sha256', key).update(`${time}.`).update(body).digest('hex');
	return { 'content-type': 'application/json', 'tiktok-signature': `t=${time},s=${digest}` };
}
async function call({ url }: WebhookUnderTest, body: Buffer, headers: Record<string, string>) {
	const answer = await fetch(url, { method: 'POST', body, headers });
	return { status: answer.status, text: await answer.text() };
}

describe('the life of a post', () => {
	it('as a draft: inbox, posted by the creator, public, private again', async () => {
		const trigger = await listen();
		const publishId = await draft();
		await pass(3000);
		const postId = setting.emulator.creatorPostsDraft(publishId, { privacy: 'SELF_ONLY' });
		await pass(0);
		setting.emulator.creatorSetsPrivacy(publishId, 'PUBLIC_TO_EVERYONE');
		await pass(2000);
		setting.emulator.creatorSetsPrivacy(publishId, 'SELF_ONLY');
		await pass(0);

		const common = {
			publish_id: publishId,
			publish_type: 'INBOX_SHARE',
			is_final: true,
			open_id: openIdOf(webApp, 'demo.creator'),
			event_key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		};
		const published = { ...common, status: 'PUBLISH_COMPLETE', outcome: 'published' };
		const at = (seconds: number) => ({
			create_time: seconds,
			create_time_iso: new Date(seconds * 1000).toISOString(),
		});
		const end = nowSeconds();
		expect(postId).toMatch(/^\d{19}$/);
		expect(itemsOf(trigger)).toEqual([
			{
				...common,
				...at(end - 2),
				event: 'inbox',
				tiktok_event: 'post.publish.inbox_delivered',
				status: 'SEND_TO_USER_INBOX',
				outcome: 'inbox',
				post_ids: [],
			},
			{
				...published,
				...at(end - 2),
				event: 'published',
				tiktok_event: 'post.publish.complete',
				post_ids: [],
			},
			{
				...published,
				...at(end),
				event: 'public',
				tiktok_event: 'post.publish.publicly_available',
				post_ids: [postId],
			},
			{
				...published,
				...at(end),
				event: 'no_longer_public',
				tiktok_event: 'post.publish.no_longer_publicaly_available',
				post_ids: [postId],
			},
		]);
		expect(trigger.executions).toHaveLength(4);
		expect(statuses()).toEqual([200, 200, 200, 200]);
	});

	it("is told in TikTok's own names by a node of version 1, as workflows from then compare with them", async () => {
		const trigger = await listen({ typeVersion: 1 });
		await draft();
		await pass(3000);
		expect(itemsOf(trigger)).toEqual([
			expect.objectContaining({ event: 'post.publish.inbox_delivered', outcome: 'inbox' }),
		]);
		expect(itemsOf(trigger)[0]).not.toHaveProperty('tiktok_event');
	});

	it('keeps the exact id when TikTok sends it as a number', async () => {
		setting.emulator.switches.webhookPostIdAs = 'number';
		const trigger = await listen();
		await post();
		await pass(10_000);
		const { postId } = setting.emulator.publishes[0];
		expect(itemsOf(trigger)[1].post_ids).toEqual([postId]);
	});

	it('has the field names and values of Get Publish Status', async () => {
		const trigger = await listen();
		setting.emulator.account('demo.creator').failNext.push('frame_rate_check_failed');
		const publishId = await post();
		await pass(3000);
		const asked = await setting.harness.run({
			parameters: { resource: 'post', operation: 'getStatus', publishIds: [publishId] },
			credentials: [setting.connect()],
		});
		const status = { ...asked.items[0].json };
		// How far the upload came is not in the event.
		delete status.uploaded_bytes;
		expect(status.outcome).toBe('failed');
		expect(itemsOf(trigger)).toEqual([expect.objectContaining(status)]);
	});

	it('arrives in the order of delivery, which need not be the order of events', async () => {
		setting.emulator.faults.script({
			match: { event: 'post.publish.complete' },
			do: { kind: 'delay', ms: 60_000 },
		});
		const trigger = await listen();
		await post();
		await pass(60_000);
		await pass(60_000);
		const items = itemsOf(trigger) as Array<{ event: string; create_time: number }>;
		expect(items.map(({ event }) => event)).toEqual(['public', 'published']);
		expect(items[0].create_time - items[1].create_time).toBe(2);
	});
});

describe('what TikTok did not sign', () => {
	it.each(['wrongSignature', 'noSignature', 'otherSecret', 'changedByte'] as const)(
		'starts nothing: %s; the next attempt is accepted',
		async (kind) => {
			setting.emulator.faults.script({ match: { event: 'any' }, do: { kind } });
			const trigger = await listen();
			await draft();
			await pass(3000);
			expect(statuses()).toEqual([401]);
			expect(trigger.executions).toEqual([]);
			expect(trigger.staticData).toEqual({});
			await pass(60_000);
			expect(statuses()).toEqual([401, 200]);
			expect(trigger.executions).toHaveLength(1);
		},
	);

	it('starts nothing when another app of the same developer signed it', async () => {
		const trigger = await listen();
		const other = setting.emulator.apps.find(({ clientKey }) => clientKey === desktopApp)!;
		const answer = await call(trigger, disconnected, signed(disconnected, other.clientSecret));
		expect(answer.status).toBe(401);
		expect(trigger.executions).toEqual([]);
	});

	it.each([
		['an empty body', Buffer.alloc(0)],
		['a body that is no JSON', Buffer.from('publish_id=1')],
		['JSON without an event', Buffer.from('{"client_key":"x"}')],
		['a list', Buffer.from('[]')],
		['a posting event without content', Buffer.from('{"event":"post.publish.complete"}')],
	])('%s, although signed, gets 400', async (_what, body) => {
		const trigger = await listen();
		const headers = { ...signed(body), 'content-type': 'text/plain' };
		expect((await call(trigger, body, headers)).status).toBe(400);
		expect(trigger.executions).toEqual([]);
	});

	it.each([
		['an empty body', Buffer.alloc(0)],
		['10 MB', Buffer.concat([Buffer.from('"'), Buffer.alloc(10_000_000, 'a'), Buffer.from('"')])],
	])('%s without signature gets 400 or 401', async (_what, body) => {
		const trigger = await listen();
		const { status } = await call(trigger, body, { 'content-type': 'application/json' });
		expect([400, 401]).toContain(status);
		expect(trigger.executions).toEqual([]);
	});

	it('10 MB with a good signature is refused too', async () => {
		const trigger = await listen();
		const body = Buffer.concat([disconnected, Buffer.alloc(10_000_000, ' ')]);
		expect((await call(trigger, body, signed(body))).status).toBe(400);
		expect(trigger.executions).toEqual([]);
	});

	it('tells the sender nothing, and the log why', async () => {
		const trigger = await listen();
		const answer = await call(trigger, disconnected, signed(disconnected, 'guess'));
		expect(JSON.parse(answer.text)).toEqual({ message: 'The signature is missing or wrong' });
		expect(trigger.log).toEqual([
			expect.objectContaining({
				level: 'warn',
				message: expect.stringContaining('check the client secret of the credential') as string,
			}),
		]);
		expect(JSON.stringify(trigger.log)).not.toContain(secret);
	});
});

describe('the raw body', () => {
	it.each([
		['application/json'],
		['application/json; charset=utf-8'],
		['text/plain'],
		['application/octet-stream'],
	])('is verified whatever its content type: %s', async (contentType) => {
		const body = Buffer.from(
			'{ "event" : "authorization.removed",\t"user_openid":"\\u00fc é 日本 😀",\r\n "create_time":1770210873, "n": 7602997517160123667, "content" : "{ \\"reason\\" : 1 }" }\n',
		);
		const trigger = await listen();
		const headers = { ...signed(body), 'content-type': contentType };
		expect((await call(trigger, body, headers)).status).toBe(200);
		expect(itemsOf(trigger)[0]).toMatchObject({ open_id: 'ü é 日本 😀', reason: 1 });
	});

	it('is what was signed before compression', async () => {
		const trigger = await listen();
		const headers = { ...signed(disconnected), 'content-encoding': 'gzip' };
		expect((await call(trigger, gzipSync(disconnected), headers)).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
	});

	it('of a form upload cannot be read and is refused', async () => {
		const trigger = await listen();
		const headers = { ...signed(disconnected), 'content-type': 'multipart/form-data; boundary=x' };
		expect((await call(trigger, disconnected, headers)).status).toBe(400);
		expect(trigger.failures).toEqual([]);
		expect(trigger.executions).toEqual([]);
	});
});

describe('duplicates', () => {
	it('delivered five times at the same moment start one execution', async () => {
		setting.emulator.faults.script({
			match: { event: 'any' },
			do: { kind: 'duplicate', copies: 4 },
		});
		const trigger = await listen({ together: 5 });
		await draft();
		await pass(3000);
		expect(statuses()).toEqual([200, 200, 200, 200, 200]);
		expect(trigger.executions).toHaveLength(1);
	});

	it('delivered one after another start one execution, although signed anew', async () => {
		const trigger = await listen();
		for (const delay of [0, 60, 7200]) {
			const headers = signed(disconnected, secret, nowSeconds() + delay);
			expect((await call(trigger, disconnected, headers)).status).toBe(200);
		}
		expect(trigger.executions).toHaveLength(1);
	});

	it('are known after a restart, by what n8n has stored', async () => {
		const before = await listen();
		await call(before, disconnected, signed(disconnected));
		// Another workflow id stands for an empty module memory.
		const after = await listen({ staticData: before.staticData });
		await call(after, disconnected, signed(disconnected));
		expect(before.executions).toHaveLength(1);
		expect(after.executions).toEqual([]);
	});

	it('of different events at once lose none, and the next new event stores all', async () => {
		const bodies = [1, 2, 3, 4].map((reason) =>
			Buffer.from(disconnected.toString().replace(':2}', `:${reason}}`)),
		);
		const trigger = await listen({ together: 4 });
		await Promise.all(bodies.map(async (body) => await call(trigger, body, signed(body))));
		expect(trigger.executions).toHaveLength(4);
		const fifth = Buffer.from(disconnected.toString().replace(':2}', ':5}'));
		await call(trigger, fifth, signed(fifth));
		const restarted = await listen({ staticData: trigger.staticData });
		for (const body of [...bodies, fifth]) await call(restarted, body, signed(body));
		expect(restarted.executions).toEqual([]);
	});

	it('are known when the node has been renamed and n8n restarted', async () => {
		const before = await listen();
		await call(before, disconnected, signed(disconnected));
		const after = await listen({ staticData: before.staticData, nodeName: 'Renamed' });
		await call(after, disconnected, signed(disconnected));
		expect(after.executions).toEqual([]);
	});

	it('are known when a polling trigger of the same workflow has saved, and n8n restarted', async () => {
		const workflowId = 'both triggers';
		// n8n gave the poller this copy when it registered it, and writes it back when it fires.
		const sharedStaticData: IDataObject = {};
		const trigger = await listen({ workflowId });
		await call(trigger, disconnected, signed(disconnected));
		await setting.harness.poll({
			workflowId,
			workflowStaticData: { global: sharedStaticData },
			parameters: { source: 'account' },
			credentials: [setting.connect()],
		});
		const restarted = await listen({ staticData: { global: sharedStaticData } });
		await call(restarted, disconnected, signed(disconnected));
		expect(restarted.executions).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['text', { global: 'text' }],
		['a number', { global: 5 }],
		['a list', { global: [1, 'a'] }],
		['a list of events', { global: { tikTokKnownEvents: ['a', null] } }],
		['text for the events', { global: { tikTokKnownEvents: 'text' } }],
		[
			'100,000 events',
			{
				global: {
					tikTokKnownEvents: Object.fromEntries(
						Array(1e5)
							.fill(0)
							.map((_, i) => [i, i]),
					),
				},
			},
		],
	])('are dropped whatever stands where they are stored: %s', async (_what, staticData) => {
		const trigger = await listen({ staticData });
		const deliver = async () => await call(trigger, disconnected, signed(disconnected));
		expect([(await deliver()).status, (await deliver()).status]).toEqual([200, 200]);
		expect(trigger.executions).toHaveLength(1);
	});

	it('are not the second post of one draft', async () => {
		const trigger = await listen({ parameters: { events: ['post.publish.complete'] } });
		const publishId = await draft();
		for (const wait of [3000, 5000]) {
			await pass(wait);
			setting.emulator.creatorPostsDraft(publishId);
			await pass(0);
		}
		expect(itemsOf(trigger).map(({ publish_id: id }) => id)).toEqual([publishId, publishId]);
	});

	it('show in a test run each time, and the test leaves no mark', async () => {
		const test = await listen({ mode: 'manual', workflowId: 'tested' });
		await call(test, disconnected, signed(disconnected));
		await call(test, disconnected, signed(disconnected));
		expect(test.executions).toHaveLength(2);
		const live = await listen({ workflowId: 'tested' });
		await call(live, disconnected, signed(disconnected));
		expect(live.executions).toHaveLength(1);
	});
});

describe('what the user did not ask for', () => {
	it('gets 200 and starts nothing', async () => {
		const trigger = await listen({ parameters: { events: ['post.publish.failed'] } });
		await draft();
		await pass(3000);
		expect(statuses()).toEqual([200]);
		expect(trigger.executions).toEqual([]);
		expect(trigger.staticData).toEqual({});
	});

	it('is not even read: an event that TikTok adds later', async () => {
		const trigger = await listen();
		const body = Buffer.from('{"event":"post.publish.new","content":"not json"}');
		expect((await call(trigger, body, signed(body))).status).toBe(200);
		expect(trigger.executions).toEqual([]);
	});

	it('includes other accounts, when accounts are named', async () => {
		const named = async (openIds: string[]) => {
			const trigger = await listen({ parameters: { options: { openIds } } });
			expect((await call(trigger, disconnected, signed(disconnected))).status).toBe(200);
			return trigger.executions.length;
		};
		expect(await named(['-000xyz'])).toBe(0);
		expect(await named(['-000xyz', '-000abc'])).toBe(1);
		expect(await named([])).toBe(1);
	});

	it('does not include events that name no account', async () => {
		const trigger = await listen({ parameters: { options: { openIds: ['-000xyz'] } } });
		const body = Buffer.from('{"event":"portability.download.ready","content":"{}"}');
		await call(trigger, body, signed(body));
		expect(trigger.executions).toHaveLength(1);
	});
});

describe('events in other words than documented', () => {
	const withdrawn = (event: string) =>
		Buffer.from(
			JSON.stringify({
				event,
				create_time: 1770210873,
				content: '{"publish_id":"p.1","post_id":0}',
			}),
		);

	it('both spellings of one event are one event, with one key', async () => {
		const documented = 'post.publish.no_longer_publicaly_available';
		const trigger = await listen({ parameters: { events: [documented] } });
		for (const event of ['post.publish.no_longer_publicly_available', documented]) {
			const body = withdrawn(event);
			expect((await call(trigger, body, signed(body))).status).toBe(200);
		}
		expect(itemsOf(trigger)).toEqual([
			expect.objectContaining({ tiktok_event: documented, publish_id: 'p.1', post_ids: [] }),
		]);
	});

	it.each(['', ',"content":""', ',"content":null', ',"content":{}', ',"content":"{}"'])(
		'a disconnected account needs no content: %s',
		async (content) => {
			const trigger = await listen();
			const body = Buffer.from(
				`{"event":"authorization.removed","user_openid":"-000abc"${content}}`,
			);
			expect((await call(trigger, body, signed(body))).status).toBe(200);
			expect(itemsOf(trigger)).toEqual([
				expect.objectContaining({
					event: 'disconnected',
					open_id: '-000abc',
					reason_message: 'TikTok gave no reason.',
				}),
			]);
		},
	);
});

describe('fields that cannot be read', () => {
	/** Every kind of value that a workflow file or an expression can put into a field. */
	const kinds = [
		...[
			'={{ undefined }}',
			'={{ null }}',
			null,
			'',
			' ',
			'text',
			'={{ "text" }}',
			0,
			-5,
			1.5,
			1e300,
		],
		...['={{ NaN }}', '={{ 1 / 0 }}', true, false, 'true', 'false', [], ['text'], [null], [5]],
		...['["text"]', '{"a":1}', '={{ {} }}', '={{ [] }}', '={{ [1, null] }}', '={{ nonsense( }}'],
		...['={{ $json.missing }}', '={{ $json.a.b }}', '[object Object]', '=text {{ undefined }}'],
	] as NodeParameterValueType[];
	const old = () => signed(disconnected, secret, nowSeconds() - 30 * 86_400);

	it.each(kinds)('Maximum Age %j: a signature of last month is refused', async (value) => {
		const trigger = await listen({ parameters: { options: { maximumAgeMinutes: value } } });
		const { status } = await call(trigger, disconnected, old());
		const isReadable = value === 1.5 || value === 1e300;
		expect(status).toBe(value === 1e300 ? 200 : isReadable ? 401 : 503);
		expect(trigger.failures).toEqual([]);
		if (status === 503)
			expect(trigger.log[0].message).toMatch(/"Maximum Age \(Minutes\)"|"Options"/);
	});

	it.each(kinds)('Only These Accounts %j: another account starts nothing', async (value) => {
		const trigger = await listen({ parameters: { options: { openIds: value } } });
		const { status } = await call(trigger, disconnected, signed(disconnected));
		// Without any account in the list all count; n8n itself reads null in a workflow file as that.
		const isEmpty = ['[]', '"={{ [] }}"', 'null'].includes(JSON.stringify(value));
		expect(trigger.executions).toHaveLength(isEmpty ? 1 : 0);
		const isRead = isEmpty || JSON.stringify(value).includes('text');
		expect([isRead ? 200 : 503, 503]).toContain(status);
		expect(trigger.failures).toEqual([]);
	});

	it.each(kinds)('Trigger On %j: nothing starts, and TikTok tries again', async (value) => {
		const trigger = await listen({ parameters: { events: value } });
		const { status } = await call(trigger, disconnected, signed(disconnected));
		expect(trigger.executions).toEqual([]);
		expect(trigger.failures).toEqual([]);
		// n8n itself reads null in a workflow file as the default, which has other events.
		expect(status).toBe(value === null ? 200 : 503);
		if (value !== null) expect(trigger.log[0].message).toContain('"Trigger On"');
	});

	it.each(kinds)('Options %j: an event passes only when there are none', async (value) => {
		const trigger = await listen({ parameters: { options: value } });
		const { status } = await call(trigger, disconnected, signed(disconnected));
		expect([200, 503]).toContain(status);
		expect(trigger.executions).toHaveLength(status === 200 ? 1 : 0);
		expect(trigger.failures).toEqual([]);
	});

	it('lose nothing: mended, the next attempt of TikTok passes', async () => {
		await listen({ parameters: { options: { maximumAgeMinutes: 'five' } } });
		await draft();
		await pass(3000);
		expect(statuses()).toEqual([503]);
		const mended = await listen();
		await pass(60_000);
		expect(statuses()).toEqual([503, 200]);
		expect(mended.executions).toHaveLength(1);
	});

	it('are no business of a stranger', async () => {
		const trigger = await listen({ parameters: { events: 5 } });
		const answer = await call(trigger, disconnected, signed(disconnected, 'guess'));
		expect(answer.status).toBe(401);
	});
});

describe('hostile calls', () => {
	const wrong = `t=1770210873,s=${'0'.repeat(64)}`;
	const blanks = ' '.repeat(15_000);
	const padded = (size: number) =>
		Buffer.concat([disconnected, Buffer.alloc(size - disconnected.length, ' ')]);

	it.each<[string, string, Buffer]>([
		['15 KB of blanks behind a name', `t=${blanks}x`, disconnected],
		['15 KB of blanks before the digest', `t=1,s=${blanks}00`, disconnected],
		['15 KB of commas', `t${','.repeat(15_000)}s`, disconnected],
		['15 KB of equal signs', '='.repeat(15_000), disconnected],
		['no signature over 1 MB', '', padded(1_000_000)],
		['a wrong signature over 100 KB', wrong, padded(100_000)],
		['a wrong signature over 1 MB', wrong, padded(1_000_000)],
	])('%s: refused within 50 ms', async (_what, signature, body) => {
		const trigger = await listen();
		const costs: number[] = [];
		// Of the processor, caller included, the best of five: other work on the machine does not count.
		for (let attempt = 0; attempt < 5; attempt += 1) {
			const before = process.cpuUsage();
			const headers = { 'content-type': 'text/plain', 'tiktok-signature': signature };
			expect([400, 401]).toContain((await call(trigger, body, headers)).status);
			const { user, system } = process.cpuUsage(before);
			costs.push((user + system) / 1000);
		}
		expect(Math.min(...costs)).toBeLessThan(50);
		expect(trigger.executions).toEqual([]);
		expect(trigger.failures).toEqual([]);
		expect(trigger.staticData).toEqual({});
	});

	it('whatever their header and body, they start nothing', async () => {
		const trigger = await listen();
		const part = fc.constantFrom(
			't=',
			's=',
			',',
			'=',
			' ',
			'1770210873',
			'0'.repeat(64),
			't',
			's',
			'"',
		);
		const header = fc.oneof(
			fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
			fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
		);
		const body = fc.oneof(
			fc.uint8Array({ maxLength: 2000 }),
			fc.json().map((text) => Buffer.from(text)),
			fc.constant(disconnected),
		);
		await fc.assert(
			fc.asyncProperty(header, body, async (signature, bytes) => {
				const headers = { 'content-type': 'text/plain', 'tiktok-signature': signature };
				expect((await call(trigger, Buffer.from(bytes), headers)).status).toBe(401);
			}),
			{ numRuns: runsOf(1_000) },
		);
		expect(trigger.failures).toEqual([]);
		expect(trigger.executions).toEqual([]);
	});

	it('signed by TikTok, whatever they say, are events or refused', async () => {
		const trigger = await listen();
		const envelope = fc.record(
			{
				event: fc.oneof(fc.constantFrom(...allEvents), fc.jsonValue()),
				content: fc.oneof(fc.json(), fc.jsonValue()),
				create_time: fc.jsonValue(),
				user_openid: fc.jsonValue(),
			},
			{ requiredKeys: ['event'] },
		);
		await fc.assert(
			fc.asyncProperty(envelope, async (sent) => {
				const body = Buffer.from(JSON.stringify(sent));
				expect([200, 400]).toContain((await call(trigger, body, signed(body))).status);
			}),
			{ numRuns: runsOf(1_000) },
		);
		expect(trigger.failures).toEqual([]);
	});

	it.each([
		['99,000 open brackets', '['.repeat(99_000)],
		['16,000 levels', `${'{"a":'.repeat(16_000)}1${'}'.repeat(16_000)}`],
		['an open string of escaped quotes', `"${'\\"'.repeat(49_000)}`],
	])('signed: %s get 400', async (_what, text) => {
		const trigger = await listen();
		const body = Buffer.from(text);
		const headers = { ...signed(body), 'content-type': 'text/plain' };
		expect((await call(trigger, body, headers)).status).toBe(400);
		expect(trigger.failures).toEqual([]);
	});
});

describe('the age of a signature', () => {
	const clockModule = () =>
		setting.harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock');
	let now: () => number;
	beforeEach(() => {
		({ now } = clockModule());
		clockModule().now = () => clock.now();
	});
	afterEach(() => {
		clockModule().now = now;
	});

	it('does not matter by default: retries go on for 72 hours', async () => {
		setting.emulator.switches.webhookRetriesSignedAnew = false;
		const trigger = await listen();
		const { url } = trigger;
		setting.emulator.apps[0].webhookUrl = 'http://127.0.0.1:1/';
		await draft();
		await pass(3000);
		setting.emulator.apps[0].webhookUrl = url;
		await pass(71 * 3_600_000);
		expect(statuses()).toEqual([undefined, 200]);
		expect(trigger.executions).toHaveLength(1);
	});

	it.each([
		[299, 200],
		[301, 401],
		[-301, 401],
	])('of %i s with a limit of 5 minutes gets %i', async (seconds, status) => {
		clock.set(Math.floor(clock.now() / 1000) * 1000);
		const trigger = await listen({ parameters: { options: { maximumAgeMinutes: 5 } } });
		const headers = signed(disconnected, secret, nowSeconds() - seconds);
		expect((await call(trigger, disconnected, headers)).status).toBe(status);
		expect(trigger.executions).toHaveLength(status === 200 ? 1 : 0);
	});
});

describe('a credential that cannot be used', () => {
	it.each([
		['none', undefined],
		['one without a secret', { clientId: webApp, clientSecret: '' }],
	])('(%s) gets 503, so that TikTok tries again', async (_what, data) => {
		const trigger = await listen({
			credentials: data ? [setting.harness.addCredential('tikTokOAuth2Api', data)] : [],
		});
		const answer = await call(
			trigger,
			disconnected,
			signed(disconnected, data?.clientSecret ?? 'x'),
		);
		expect(answer.status).toBe(503);
		expect(trigger.failures).toEqual([]);
		expect(trigger.executions).toEqual([]);
		expect(trigger.log[0].message).toContain('credential');
	});

	it('does not ask TikTok anything: an expired token is enough', async () => {
		const trigger = await listen();
		setting.emulator.expireAccessTokens();
		setting.emulator.requests.length = 0;
		await call(trigger, disconnected, signed(disconnected));
		expect(trigger.executions).toHaveLength(1);
		expect(setting.emulator.requests).toEqual([]);
	});
});

describe('the client secret', () => {
	let time: VirtualClock;
	let seconds: (count: number) => Promise<void>;
	beforeEach(() => {
		const clockModule = setting.harness.packageModule<ClockModule>(
			'dist/nodes/TikTok/shared/clock.js',
		);
		time = installVirtualClock({ clockModule, startAt: clock.now(), busy: () => false });
		seconds = async (count) => await clockModule.wait(count * 1000);
	});
	afterEach(() => time.uninstall());
	const wrong = () => signed(disconnected, 'not the secret');
	/** The reading that a call causes ends a little after its answer. */
	const soonAccepts = async (trigger: WebhookUnderTest, key: string) => {
		for (let attempt = 0; attempt < 50; attempt++) {
			const { status } = await call(trigger, disconnected, signed(disconnected, key));
			if (status === 200) return true;
		}
		return false;
	};

	it('is read once for many calls of a moment, whoever made them', async () => {
		const credential = setting.connect();
		const trigger = await listen({ credentials: [credential] });
		for (let times = 1; times <= 3; times++) {
			const calls = Array.from({ length: 50 }, (_, index) => (index === 25 ? signed : null));
			const answers = await Promise.all(
				calls.map(async (good) => call(trigger, disconnected, good ? good(disconnected) : wrong())),
			);
			expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
			expect(setting.harness.credentialReads(credential)).toBe(times);
			// The third time it is too old to judge by.
			await seconds(times === 1 ? 5 : 10);
		}
	});

	it('is read anew after the answer while others call, and before it after a silence', async () => {
		const credential = setting.connect();
		const trigger = await listen({ credentials: [credential] });
		await call(trigger, disconnected, wrong());
		setting.harness.changeCredential(credential, { clientSecret: 'changed' });
		const answerTo = async (key: string) =>
			(await call(trigger, disconnected, signed(disconnected, key))).status;
		await seconds(5);
		expect(await answerTo('changed')).toBe(401);
		expect(await soonAccepts(trigger, 'changed')).toBe(true);
		setting.harness.changeCredential(credential, { clientSecret: secret });
		await seconds(10);
		expect(await answerTo(secret)).toBe(200);
	});

	it('is the new one a few seconds after it was changed, however many call meanwhile', async () => {
		const credential = setting.connect();
		const trigger = await listen({ credentials: [credential] });
		const answerTo = async (key: string) =>
			(await call(trigger, disconnected, signed(disconnected, key))).status;
		expect(await answerTo(secret)).toBe(200);
		setting.harness.changeCredential(credential, { clientSecret: 'changed' });
		const answers: number[] = [];
		for (let second = 1; second <= 5; second++) {
			await call(trigger, disconnected, wrong());
			answers.push(await answerTo('changed'));
			await seconds(1);
		}
		// TikTok tries again what was refused.
		expect(answers).toEqual([401, 401, 401, 401, 401]);
		expect(await soonAccepts(trigger, 'changed')).toBe(true);
		expect(await answerTo(secret)).toBe(401);
	});

	it("is each trigger's own", async () => {
		const [first, second] = [setting.connect(), setting.connect()];
		setting.harness.changeCredential(second, { clientSecret: 'another' });
		const triggers = [
			await listen({ credentials: [first] }),
			await listen({ credentials: [second] }),
		];
		const answers = await Promise.all(
			triggers.flatMap((trigger) =>
				[secret, 'another'].map(
					async (key) => (await call(trigger, disconnected, signed(disconnected, key))).status,
				),
			),
		);
		expect(answers).toEqual([200, 401, 401, 200]);
	});

	it('that is missing is asked for again a few seconds later', async () => {
		const credential = setting.connect();
		setting.harness.changeCredential(credential, { clientSecret: '' });
		const trigger = await listen({ credentials: [credential] });
		const answer = async () => (await call(trigger, disconnected, signed(disconnected))).status;
		expect([await answer(), await answer()]).toEqual([503, 503]);
		setting.harness.changeCredential(credential, { clientSecret: secret });
		await seconds(10);
		expect(await answer()).toBe(200);
	});
});

describe('the description', () => {
	const node = () => setting.harness.nodeType('tikTokWebhookTrigger');
	const field = (name: string) =>
		node().description.properties.find((one) => one.name === name) as INodeProperties;

	it('offers all events, posting events first', () => {
		const options = field('events').options as unknown as IDataObject[];
		expect(options.map(({ value }) => value)).toEqual(allEvents);
		expect(field('events').displayName).toBe('Trigger On');
	});

	it('says where the URL goes, that there is one per app, and which of both', () => {
		const notice = field('callbackNotice').displayName;
		for (const fact of [
			'developers.tiktok.com',
			'one callback URL per app',
			'Production URL',
			'Test URL',
		])
			expect(notice).toContain(fact);
	});

	it('needs the credential for its secret, registers nothing at TikTok and is no tool', async () => {
		const { credentials, usableAsTool, inputs } = node().description;
		expect(credentials).toEqual([{ name: 'tikTokOAuth2Api', required: true }]);
		expect([usableAsTool, inputs]).toEqual([undefined, []]);
		const { checkExists, create, delete: remove } = node().webhookMethods!.default!;
		for (const method of [checkExists, create, remove]) {
			expect(await (method as () => Promise<boolean>)()).toBe(true);
		}
		expect(setting.emulator.requests).toEqual([]);
	});
});
