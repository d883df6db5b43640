import { advertiserOf } from '../advertiserAccess';
import type { Endpoint } from '../endpoint';
import { Refusal } from '../returnCodes';

/** GMV Max has no row of its own; an audit puts it under Ads Management (§1.4). */
const scopes = ['2'];
const documentedAssetTypes = ['IDENTITY_TT_USER', 'IDENTITY_BC_AUTH_TT', 'IDENTITY_TTS_TT', 'SPU'];

/** §2. Everything at once, no pages. */
const listStores: Endpoint = {
	method: 'GET',
	path: '/gmv_max/store/list/',
	token: 'required',
	scopes,
	missingInSandbox: true,
	handle({ query, state, grant }) {
		const advertiserId = query.id('advertiser_id');

		advertiserOf(state, grant, advertiserId);

		const own = state.stores.filter((store) => store.advertiserId === advertiserId);
		return { store_list: own.map((store) => store.listing) };
	},
};

/** §1.3: the enabled shop ads that use one identity or product now. */
const listOccupiedShopAds: Endpoint = {
	method: 'GET',
	path: '/gmv_max/occupied_custom_shop_ads/list/',
	token: 'required',
	scopes,
	missingInSandbox: true,
	handle({ query, state, grant }) {
		const advertiserId = query.id('advertiser_id');
		const storeId = query.id('store_id');
		const accepted = state.switches.shopAssetType === 'accept' ? ['SHOP'] : [];
		const assetTypes = [...documentedAssetTypes, ...accepted];
		const assetType = query.choice('occupied_asset_type', assetTypes);
		// Not checked for digits: an identity id can look like a UUID (§6).
		const assetIds = query.list('asset_ids');
		if (assetIds.length !== 1) throw new Refusal(40002, 'asset_ids: must hold exactly one id');
		if (assetIds[0] === '') throw new Refusal(40002, 'asset_ids: is required');

		advertiserOf(state, grant, advertiserId);
		const reachable = state.stores.some(
			(store) => store.advertiserId === advertiserId && store.listing.store_id === storeId,
		);
		if (!reachable) throw new Refusal(40001, `store_id: no permission for ${storeId}`);

		const occupied = state.occupations.filter(
			(occupation) =>
				occupation.storeId === storeId &&
				occupation.assetType === assetType &&
				occupation.assetId === assetIds[0],
		);
		return { occupied_custom_shop_ads: occupied.map((occupation) => occupation.ad) };
	},
};

export const gmvMaxEndpoints: Endpoint[] = [listStores, listOccupiedShopAds];
