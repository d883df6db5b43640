import type { IWebhookFunctions } from 'n8n-workflow';
import { withoutBlanks } from '../connection/connection';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import { refusal } from './refusal';

const MAX_SECRETS = 200;

/**
 * n8n computes every expression of a credential each time it hands one out (n8n platform sheet
 * §2.9), and anybody can call. A secret that was changed is known after this, however many call:
 * TikTok tries again what was refused until then, for 72 hours.
 */
const FRESH_MS = 5_000;
/** Nobody is judged by an older one. */
const MAX_AGE_MS = 2 * FRESH_MS;

/**
 * The client secret of each trigger, and that there is none, for a few seconds. Module state, bounded
 * in count and age, safe to lose.
 */
export class ClientSecrets {
	private readonly answers: BoundedMap<string, Promise<string>>;

	private readonly fresh: BoundedMap<string, true>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		this.answers = new BoundedMap({ maxCount: MAX_SECRETS, maxAgeMs: MAX_AGE_MS }, time);
		this.fresh = new BoundedMap({ maxCount: MAX_SECRETS, maxAgeMs: FRESH_MS }, time);
	}

	/**
	 * Those of one moment cause one reading.
	 * @throws Refusal 503: anything but 200 makes TikTok try again, time to mend the credential
	 */
	async of(context: IWebhookFunctions): Promise<string> {
		const key = keyOf(context);
		const known = this.answers.get(key);
		if (known) return await known;
		const answer = readSecret(context);
		this.answers.set(key, answer);
		this.fresh.set(key, true);
		return await answer;
	}

	/**
	 * After the answer to a call, while n8n still computes for it: reads anew what was read a while
	 * ago, so that the next ones need not wait for it.
	 */
	async refresh(context: IWebhookFunctions): Promise<void> {
		const key = keyOf(context);
		if (this.fresh.get(key) || !this.answers.get(key)) return;
		this.fresh.set(key, true);
		const answer = readSecret(context);
		await answer.catch(() => undefined);
		this.answers.set(key, answer);
	}
}

function keyOf(context: IWebhookFunctions): string {
	const { id, credentials } = context.getNode();
	return [context.getWorkflow().id, id, credentials?.tikTokOAuth2Api?.id].join('|');
}

async function readSecret(context: IWebhookFunctions): Promise<string> {
	let secret: unknown;
	try {
		const stored = await context.getCredentials('tikTokOAuth2Api');
		secret = withoutBlanks(stored).clientSecret;
	} catch (error) {
		throw refusal(503, `The credential cannot be read: ${String(error)}`);
	}
	if (typeof secret !== 'string' || secret === '') {
		throw refusal(503, 'The credential has no client secret.');
	}
	return secret;
}

/** The secrets of this process. */
export const clientSecrets = new ClientSecrets();
