/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { consumer, directPost, fileSource, mp4, put, send } from '../consumerClient';
import { openIdOf } from '../ids';
import { createEmulator, frozenClock, type Emulator } from '../index';
import { webApp } from '../seed';
import type { WebhookEventName } from './types';

interface Received {
	headers: IncomingHttpHeaders;
	raw: string;
}

const start = Date.UTC(2026, 0, 1, 12);
const clock = frozenClock(start);
let emulator: Emulator;
let server: Server;
let callback: string;
let received: Received[];
let onReceived: (() => void) | undefined;
/** Answers to the next deliveries; 200 afterwards. */
let answers: number[];

beforeAll(async () => {
	emulator = await createEmulator({ clock, webhooks: 'whenSettled' });
	server = createServer((req, res) => {
		let raw = '';
		req.setEncoding('utf8').on('data', (part: string) => (raw += part));
		req.on('end', () => {
			received.push({ headers: req.headers, raw });
			res.writeHead(answers.shift() ?? 200).end(onReceived);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
	clock.set(start);
	emulator.reset();
	emulator.apps[0].webhookUrl = callback;
	received = [];
	answers = [];
});
afterAll(async () => {
	await emulator.close();
	await new Promise((resolve) => server.close(resolve));
});

const secret = () => emulator.apps[0].clientSecret;
const events = () => received.map(({ raw }) => JSON.parse(raw).event as WebhookEventName);
const contents = () => received.map(({ raw }) => JSON.parse(JSON.parse(raw).content));
const paths = {
	direct: '/v2/post/publish/video/init/',
	inbox: '/v2/post/publish/inbox/video/init/',
};

function isSigned({ headers, raw }: Received): boolean {
	const [, t, s] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(headers['tiktok-signature'])) ?? [];
	return createHmac('sha256', secret()).update(`${t}.${raw}`).digest('hex') === s;
}

async function upload(path: string, body: object, bytes = mp4(1000)): Promise<string> {
	const client = consumer(emulator.url, emulator.grant().access_token);
	const { publish_id, upload_url } = (await client.post(path, body)).json.data;
	await put(upload_url, bytes, 0, bytes.length);
	return publish_id as string;
}
const draft = async () => await upload(paths.inbox, { source_info: fileSource(1000) });
const post = async () => await upload(paths.direct, directPost(1000));

async function pass(ms: number): Promise<void> {
	clock.advance(ms);
	await emulator.settled();
}

it('tells the whole life of a draft, in its order', async () => {
	const publish_id = await draft();
	await pass(3000);
	const postId = emulator.creatorPostsDraft(publish_id, { privacy: 'SELF_ONLY' });
	await pass(60_000);
	emulator.creatorSetsPrivacy(publish_id, 'PUBLIC_TO_EVERYONE');
	await pass(2000);
	emulator.creatorSetsPrivacy(publish_id, 'SELF_ONLY');
	await pass(0);
	expect(events()).toEqual([
		'post.publish.inbox_delivered',
		'post.publish.complete',
		'post.publish.publicly_available',
		'post.publish.no_longer_publicaly_available',
	]);
	const common = { publish_id, publish_type: 'INBOX_SHARE' };
	const withPost = { ...common, post_id: postId };
	expect(contents()).toEqual([common, common, withPost, withPost]);
});

it('sends an event with the time at which it happened, however late anybody looks', async () => {
	await post();
	await pass(3_600_000);
	const times = received.map(({ raw }) => JSON.parse(raw).create_time as number);
	expect(events()).toEqual(['post.publish.complete', 'post.publish.publicly_available']);
	expect(times).toEqual([start / 1000 + 3, start / 1000 + 5]);
});

it('signs the bytes that it sends, with the content as JSON inside a string', async () => {
	await post();
	await pass(3000);
	const [delivery] = received;
	expect(isSigned(delivery)).toBe(true);
	expect(delivery.headers['content-type']).toBe('application/json');
	expect(JSON.parse(delivery.raw)).toEqual({
		client_key: webApp,
		event: 'post.publish.complete',
		create_time: start / 1000 + 3,
		user_openid: openIdOf(webApp, 'demo.creator'),
		content: JSON.stringify({
			publish_id: emulator.publishes[0].publishId,
			publish_type: 'DIRECT_PUBLISH',
		}),
	});
});

it('can send the post id as a bare number', async () => {
	emulator.switches.webhookPostIdAs = 'number';
	await post();
	await pass(10_000);
	expect(JSON.parse(received[1].raw).content).toContain(
		`"post_id":${emulator.publishes[0].postId}}`,
	);
});

it('never tells that a private post is public', async () => {
	await upload(paths.direct, directPost(1000, { privacy_level: 'SELF_ONLY' }));
	await pass(3_600_000);
	expect(events()).toEqual(['post.publish.complete']);
});

it('does not mention a post that was hidden before moderation ended', async () => {
	const publishId = await post();
	await pass(3000);
	emulator.creatorSetsPrivacy(publishId, 'SELF_ONLY');
	await pass(3_600_000);
	expect(events()).toEqual(['post.publish.complete']);
});

it('tells why a post failed, and that an account has left', async () => {
	emulator.account('demo.creator').failNext.push('frame_rate_check_failed');
	await post();
	await pass(3000);
	await post();
	emulator.removeAuthorization();
	emulator.removeAuthorization();
	await pass(0);
	expect(events()).toEqual(['post.publish.failed', 'authorization.removed', 'post.publish.failed']);
	expect(contents().map(({ reason }) => reason)).toEqual([
		'frame_rate_check_failed',
		1,
		'auth_removed',
	]);
});

it('tells the reason of a revoke call as the developer', async () => {
	const { access_token: token } = emulator.grant();
	const body = new URLSearchParams({
		client_key: webApp,
		client_secret: secret(),
		token,
	});
	await send(`${emulator.url}/v2/oauth/revoke/`, { method: 'POST', body });
	await pass(0);
	expect(contents()).toEqual([{ reason: 5 }]);
});

it('tells nobody without a callback URL, and not later either', async () => {
	emulator.apps[0].webhookUrl = '';
	await post();
	await pass(3000);
	emulator.apps[0].webhookUrl = callback;
	await pass(1000);
	expect(events()).toEqual([]);
	await pass(1000);
	expect(events()).toEqual(['post.publish.publicly_available']);
});

describe('retries', () => {
	it('double their pause until the answer is exactly 200', async () => {
		answers = [500, 204, 302];
		await draft();
		await pass(3000);
		for (const minutes of [1, 2, 4]) {
			await pass(minutes * 60_000 - 1);
			const before = received.length;
			await pass(1);
			expect(received).toHaveLength(before + 1);
		}
		await pass(72 * 3_600_000);
		expect(emulator.webhooks.deliveries.map(({ status }) => status)).toEqual([500, 204, 302, 200]);
		expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
		expect(received.every(isSigned)).toBe(true);
		expect(new Set(received.map(({ headers }) => headers['tiktok-signature'])).size).toBe(4);
	});

	it('can repeat the first signature', async () => {
		emulator.switches.webhookRetriesSignedAnew = false;
		answers = [500];
		await draft();
		await pass(3000);
		await pass(60_000);
		expect(received).toHaveLength(2);
		expect(new Set(received.map(({ headers }) => headers['tiktok-signature'])).size).toBe(1);
	});

	it('end 72 hours after the first attempt, also when nobody answers at all', async () => {
		emulator.apps[0].webhookUrl = 'http://127.0.0.1:1/';
		await draft();
		await pass(3000);
		while (emulator.webhooks.waiting().length > 0) {
			clock.set(emulator.webhooks.waiting()[0].due);
			await emulator.settled();
		}
		const { deliveries } = emulator.webhooks;
		const lasted = deliveries[deliveries.length - 1].time - deliveries[0].time;
		expect(deliveries.every(({ status }) => status === undefined)).toBe(true);
		expect(lasted).toBeLessThanOrEqual(72 * 3_600_000);
		expect(lasted).toBeGreaterThan(36 * 3_600_000);
	});
});

describe('scripted faults', () => {
	it('send copies at the same moment', async () => {
		emulator.faults.script({ match: { event: 'any' }, do: { kind: 'duplicate', copies: 4 } });
		await draft();
		await pass(3000);
		expect(received).toHaveLength(5);
		expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
		expect(emulator.faults.remaining()).toEqual([]);
	});

	it('let later events overtake', async () => {
		emulator.faults.script({
			match: { event: 'post.publish.complete' },
			do: { kind: 'delay', ms: 10_000 },
		});
		await post();
		await pass(60_000);
		expect(events()).toEqual(['post.publish.publicly_available', 'post.publish.complete']);
	});

	it.each(['wrongSignature', 'noSignature', 'otherSecret', 'changedByte'] as const)(
		'spoil one attempt: %s',
		async (kind) => {
			emulator.faults.script({ match: { event: 'any' }, do: { kind } });
			answers = [401];
			await draft();
			await pass(3000);
			await pass(60_000);
			expect(received.map(isSigned)).toEqual([false, true]);
			expect(() => JSON.parse(received[0].raw) as unknown).not.toThrow();
			expect(emulator.webhooks.deliveries.map(({ sabotage }) => sabotage)).toEqual([
				kind,
				undefined,
			]);
		},
	);
});

it('delivers by itself unless told otherwise', async () => {
	const own = await createEmulator({ switches: { processingMs: 0 } });
	try {
		own.apps[0].webhookUrl = callback;
		const arrival = new Promise<void>((resolve) => (onReceived = resolve));
		const client = consumer(own.url, own.grant().access_token);
		const { upload_url } = (await client.post(paths.direct, directPost(1000))).json.data;
		await put(upload_url, mp4(1000), 0, 1000);
		await arrival;
		expect(events()).toEqual(['post.publish.complete']);
	} finally {
		onReceived = undefined;
		await own.close();
	}
});

describe('from another process', () => {
	const control = async (method: string, path: string, body?: unknown) =>
		await send(`${emulator.url}/_emulator/${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});

	it('sets the callback URL, scripts, sends and shows', async () => {
		await control('PATCH', `app/${webApp}`, { webhookUrl: callback });
		await control('POST', 'faults', { match: { event: 'any' }, do: { kind: 'noSignature' } });
		await control('POST', 'webhooks/emit', {
			clientKey: webApp,
			event: 'portability.download.ready',
			content: { request_id: '7602997517160123666' },
		});
		await control('POST', 'settle');
		expect(received[0].headers['tiktok-signature']).toBeUndefined();
		expect(JSON.parse(received[0].raw)).not.toHaveProperty('user_openid');
		const { json } = await control('GET', 'webhooks');
		expect(json.deliveries).toHaveLength(1);
	});

	it('opens and hides a post', async () => {
		const publishId = await post();
		await pass(10_000);
		await control('POST', `publishes/${publishId}/privacy`, { privacy: 'SELF_ONLY' });
		await pass(0);
		expect(events().pop()).toBe('post.publish.no_longer_publicaly_available');
	});

	it('refuses a callback URL that TikTok would refuse', async () => {
		const answer = await control('PATCH', `app/${webApp}`, { webhookUrl: 'http://example.com/x' });
		expect(answer.status).toBe(400);
		expect(emulator.apps[0].webhookUrl).toBe(callback);
	});
});
