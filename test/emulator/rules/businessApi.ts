import { seedIds } from '../businessApi/seed';
import { form, send } from '../consumerClient';
import { pathOf, rule, type Breaker, type Rule } from './rule';

const root = '/open_api/v1.3';
const { appId, appSecret, usAdvertiserId, storeId, productInUse } = seedIds;

const us = { advertiser_id: usAdvertiserId };
const occupied = {
	...us,
	store_id: storeId,
	occupied_asset_type: 'SPU',
	asset_ids: JSON.stringify([productInUse]),
};

/** A query that each look-up answers. */
const lookUps: Record<string, Record<string, string>> = {
	[`GET ${root}/oauth2/advertiser/get/`]: { app_id: appId, secret: appSecret },
	[`GET ${root}/advertiser/info/`]: { advertiser_ids: JSON.stringify([usAdvertiserId]) },
	[`GET ${root}/user/info/`]: {},
	[`GET ${root}/gmv_max/store/list/`]: us,
	[`GET ${root}/gmv_max/occupied_custom_shop_ads/list/`]: occupied,
	[`GET ${root}/tool/action_category/`]: us,
	[`GET ${root}/term/check/`]: { ...us, term_type: 'LeadAds' },
	[`GET ${root}/term/get/`]: { ...us, term_type: 'LeadAds' },
};

const ask =
	(endpoint: string, query: Record<string, string>, token: string | undefined = seedIds.token) =>
	async ({ emulator }: Breaker) =>
		await send(`${emulator.url}${pathOf(endpoint)}?${new URLSearchParams(query)}`, {
			headers: token ? { 'Access-Token': token } : {},
		});

const postJson =
	(endpoint: string, body: Record<string, string>) =>
	async ({ nobody }: Breaker) =>
		await nobody.post(pathOf(endpoint), body);

/** The look-ups with one parameter that is wrong. */
const broken = (
	path: string,
	text: string,
	basis: Rule['basis'],
	code: string,
	parameters: Record<string, string>,
): Rule => {
	const endpoint = `GET ${root}${path}`;
	return rule(endpoint, text, basis, code, ask(endpoint, { ...lookUps[endpoint], ...parameters }));
};

const tokens = Object.entries(lookUps).flatMap(([endpoint, query]) => [
	rule(endpoint, 'the header Access-Token', 'documented', '40104', ask(endpoint, query, '')),
	rule(endpoint, 'a token that was issued', 'documented', '40105', ask(endpoint, query, 'x')),
]);

const ownAccounts = Object.entries(lookUps)
	.filter(([, query]) => 'advertiser_id' in query)
	.flatMap(([endpoint]) => [
		broken(
			pathOf(endpoint).slice(root.length),
			'an ad account of the connection',
			'documented',
			'40001',
			{
				advertiser_id: '7000000000000000099',
			},
		),
		broken(pathOf(endpoint).slice(root.length), 'digits as its ID', 'documented', '40002', {
			advertiser_id: 'x',
		}),
	]);

const standardToken = `POST ${root}/oauth/token/`;
const accessToken = `POST ${root}/oauth2/access_token/`;
const revoke = `POST ${root}/oauth2/revoke_token/`;
const unusable = { app_id: appId, redirect_uri: 'https://elsewhere.example/' };

export const businessRules: Rule[] = [
	...tokens,
	...ownAccounts,
	broken('/oauth2/advertiser/get/', 'the right app secret', 'documented', '40101', { secret: 'x' }),
	broken('/advertiser/info/', 'a list as JSON text', 'documented', '40002', {
		advertiser_ids: usAdvertiserId,
	}),
	broken('/tool/action_category/', 'industries that exist', 'seen', '40002', {
		special_industries: '["GARDENING"]',
	}),
	...['check', 'get'].map((verb) =>
		broken(`/term/${verb}/`, 'a type that exists', 'seen', '40002', { term_type: 'leadads' }),
	),
	broken('/term/get/', 'a language in upper case', 'seen', '40002', { lang: 'en' }),
	broken('/gmv_max/occupied_custom_shop_ads/list/', 'one asset', 'documented', '40002', {
		asset_ids: JSON.stringify([productInUse, productInUse]),
	}),
	broken('/gmv_max/occupied_custom_shop_ads/list/', 'a type of asset', 'documented', '40002', {
		occupied_asset_type: 'ad',
	}),
	rule(
		standardToken,
		'a code that was issued',
		'documented',
		'40110',
		postJson(standardToken, {
			client_id: appId,
			client_secret: appSecret,
			code: 'x',
			grant_type: 'authorization_code',
		}),
	),
	rule(
		accessToken,
		'a code that was issued',
		'documented',
		'40110',
		postJson(accessToken, { app_id: appId, secret: appSecret, auth_code: 'x' }),
	),
	rule(accessToken, 'JSON, no form', 'documented', '40002', async ({ emulator }) =>
		form(emulator.url + pathOf(accessToken), { app_id: appId, secret: appSecret, auth_code: 'x' }),
	),
	rule(
		revoke,
		'the app of the token',
		'documented',
		'40113',
		postJson(revoke, { app_id: '7300000000000000009', secret: 'x', access_token: seedIds.token }),
	),
	rule(
		'GET /portal/auth',
		'a redirect URI that is registered',
		'documented',
		'an error page',
		ask('GET /portal/auth', unusable, ''),
	),
	rule(
		'POST /portal/auth',
		'a redirect URI that is registered',
		'documented',
		'an error page',
		async ({ emulator }) => form(`${emulator.url}/portal/auth`, unusable),
	),
];
