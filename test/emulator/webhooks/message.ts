import { createHmac } from 'node:crypto';

import type { WebhookEvent } from './types';

/** Envelope and signature of a delivery; fact sheet §13.2 and §13.4. */

/**
 * The content is JSON inside a JSON string. Values are given as JSON text, so that an id can be a
 * string or a bare number of 19 digits, which JSON.stringify would round.
 */
export function messageOf(event: WebhookEvent): Buffer {
	const content = Object.entries(event.content)
		.map(([key, json]) => `${JSON.stringify(key)}:${json}`)
		.join(',');
	return Buffer.from(
		JSON.stringify({
			client_key: event.clientKey,
			event: event.event,
			create_time: Math.floor(event.at / 1000),
			user_openid: event.openId,
			content: `{${content}}`,
		}),
	);
}

export function signatureOf(message: Buffer, clientSecret: string, now: number): string {
	const time = Math.floor(now / 1000);
	const digest = createHmac('sha256', clientSecret).update(`${time}.`).update(message);
	return `t=${time},s=${digest.digest('hex')}`;
}
