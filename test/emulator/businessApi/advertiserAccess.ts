import { Refusal } from './returnCodes';
import type { Advertiser, Grant, State } from './state';

/** The grant is looked at first, so an id nobody knows is 40001 like any other foreign one. */
export function advertiserOf(state: State, grant: Grant, advertiserId: string): Advertiser {
	if (!grant.advertiserIds.includes(advertiserId)) {
		throw new Refusal(40001, `advertiser_id: no permission for ${advertiserId}`);
	}
	const advertiser = state.advertisers.get(advertiserId);
	if (!advertiser) throw new Refusal(40300);
	return advertiser;
}
