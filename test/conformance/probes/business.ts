import { refusalFacts, shapeFacts } from '../facts';
import { Skipped, type Probe } from '../probe';
import type { Side } from '../side';

const probe = (
	id: string,
	asks: string,
	run: Probe['run'],
	more: Partial<Pick<Probe, 'question' | 'switch'>> = {},
): Probe => ({ id, tier: 'business', asks, run, ...more });

const categories = '/tool/action_category/';
const terms = '/term/get/';
const occupied = '/gmv_max/occupied_custom_shop_ads/list/';

/** The first ad account of the connection. */
async function account(side: Side): Promise<{ advertiser_id: string }> {
	const { json } = await advertisers(side);
	const id = json?.data?.list?.[0]?.advertiser_id;
	if (!id) throw new Skipped('the connection reaches no ad account');
	return { advertiser_id: String(id) };
}

async function advertisers(side: Side) {
	const { appId, secret } = side.business();
	if (!appId || !secret) throw new Skipped('app id and secret of the Business app were not given');
	return await side.lookUp('/oauth2/advertiser/get/', { app_id: appId, secret });
}

/** A store and a product that nobody has: what is refused is told before they are looked up. */
const asset = {
	store_id: '7490000000000000009',
	occupied_asset_type: 'SPU',
	asset_ids: '["1729000000000000009"]',
};

export const businessProbes: Probe[] = [
	probe('business-token', 'Who has connected', async (side) =>
		shapeFacts(await side.lookUp('/user/info/', {})),
	),
	probe('business-no-token', 'A look-up without a token', async (side) =>
		refusalFacts(await side.send('GET', `${side.business().url}/user/info/`, {})),
	),
	probe('business-wrong-token', 'A look-up with a token that never was', async (side) =>
		refusalFacts(await side.lookUp('/user/info/', {}, { 'access-token': 'none' })),
	),
	probe(
		'business-bearer-beside',
		'`Authorization` beside `Access-Token`, as n8n sends it',
		async (side) => {
			const { token } = side.business();
			return refusalFacts(
				await side.lookUp('/user/info/', {}, { authorization: `Bearer ${token}` }),
			);
		},
		{ question: 104, switch: 'bearerBesideAccessToken' },
	),
	probe('business-advertisers', 'The ad accounts of the connection', async (side) =>
		shapeFacts(await advertisers(side)),
	),
	probe('business-categories', 'Action categories', async (side) =>
		shapeFacts(await side.lookUp(categories, await account(side))),
	),
	probe('business-categories-no-account', 'Action categories of nobody', async (side) =>
		refusalFacts(await side.lookUp(categories, {})),
	),
	probe('business-wrong-industry', 'An industry that does not exist', async (side) => {
		const special_industries = '["SHOES"]';
		return refusalFacts(
			await side.lookUp(categories, { ...(await account(side)), special_industries }),
		);
	}),
	probe('business-list-without-json', 'A list that is no JSON text', async (side) => {
		const special_industries = 'HOUSING';
		return refusalFacts(
			await side.lookUp(categories, { ...(await account(side)), special_industries }),
		);
	}),
	probe(
		'business-terms',
		'The terms of lead ads',
		async (side) =>
			shapeFacts(await side.lookUp(terms, { ...(await account(side)), term_type: 'LeadAds' })),
		{ switch: 'termsReadable' },
	),
	probe('business-wrong-term', 'Terms of a type that does not exist', async (side) =>
		refusalFacts(await side.lookUp(terms, { ...(await account(side)), term_type: 'ShoeAds' })),
	),
	probe('business-lower-case-language', 'A language in lower case', async (side) => {
		const query = { ...(await account(side)), term_type: 'LeadAds', lang: 'en' };
		return refusalFacts(await side.lookUp(terms, query));
	}),
	probe('business-occupied', 'Shop ads of a store that is not there', async (side) =>
		refusalFacts(await side.lookUp(occupied, { ...(await account(side)), ...asset })),
	),
	probe('business-two-assets', 'Two assets at once', async (side) => {
		const query = { ...(await account(side)), ...asset, asset_ids: '["1","2"]' };
		return refusalFacts(await side.lookUp(occupied, query));
	}),
	probe(
		'business-shop-asset',
		'The asset type SHOP',
		async (side) => {
			const query = { ...(await account(side)), ...asset, occupied_asset_type: 'SHOP' };
			return refusalFacts(await side.lookUp(occupied, query));
		},
		{ question: 107, switch: 'shopAssetType' },
	),
	probe('business-no-slash', 'A path without its last slash', async (side) => ({
		status: (await side.lookUp('/user/info', {})).status,
	})),
];
