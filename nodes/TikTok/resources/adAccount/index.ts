import type { Resource } from '../resource';
import { getActionCategories } from './getActionCategories.operation';
import { getOccupiedShopAds } from './getOccupiedShopAds.operation';
import { getTerms } from './getTerms.operation';

export const adAccount: Resource = {
	name: 'Ad Account',
	shortName: 'Ads',
	value: 'adAccount',
	description: 'Look up ad data with a TikTok Business credential',
	operations: [getActionCategories, getOccupiedShopAds, getTerms],
};
