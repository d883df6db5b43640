import type { Quota } from '../limits';
import type { Endpoint } from '../request/endpoint';

/**
 * Calls of the TikTok API for Business. All are readings, and all share the allowance of the app:
 * basic level, 10 a second and 600 a minute (business fact sheet §5). Permissions hang on the app
 * there, not on scopes of the connection.
 */

const ofTheApp: Quota = { name: 'Business API calls', calls: 10, windowMs: 1_000 };

const reading = (path: string): Endpoint => ({
	method: 'GET',
	path,
	scopes: [],
	quota: ofTheApp,
	kind: 'read',
});

export const actionCategory = reading('/tool/action_category/');
export const termGet = reading('/term/get/');
export const occupiedShopAds = reading('/gmv_max/occupied_custom_shop_ads/list/');
/** For the lists of the editor: the ad accounts of a connection, and the shops of an ad account. */
export const advertiserGet = reading('/oauth2/advertiser/get/');
export const storeList = reading('/gmv_max/store/list/');
