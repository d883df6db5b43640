import { advertiserOf } from '../advertiserAccess';
import type { Endpoint } from '../endpoint';
import { Refusal } from '../returnCodes';

const industries = ['HOUSING', 'EMPLOYMENT', 'CREDIT'];
const languages = [
	...['en', 'zh', 'ja', 'de', 'es', 'fr', 'id', 'it'],
	...['ko', 'ru', 'th', 'tr', 'vi', 'ar', 'pt', 'ms'],
];
const specialIndustryCountries = ['US', 'CA'];

/** §1.1. The scope is not documented; Ads Management is the sheet's safe choice (§12.6). */
const listActionCategories: Endpoint = {
	method: 'GET',
	path: '/tool/action_category/',
	token: 'required',
	scopes: ['2'],
	missingInSandbox: true,
	handle({ query, state, grant }) {
		const advertiserId = query.id('advertiser_id');
		const wanted = query.optionalList('special_industries') ?? [];
		if (!wanted.every((industry) => industries.includes(industry))) {
			throw new Refusal(40002, `special_industries: must be among ${industries.join(', ')}`);
		}
		const language = query.choice('language', languages, 'en');

		const { info, specialIndustriesAllowlisted } = advertiserOf(state, grant, advertiserId);
		const allowed = specialIndustriesAllowlisted || specialIndustryCountries.includes(info.country);
		if (wanted.length > 0 && !allowed) throw new Refusal(40118);

		// A category suits when it supports every industry asked for; the sheet does not say more.
		const suitable = state.actionCategories.filter((category) =>
			wanted.every((industry) => category.special_industries.includes(industry)),
		);
		return {
			action_categories: suitable.map((category) => ({
				...category,
				name: category.name[language] ?? category.name.en,
			})),
		};
	},
};

export const actionCategoryEndpoints: Endpoint[] = [listActionCategories];
