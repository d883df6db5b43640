/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import type { WebhookSabotage } from '../../test/emulator';
import type { Credential, SavedWorkflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import {
	call,
	enterAtTikTok,
	happen,
	listen,
	signed,
	startedBy,
	toldOfOutcomes,
	webhookApp,
} from './deliveries';
import { nodeNamed } from './exampleFiles';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { writeVideo } from './setting';
import { callbackUrl, itemsOf, triggerExample, WEBHOOK_TRIGGER } from './triggerRuns';
import { chain, readFiles, start, tikTok } from './workflows';

/** TikTok's calls to an n8n of this file alone, which is killed in between. */

const MEGABYTE = 1_000_000;

let setting: OwnSetting;
let credential: Credential;
let file: string;
let told: SavedWorkflow;
beforeAll(async () => {
	// A refused delivery is not tried again: each test counts its own.
	setting = await createOwnSetting({ switches: { webhookGiveUpMs: 0 } });
	credential = await setting.connect();
	file = join(setting.filesFolder, 'post.mp4');
	await writeVideo(file);
	told = await listen(setting, toldOfOutcomes(credential));
});
afterAll(async () => {
	await setting.close();
});

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
		event: 'published',
		tiktok_event: 'post.publish.complete',
		publish_id: publishId,
		outcome: 'published',
		is_final: true,
		open_id: openId,
		event_key: expect.stringMatching(/^[0-9a-f]{64}$/),
		create_time: expect.any(Number),
	});
	expect(await startedBy(setting, told)).toEqual([publishId]);
});

describe('answers 401 and starts nothing', () => {
	it.each<WebhookSabotage['kind']>(['wrongSignature', 'noSignature', 'otherSecret', 'changedByte'])(
		'%s',
		async (kind) => {
			setting.emulator.faults.script({ match: { event: 'any' }, do: { kind } });
			const { publishId, deliveries } = await happen(setting);

			expect(deliveries[0]).toMatchObject({ sabotage: kind, status: 401 });
			expect(await startedBy(setting, told)).not.toContain(publishId);
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
		const before = await startedBy(setting, told);
		const answer = await call(webhookApp(setting).webhookUrl, body, signed(setting, body));

		expect(answer.status).toBe(400);
		expect(await startedBy(setting, told)).toHaveLength(before.length + 1);
	});
});

it('five identical deliveries at the same moment are one execution', async () => {
	setting.emulator.faults.script({ match: { event: 'any' }, do: { kind: 'duplicate', copies: 4 } });
	const { publishId, deliveries } = await happen(setting, 5);

	expect(deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
	expect((await startedBy(setting, told)).filter((id) => id === publishId)).toHaveLength(1);
});

it('the Test URL is unknown until the editor listens, and then hears one event', async () => {
	const url = callbackUrl(setting.instance.url, told, 'webhook-test');
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
	expect((await call(url, body, signed(setting, body))).status).toBe(200);
	await waitFor('test run', async () =>
		(await itemsOf(setting.rest, told)).length === length + 1 ? true : undefined,
	);
});

it('after kill -9 the URL is the same and an old duplicate is dropped', async () => {
	const { publishId, deliveries } = await happen(setting);
	await startedBy(setting, told);
	await setting.killAndRestart();
	await enterAtTikTok(setting, told);
	const again = deliveries[0].body;

	expect(webhookApp(setting).webhookUrl).toBe(deliveries[0].url);
	expect((await call(webhookApp(setting).webhookUrl, again, signed(setting, again))).status).toBe(
		200,
	);
	expect((await startedBy(setting, told)).filter((id) => id === publishId)).toHaveLength(1);
});

const texts = async (workflow: SavedWorkflow) =>
	(await itemsOf(setting.rest, workflow, 'Say What Happened')).map(({ text }) => text);

it('webhook-told-elsewhere: one workflow publishes, the other is told', async () => {
	const teller = await listen(
		setting,
		await triggerExample('webhook-told-elsewhere.json', credential),
	);
	const publisher = await triggerExample('webhook-told-elsewhere-publish.json', credential);
	nodeNamed(publisher, 'Read Video').parameters.fileSelector = file;
	await setting.runToSuccess(publisher);
	const { publishId } = setting.emulator.publishes.at(-1) ?? {};
	const seen = await waitFor('both messages', async () => {
		const found = await texts(teller);
		return found.length >= 2 ? found : undefined;
	});

	expect(seen[0]).toBe(`TikTok post ${publishId}: published`);
	expect(seen[1]).toMatch(new RegExp(`^TikTok post ${publishId}: public, post ID \\d{19}$`));
});
