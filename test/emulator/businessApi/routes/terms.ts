import { advertiserOf } from '../advertiserAccess';
import type { Endpoint } from '../endpoint';
import { Refusal } from '../returnCodes';

/** The docs name LeadAds only; the gateway's enum has all four (§1.2). */
const termTypes = ['LeadAds', 'InstantPage', 'Pixel', 'ReachFrequency'];
const languages = ['EN', 'ZH', 'JA'];

/** Ad Account Management > Terms and Agreements (§1.4). */
const scopes = ['1', '12', '120'];

/** §1.2. */
const getTerms: Endpoint = {
	method: 'GET',
	path: '/term/get/',
	token: 'required',
	scopes,
	handle({ query, state, grant }) {
		const advertiserId = query.id('advertiser_id');
		const termType = query.choice('term_type', termTypes);
		const language = query.choice('lang', languages, 'EN');

		advertiserOf(state, grant, advertiserId);
		const isConfirmed = state.confirmedTerms.has(`${advertiserId} ${termType}`);
		// Which code a refusal would carry is not known; 40001 is the one for a missing right.
		if (state.switches.termsReadable === 'onceConfirmed' && !isConfirmed) {
			throw new Refusal(40001, `term_type: ${termType} has not been confirmed yet`);
		}

		return { terms: state.terms[termType]?.[language] ?? [] };
	},
};

/** §1.2, the sibling that says whether somebody has agreed. */
const checkTerms: Endpoint = {
	method: 'GET',
	path: '/term/check/',
	token: 'required',
	scopes,
	handle({ query, state, grant }) {
		const advertiserId = query.id('advertiser_id');
		const termType = query.choice('term_type', termTypes);

		advertiserOf(state, grant, advertiserId);

		return { confirmed: state.confirmedTerms.has(`${advertiserId} ${termType}`) };
	},
};

export const termEndpoints: Endpoint[] = [getTerms, checkTerms];
