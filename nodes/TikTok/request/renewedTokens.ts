import type { IDataObject } from 'n8n-workflow';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';

const MAX_RENEWALS = 500;
/** By then every run that began before has ended, or learns of it by a refusal. */
const MAX_AGE_MS = 60 * 60 * 1000;

/**
 * Which token took the place of which, for runs that hold the older one. Keyed by the token itself:
 * whoever does not hold it learns nothing. Module state, bounded in count and age, safe to lose: then
 * TikTok's refusal makes n8n look at what is stored.
 */
export class RenewedTokens {
	private readonly successors: BoundedMap<string, IDataObject>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		this.successors = new BoundedMap({ maxCount: MAX_RENEWALS, maxAgeMs: MAX_AGE_MS }, time);
	}

	note(before: IDataObject, renewed: IDataObject): void {
		const [older, newer] = [before.access_token, renewed.access_token].map(String);
		if (older === newer) return;
		this.successors.set(older, renewed);
		// The newest has no successor, whatever it was before.
		this.successors.delete(newer);
	}

	/** The token data that are valid now, as far as this process knows. */
	newest(token: IDataObject): IDataObject {
		let newest = token;
		for (let next: IDataObject | undefined = token; next; ) {
			newest = next;
			next = this.successors.get(String(newest.access_token));
		}
		return newest;
	}
}

/** The renewals of this process. */
export const renewedTokens = new RenewedTokens();
