/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { WebhookDelivery, WebhookSabotage } from '../../test/emulator';
import { desktopApp } from '../../test/emulator/seed';
import { signatureOf } from '../../test/emulator/webhooks/message';
import type { Credential, SavedWorkflow, Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { chooseCredential, nodeNamed, readExample } from './exampleFiles';
import { startOwnInstance, type OwnInstance } from './ownInstance';
import { createSetting, writeVideo, type Setting } from './setting';
import {
	callbackUrl,
	everyTwentySeconds,
	itemsOf,
	webhookTrigger,
	WEBHOOK_TRIGGER,
} from './triggerRuns';
import { chain, node, readFiles, start, tikTok } from './workflows';

/** TikTok's calls to an n8n of this file alone, which is killed in between. */

const POLL_LIMIT_MS = 70_000;
const MEGABYTE = 1_000_000;

let own: OwnInstance;
let setting: Setting;
let credential: Credential;
let file: string;
let told: SavedWorkflow;
beforeAll(async () => {
	own = await startOwnInstance();
	// A refused delivery is not tried again: each test counts its own.
	setting = await createSetting({ switches: { webhookGiveUpMs: 0 } }, own.instance);
	credential = await setting.connect();
	file = join(setting.filesFolder, 'post.mp4');
	await writeVideo(file);
	told = await listen(
		chain('Told by TikTok', [
			webhookTrigger({ events, options: {} }, credential),
			node('Seen', 'n8n-nodes-base.noOp', 1),
		]),
	);
});
afterAll(async () => {
	await setting.close();
	await own.stop();
});

const events = ['post.publish.complete', 'post.publish.failed', 'post.publish.inbox_delivered'];

/** Publishes the workflow and enters its production URL in the app's settings at TikTok. */
async function listen(workflow: Workflow): Promise<SavedWorkflow> {
	const saved = await setting.publish(workflow);
	await enterAtTikTok(saved);
	return saved;
}

async function enterAtTikTok(workflow: SavedWorkflow): Promise<void> {
	const url = callbackUrl(own.instance.url, workflow);
	// n8n publishes in the background: until then the address is unknown.
	await waitFor('webhook', async () => ((await call(url, '')).status === 404 ? undefined : true));
	app().webhookUrl = url;
}

function app() {
	const found = setting.emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	if (!found) throw new Error('The emulator has no such app');
	return found;
}

async function call(url: string, body: string, headers: Record<string, string> = {}) {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
}

const signed = (body: string) => ({
	'TikTok-Signature': signatureOf(
		Buffer.from(body),
		app().clientSecret,
		setting.emulator.clock.now(),
	),
});

/** Something happens to a post; returns its publish ID and how TikTok's calls were answered. */
async function happen(copies = 1): Promise<{ publishId: string; deliveries: WebhookDelivery[] }> {
	const { webhooks, clock } = setting.emulator;
	const publishId = `v_pub_file~v2-1.${randomUUID()}`;
	const before = webhooks.deliveries.length;
	webhooks.emit({
		clientKey: desktopApp,
		openId: 'somebody',
		event: 'post.publish.complete',
		at: clock.now(),
		content: { publish_id: JSON.stringify(publishId), publish_type: '"DIRECT_POST"' },
	});
	const deliveries = await waitFor('answer of n8n', () => {
		const done = webhooks.deliveries.slice(before).filter(({ status }) => status !== undefined);
		return done.length === copies ? done : undefined;
	});
	return { publishId, deliveries };
}

/**
 * The publish IDs that have started the workflow, once an event that is certain to start it has:
 * whatever came before has started it by then, or never will.
 */
async function startedBy(workflow = told): Promise<unknown[]> {
	const { publishId: last } = await happen();
	return await waitFor('last event', async () => {
		const ids = (await itemsOf(setting.rest, workflow)).map((item) => item.publish_id);
		return ids.includes(last) ? ids.filter((id) => id !== last) : undefined;
	});
}

const upload = () =>
	tikTok(
		{
			resource: 'video',
			operation: 'upload',
			postMode: 'DIRECT_POST',
			binaryPropertyName: 'data',
			privacyLevel: 'SELF_ONLY',
		},
		credential,
	);

it('a post of another workflow starts the workflow once', async () => {
	await setting.runToSuccess(chain('Posts', [start(), readFiles(file), upload()]));
	const { publishId, openId } = await waitFor('end of the post', () =>
		setting.emulator.publishes.find(({ state }) => state === 'PUBLISH_COMPLETE'),
	);
	const item = await waitFor('execution', async () => (await itemsOf(setting.rest, told)).at(0));

	expect(item).toMatchObject({
		event: 'post.publish.complete',
		publish_id: publishId,
		outcome: 'published',
		is_final: true,
		open_id: openId,
		event_key: expect.stringMatching(/^[0-9a-f]{64}$/),
		create_time: expect.any(Number),
	});
	expect(await startedBy()).toEqual([publishId]);
});

describe('answers 401 and starts nothing', () => {
	it.each<WebhookSabotage['kind']>(['wrongSignature', 'noSignature', 'otherSecret', 'changedByte'])(
		'%s',
		async (kind) => {
			setting.emulator.faults.script({ match: { event: 'any' }, do: { kind } });
			const { publishId, deliveries } = await happen();

			expect(deliveries[0]).toMatchObject({ sabotage: kind, status: 401 });
			expect(await startedBy()).not.toContain(publishId);
		},
	);
});

describe('answers 400 and starts nothing', () => {
	it.each([
		['an empty body', ''],
		[
			'a body of 10 MB',
			JSON.stringify({ event: 'post.publish.complete', content: 'x'.repeat(10 * MEGABYTE) }),
		],
		['something else, well signed', '{"hello":"world"}'],
	])('%s', async (_what, body) => {
		const before = await startedBy();
		const answer = await call(app().webhookUrl, body, signed(body));

		expect(answer.status).toBe(400);
		expect(await startedBy()).toHaveLength(before.length + 1);
	});
});

it('five identical deliveries at the same moment are one execution', async () => {
	setting.emulator.faults.script({ match: { event: 'any' }, do: { kind: 'duplicate', copies: 4 } });
	const { publishId, deliveries } = await happen(5);

	expect(deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
	expect((await startedBy()).filter((id) => id === publishId)).toHaveLength(1);
});

it('the Test URL is unknown until the editor listens, and then hears one event', async () => {
	const url = callbackUrl(own.instance.url, told, 'webhook-test');
	expect((await call(url, '')).status).toBe(404);

	const answer = await setting.rest.call<{ waitingForWebhook?: boolean }>(
		'POST',
		`/rest/workflows/${told.id}/run`,
		{ workflowData: told, triggerToStartFrom: { name: WEBHOOK_TRIGGER } },
	);
	expect(answer.waitingForWebhook).toBe(true);
	// A stranger does not end the listening.
	expect((await call(url, '{}', { 'TikTok-Signature': 't=1,s=00' })).status).toBe(401);

	const { body } = setting.emulator.webhooks.deliveries.filter(({ status }) => status === 200)[0];
	const { length } = await itemsOf(setting.rest, told);
	// Known on the production URL, and shown all the same: a test remembers nothing.
	expect((await call(url, body, signed(body))).status).toBe(200);
	await waitFor('test run', async () =>
		(await itemsOf(setting.rest, told)).length === length + 1 ? true : undefined,
	);
});

it('after kill -9 the URL is the same and an old duplicate is dropped', async () => {
	const { publishId, deliveries } = await happen();
	await startedBy();
	await own.killAndRestart();
	await enterAtTikTok(told);
	const again = deliveries[0].body;

	expect(app().webhookUrl).toBe(deliveries[0].url);
	expect((await call(app().webhookUrl, again, signed(again))).status).toBe(200);
	expect((await startedBy()).filter((id) => id === publishId)).toHaveLength(1);
});

async function example(name: string): Promise<Workflow> {
	const workflow = await readExample(name);
	chooseCredential(workflow, credential);
	for (const { parameters } of workflow.nodes) {
		if ('pollTimes' in parameters) parameters.pollTimes = everyTwentySeconds;
	}
	return workflow;
}

const texts = async (workflow: SavedWorkflow) =>
	(await itemsOf(setting.rest, workflow, 'Say What Happened')).map(({ text }) => text);

it('webhook-told-elsewhere: one workflow publishes, the other is told', async () => {
	const teller = await listen(await example('webhook-told-elsewhere.json'));
	const publisher = await example('webhook-told-elsewhere-publish.json');
	nodeNamed(publisher, 'Read Video').parameters.fileSelector = file;
	await setting.runToSuccess(publisher);
	const { publishId } = setting.emulator.publishes.at(-1) ?? {};
	const seen = await waitFor('both messages', async () => {
		const found = await texts(teller);
		return found.length >= 2 ? found : undefined;
	});

	expect(seen[0]).toBe(`TikTok post ${publishId}: complete`);
	expect(seen[1]).toMatch(
		new RegExp(`^TikTok post ${publishId}: publicly_available, post ID \\d{19}$`),
	);
});

it('webhook-with-polling-safety-net: told by both, and says it once', async () => {
	const signs = () =>
		setting.emulator.requests.filter(({ path }) => path === '/v2/user/info/').length;
	const before = signs();
	const workflow = await listen(await example('webhook-with-polling-safety-net.json'));
	await waitFor('poll at activation', () => (signs() > before ? true : undefined));
	await setting.runToSuccess(chain('Posts', [start(), readFiles(file), upload()]));
	const { publishId } = setting.emulator.publishes.at(-1) ?? {};
	// The second to come is the poll; it may leave an execution without items before.
	await waitFor(
		'news of the polling trigger',
		async () => (await itemsOf(setting.rest, workflow, 'TikTok Trigger')).at(0),
		POLL_LIMIT_MS,
	);

	expect(await itemsOf(setting.rest, workflow, WEBHOOK_TRIGGER)).toHaveLength(1);
	expect(await texts(workflow)).toEqual([`TikTok post ${publishId}: published`]);
});
