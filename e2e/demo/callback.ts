/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { bodyOf } from '../loopbackServer';
import type { SavedWorkflow } from '../n8n/rest';

const TRIGGER = '.tikTokWebhookTrigger';
const AGAIN_EVERY_MS = 3_000;

interface Call {
	body: string;
	headers: Record<string, string>;
}

/**
 * The one callback URL that an app has at TikTok, in front of all workflows that TikTok shall call:
 * what it is told goes on to each, published or listening in the editor. The latest event is told
 * again to Test URLs: one of them works for two minutes after a click, in which nothing else need
 * happen at TikTok.
 */
export class Callback {
	private latest?: Call;
	private productionUrls: string[] = [];
	private testUrls: string[] = [];
	private readonly timer = setInterval(() => {
		if (this.latest) void send(this.testUrls, this.latest);
	}, AGAIN_EVERY_MS).unref();

	passTo(n8nUrl: string, workflows: SavedWorkflow[]): void {
		const paths = workflows
			.flatMap(({ nodes }) => nodes.filter(({ type }) => type.endsWith(TRIGGER)))
			.map(({ webhookId }) => `${String(webhookId)}/tiktok`);
		this.productionUrls = paths.map((path) => `${n8nUrl}/webhook/${path}`);
		this.testUrls = paths.map((path) => `${n8nUrl}/webhook-test/${path}`);
	}

	async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = (await bodyOf(request)).toString();
		const headers = {
			'content-type': 'application/json',
			'tiktok-signature': String(request.headers['tiktok-signature']),
		};
		response.end();
		this.latest = { body, headers };
		await send([...this.productionUrls, ...this.testUrls], this.latest);
	}

	close(): void {
		clearInterval(this.timer);
	}
}

/** Where nobody listens n8n answers 404, which is no news. */
async function send(urls: string[], { body, headers }: Call): Promise<void> {
	const calls = urls.map(async (url) => await fetch(url, { method: 'POST', headers, body }));
	await Promise.allSettled(calls);
}
