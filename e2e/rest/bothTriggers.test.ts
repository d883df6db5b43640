import type { Credential, SavedWorkflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import { call, enterAtTikTok, happen, listen, signed, startedBy, webhookApp } from './deliveries';
import { createOwnSetting, type OwnSetting } from './ownSetting';
import { POLL_LIMIT_MS, post, untilWatching } from './polling';
import { itemsOf, triggerExample, TRIGGER, WEBHOOK_TRIGGER } from './triggerRuns';

/**
 * Push and polling in one workflow, as the documentation advises, in an n8n of its own. n8n writes
 * back all that a workflow remembers, in the version of the trigger that has fired.
 */

let setting: OwnSetting;
let credential: Credential;
let workflow: SavedWorkflow;
beforeAll(async () => {
	setting = await createOwnSetting({ switches: { webhookGiveUpMs: 0 } });
	credential = await setting.connect();
	const both = await triggerExample('webhook-with-polling-safety-net.json', credential);
	workflow = await untilWatching(setting, async () => await listen(setting, both));
});
afterAll(async () => {
	await setting.close();
});

const publishIdsOf = async (nodeName: string) =>
	(await itemsOf(setting.rest, workflow, nodeName)).map((item) => item.publish_id);

/** A post of this n8n, and the poll that tells of it: n8n has saved what the poller remembers. */
async function untilPollTells(): Promise<string> {
	const publishId = await post(setting, credential);
	await waitFor(
		'news of the polling trigger',
		async () => ((await publishIdsOf(TRIGGER)).includes(publishId) ? true : undefined),
		POLL_LIMIT_MS,
	);
	return publishId;
}

it('webhook-with-polling-safety-net: told by both, and says it once', async () => {
	const publishId = await untilPollTells();
	const texts = await itemsOf(setting.rest, workflow, 'Say What Happened');

	expect(await publishIdsOf(WEBHOOK_TRIGGER)).toEqual([publishId]);
	expect(texts).toEqual([{ text: `TikTok post ${publishId}: published` }]);
});

it('drops duplicates of events from before and after a poll that saved, also after kill -9', async () => {
	const early = await happen(setting);
	await untilPollTells();
	const late = await happen(setting);
	const bodies = [early, late].map(({ deliveries }) => deliveries[0].body);
	const again = async () => {
		const url = webhookApp(setting).webhookUrl;
		const answers = bodies.map(async (body) => await call(url, body, signed(setting, body)));
		return (await Promise.all(answers)).map(({ status }) => status);
	};

	expect(await again()).toEqual([200, 200]);
	await startedBy(setting, workflow);
	await setting.killAndRestart();
	await enterAtTikTok(setting, workflow);
	expect(await again()).toEqual([200, 200]);
	// The poller that was registered after the restart saves once more.
	await untilPollTells();
	expect(await again()).toEqual([200, 200]);

	const started = await startedBy(setting, workflow);
	for (const { publishId } of [early, late]) {
		expect(started.filter((id) => id === publishId)).toHaveLength(1);
	}
});
