import { randomUUID } from 'node:crypto';

import type { WebhookDelivery } from '../../test/emulator';
import { desktopApp } from '../../test/emulator/seed';
import type { App } from '../../test/emulator/types';
import { signatureOf } from '../../test/emulator/webhooks/message';
import type { Credential, SavedWorkflow, Workflow } from '../n8n/rest';
import { waitFor } from '../waitFor';
import type { Setting } from './setting';
import { callbackUrl, itemsOf, webhookTrigger, WEBHOOK_TRIGGER } from './triggerRuns';
import { chain, node } from './workflows';

/** TikTok's calls to a webhook trigger, and what they start. */

export const outcomes = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
];

export const toldOfOutcomes = (credential: Credential): Workflow =>
	chain('Told by TikTok', [
		webhookTrigger({ events: outcomes, options: {} }, credential),
		node('Seen', 'n8n-nodes-base.noOp', 1),
	]);

/** The app whose settings at TikTok hold the callback URL. */
export function webhookApp({ emulator }: Setting): App {
	const found = emulator.apps.find(({ clientKey }) => clientKey === desktopApp);
	if (!found) throw new Error('The emulator has no such app');
	return found;
}

/** Publishes the workflow and enters its production URL in the app's settings at TikTok. */
export async function listen(setting: Setting, workflow: Workflow): Promise<SavedWorkflow> {
	const saved = await setting.publish(workflow);
	await enterAtTikTok(setting, saved);
	return saved;
}

export async function enterAtTikTok(setting: Setting, workflow: SavedWorkflow): Promise<void> {
	const url = callbackUrl(setting.instance.url, workflow);
	// n8n publishes in the background: until then the address is unknown.
	await waitFor('webhook', async () => ((await call(url, '')).status === 404 ? undefined : true));
	webhookApp(setting).webhookUrl = url;
}

export async function call(url: string, body: string, headers: Record<string, string> = {}) {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
}

/** As TikTok signs these bytes now. */
export const signed = (setting: Setting, body: string): Record<string, string> => ({
	'TikTok-Signature': signatureOf(
		Buffer.from(body),
		webhookApp(setting).clientSecret,
		setting.emulator.clock.now(),
	),
});

/** Something happens to a post; returns its publish ID and how TikTok's calls were answered. */
export async function happen(
	{ emulator: { webhooks, clock } }: Setting,
	copies = 1,
): Promise<{ publishId: string; deliveries: WebhookDelivery[] }> {
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
		// Events of other posts may come in between.
		const done = webhooks.deliveries
			.slice(before)
			.filter(({ status, body }) => status !== undefined && body.includes(publishId));
		return done.length === copies ? done : undefined;
	});
	return { publishId, deliveries };
}

/**
 * The publish IDs that have started the workflow, once an event that is certain to start it has:
 * whatever came before has started it by then, or never will.
 */
export async function startedBy(setting: Setting, workflow: SavedWorkflow): Promise<unknown[]> {
	const { publishId: last } = await happen(setting);
	return await waitFor('last event', async () => {
		const items = await itemsOf(setting.rest, workflow, WEBHOOK_TRIGGER);
		const ids = items.map((item) => item.publish_id);
		return ids.includes(last) ? ids.filter((id) => id !== last) : undefined;
	});
}
