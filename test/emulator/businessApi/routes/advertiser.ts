import { advertiserOf } from '../advertiserAccess';
import type { Endpoint } from '../endpoint';
import { appBySecret } from '../grants';
import { isInt64 } from '../query';
import { Refusal } from '../returnCodes';
import type { Advertiser, AdvertiserInfo } from '../state';

/** Ad Account Management > Read Ad Account Information (§1.4). */
const scopes = ['1', '10', '100'];

/** §2: all ad accounts the token reaches. It wants the app's secret beside the token. */
const listAdvertisers: Endpoint = {
	method: 'GET',
	path: '/oauth2/advertiser/get/',
	token: 'required',
	scopes,
	handle({ query, state, grant }) {
		const appId = query.required('app_id');
		const secret = query.required('secret');

		const app = appBySecret(state, appId, secret);
		if (grant.appId !== app.appId) throw new Refusal(40113);

		const list = grant.advertiserIds.flatMap((id) => {
			const advertiser = state.advertisers.get(id);
			return advertiser ? [{ advertiser_id: id, advertiser_name: advertiser.info.name }] : [];
		});
		return { list };
	},
};

/** §2: details. The name is called `name` here. How many ids fit is not documented: no limit. */
const advertiserInfo: Endpoint = {
	method: 'GET',
	path: '/advertiser/info/',
	token: 'required',
	scopes,
	handle({ query, state, grant }) {
		const ids = query.list('advertiser_ids');
		if (ids.length === 0) throw new Refusal(40002, 'advertiser_ids: is required');
		if (!ids.every(isInt64)) throw new Refusal(40002, 'advertiser_ids: must be integer ids');
		const fields = query.optionalList('fields');

		const advertisers = ids.map((id) => advertiserOf(state, grant, id));

		return { list: advertisers.map((advertiser) => describe(advertiser, fields)) };
	},
};

function describe(advertiser: Advertiser, fields: string[] | undefined): object {
	const { info, companyNameEditable } = advertiser;
	if (fields === undefined) return info;
	const known = [...Object.keys(info), 'company_name_editable'];
	const unknown = fields.find((field) => !known.includes(field));
	if (unknown !== undefined) throw new Refusal(40002, `fields: ${unknown} is not a field`);

	const id = { advertiser_id: info.advertiser_id };
	// Only when asked for, and then nothing else but the id (§2).
	if (fields.includes('company_name_editable')) {
		return { ...id, company_name_editable: companyNameEditable };
	}
	const chosen = fields.map((field) => [field, info[field as keyof AdvertiserInfo]]);
	return { ...id, ...Object.fromEntries(chosen) };
}

export const advertiserEndpoints: Endpoint[] = [listAdvertisers, advertiserInfo];
