import type { IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import { refusal } from './refusal';

const MAX_SECRETS = 200;

/**
 * n8n computes every expression of a credential each time it hands one out (n8n platform sheet
 * §2.9), and anybody can call. A secret that was changed is known after this: TikTok tries again
 * what was refused until then, for 72 hours.
 */
const MAX_AGE_MS = 5_000;

/**
 * The client secret of each trigger, and that there is none, for a few seconds. Module state, bounded
 * in count and age, safe to lose.
 */
export class ClientSecrets {
	private readonly answers: BoundedMap<string, Promise<string>>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		this.answers = new BoundedMap({ maxCount: MAX_SECRETS, maxAgeMs: MAX_AGE_MS }, time);
	}

	/**
	 * Those of one moment cause one reading.
	 * @throws Refusal 503: anything but 200 makes TikTok try again, time to mend the credential
	 */
	async of(context: IWebhookFunctions): Promise<string> {
		const { id, credentials } = context.getNode();
		const key = [context.getWorkflow().id, id, credentials?.tikTokOAuth2Api?.id].join('|');
		const known = this.answers.get(key);
		if (known) return await known;
		const answer = readSecret(context);
		this.answers.set(key, answer);
		return await answer;
	}
}

async function readSecret(context: IWebhookFunctions): Promise<string> {
	let secret: unknown;
	try {
		({ clientSecret: secret } = await context.getCredentials('tikTokOAuth2Api'));
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
