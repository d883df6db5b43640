import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { inputFailure } from '../../errors/ownFailure';
import { occupiedShopAds } from '../../api/business';
import { recordsIfAny } from '../../request/records';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { advertiserId, checkIds, storeId } from './adAccountFields';

const fields: INodeProperties[] = [
	advertiserId,
	storeId,
	{
		displayName: 'Asset Type',
		name: 'occupiedAssetType',
		type: 'options',
		default: 'SPU',
		options: [
			{ name: 'Identity: Authorized Account', value: 'IDENTITY_BC_AUTH_TT' },
			{ name: 'Identity: Shop Account', value: 'IDENTITY_TTS_TT' },
			{ name: 'Identity: TikTok User', value: 'IDENTITY_TT_USER' },
			{ name: 'Product', value: 'SPU' },
		],
		description: 'Whether to look for ads that use a product or an identity',
		routing: { send: { type: 'query', property: 'occupied_asset_type' } },
	},
	{
		displayName: 'Asset ID',
		name: 'assetIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1729000000000000001',
		description: 'Product SPU ID or identity ID, as the asset type says',
		hint: 'One ID. Use one item per asset to look up several.',
	},
];

async function listOccupiedAds(task: Task): Promise<IDataObject[]> {
	checkIds(task, advertiserId, storeId);
	const { parameters, session, request } = task;
	const ids = parameters.list('assetIds');
	if (ids.length !== 1) {
		throw inputFailure(
			`Asset ID takes exactly one ID, not ${ids.length}.`,
			'Use one item per asset to look up several.',
		);
	}
	const qs = { ...request.options.qs, asset_ids: JSON.stringify(ids) };
	const data = await session.call(occupiedShopAds, { qs });
	return recordsIfAny(data, 'occupied_custom_shop_ads');
}

export const getOccupiedShopAds: Operation = {
	name: 'Get Occupied Shop Ads',
	value: 'getOccupiedShopAds',
	action: 'Get occupied shop ads',
	description:
		'Read which custom shop ads use a product or identity that GMV Max wants (changes nothing)',
	routing: { request: requestTo(occupiedShopAds) },
	execute: listOccupiedAds,
	fields,
	whenEmpty: 'No custom shop ads use this asset.',
};
