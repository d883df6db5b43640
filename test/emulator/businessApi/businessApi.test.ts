/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

import { createBusinessApi } from './index';

const root = '/open_api/v1.3';
const hour = 60 * 60 * 1000;

let server: Server;
let origin: string;
const clock = { time: 0, now: () => clock.time };
const api = createBusinessApi({ clock, baseUrl: () => origin });
const { seed } = api;

beforeAll(async () => {
	const app = express();
	app.use((req, _res, next) => {
		const parts: Buffer[] = [];
		req.on('data', (part: Buffer) => parts.push(part));
		req.on('end', () => {
			Object.assign(req, { rawBody: Buffer.concat(parts) });
			next();
		});
	});
	app.use(api.router);
	app.use((_req, res) => void res.status(418).end('not ours'));
	server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
});

beforeEach(() => {
	clock.time = Date.UTC(2026, 2, 1, 12, 0, 0);
	api.reset();
});

interface Envelope {
	code: number;
	message: string;
	request_id: string;
	data: Record<string, unknown>;
}

const withToken = { 'Access-Token': seed.token };

async function request(path: string, init: RequestInit = {}): Promise<Response> {
	return await fetch(origin + path, { redirect: 'manual', ...init });
}

type Parameters = Record<string, string> | string;

/** A GET with the seeded token unless told otherwise; always an envelope, always HTTP 200. */
async function get(
	path: string,
	parameters: Parameters = {},
	headers: Record<string, string> = withToken,
): Promise<Envelope> {
	const query = new URLSearchParams(parameters).toString();
	return await envelope(await request(`${root}${path}?${query}`, { headers }));
}

async function postJson(path: string, body: unknown): Promise<Envelope & Record<string, unknown>> {
	const headers = { 'Content-Type': 'application/json' };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return await envelope(await request(root + path, { method: 'POST', headers, body: text }));
}

async function postForm(
	path: string,
	body: Record<string, string> | string,
): Promise<Envelope & Record<string, unknown>> {
	const form = new URLSearchParams(body);
	return await envelope(await request(root + path, { method: 'POST', body: form }));
}

async function envelope(response: Response): Promise<Envelope & Record<string, unknown>> {
	expect(response.status).toBe(200);
	return (await response.json()) as Envelope & Record<string, unknown>;
}

function expectRefusal(answer: Envelope, code: number, naming = ''): void {
	expect(answer).toEqual({
		code,
		message: expect.stringContaining(naming),
		request_id: expect.any(String),
		data: {},
	});
}

function without(parameters: Record<string, string>, name: string): Record<string, string> {
	return Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name));
}

const us = { advertiser_id: seed.usAdvertiserId };
const occupied = {
	...us,
	store_id: seed.storeId,
	occupied_asset_type: 'SPU',
	asset_ids: JSON.stringify([seed.productInUse]),
};
const occupiedPath = '/gmv_max/occupied_custom_shop_ads/list/';

/** One request per endpoint that is answered with success. */
const goodCalls: Array<[string, Record<string, string>]> = [
	['/oauth2/advertiser/get/', { app_id: seed.appId, secret: seed.appSecret }],
	['/advertiser/info/', { advertiser_ids: JSON.stringify([seed.usAdvertiserId]) }],
	['/user/info/', {}],
	['/gmv_max/store/list/', us],
	['/tool/action_category/', us],
	['/term/get/', { ...us, term_type: 'LeadAds' }],
	['/term/check/', { ...us, term_type: 'LeadAds' }],
	[occupiedPath, occupied],
];

describe('the edge', () => {
	const posts = ['/oauth/token/', '/oauth2/access_token/', '/oauth2/revoke_token/'];

	it('knows exactly these endpoints', () => {
		const expected = [
			...goodCalls.map(([path]) => `GET ${root}${path}`),
			...posts.map((path) => `POST ${root}${path}`),
		];
		const known = api.endpoints.map(({ method, path }) => `${method} ${path}`);
		expect(known.sort()).toEqual(expected.sort());
	});

	it.each([
		`${root}/user/info`,
		`${root}/nothing/here/`,
		`${root}//user/info/`,
		`${root}/User/Info/`,
		'/open_api/v1.2/user/info/',
		'/open_api/',
	])('answers %s with 404 in plain text', async (path) => {
		const response = await request(path, { headers: withToken });
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toContain('text/plain');
		expect(await response.text()).toContain('page not found');
	});

	it.each([
		['POST', '/term/get/'],
		['HEAD', '/user/info/'],
		['GET', '/oauth/token/'],
		['PUT', '/oauth2/access_token/'],
	])('answers %s %s with 405', async (method, path) => {
		expect((await request(root + path, { method, headers: withToken })).status).toBe(405);
	});

	it('leaves foreign paths to whoever comes next', async () => {
		expect((await request('/v2/user/info/')).status).toBe(418);
	});
});

describe('the envelope', () => {
	it.each(goodCalls)('%s succeeds with data', async (path, parameters) => {
		const answer = await get(path, parameters);
		expect(answer).toEqual({
			code: 0,
			message: 'OK',
			request_id: expect.stringMatching(/^20260301120000[0-9A-F]{20}$/),
			data: expect.any(Object),
		});
	});

	it('has the log id of the header in the body, for success and refusal', async () => {
		for (const headers of [withToken, undefined]) {
			const response = await request(`${root}/user/info/`, { headers });
			const { request_id } = await envelope(response);
			expect(response.headers.get('x-tt-logid')).toBe(request_id);
		}
	});

	it('has another log id for every request', async () => {
		const first = await get('/user/info/');
		const second = await get('/user/info/');
		expect(first.request_id).not.toBe(second.request_id);
	});

	it('sends no rate headers, not even with a rate limit', async () => {
		api.script({ path: '/user/info/', code: 40100 });
		const response = await request(`${root}/user/info/`, { headers: withToken });
		expect((await envelope(response)).code).toBe(40100);
		const names = [...response.headers.keys()];
		expect(names).toContain('x-tt-logid');
		expect(names.filter((name) => /rate|retry|limit/.test(name))).toEqual([]);
	});

	it('answers in full even to a conditional request', async () => {
		const headers = { ...withToken, 'If-None-Match': '*' };
		expect(await envelope(await request(`${root}/user/info/`, { headers }))).toHaveProperty('data');
	});

	it('writes every id as a string of nineteen digits above 2^53', async () => {
		const answers = await Promise.all(goodCalls.map(async (call) => await get(...call)));
		const ids: Array<[string, unknown]> = [];
		JSON.stringify(answers, (key, value) => {
			if (/_id$/.test(key) && key !== 'request_id') ids.push([key, value]);
			if (/_ids$/.test(key)) for (const id of value as unknown[]) ids.push([key, id]);
			return value as unknown;
		});
		const present = ids.filter(([, id]) => id !== null);
		expect(present.length).toBeGreaterThan(15);
		for (const [key, id] of present) {
			expect([key, id]).toEqual([key, expect.stringMatching(/^\d{19}$/)]);
			expect(Number.isSafeInteger(Number(id))).toBe(false);
		}
	});
});

describe('the access token', () => {
	it.each(goodCalls)('%s refuses a request without the header', async (path, parameters) => {
		expectRefusal(await get(path, parameters, {}), 40104);
	});

	it.each(goodCalls)('%s refuses a token in the query only', async (path, parameters) => {
		const names = { ...parameters, access_token: seed.token, 'Access-Token': seed.token };
		expectRefusal(await get(path, names, {}), 40104);
	});

	it.each(goodCalls)('%s refuses Authorization only', async (path, parameters) => {
		expectRefusal(await get(path, parameters, { Authorization: `Bearer ${seed.token}` }), 40104);
	});

	it.each(goodCalls)('%s refuses an unknown token', async (path, parameters) => {
		expectRefusal(await get(path, parameters, { 'Access-Token': 'nobody' }), 40105);
	});

	it('is missing when the header is empty', async () => {
		expectRefusal(await get('/user/info/', {}, { 'Access-Token': '' }), 40104);
	});

	it('has no scheme word', async () => {
		const headers = { 'Access-Token': `Bearer ${seed.token}` };
		expectRefusal(await get('/user/info/', {}, headers), 40105);
	});

	it('is looked at before the parameters', async () => {
		expectRefusal(await get('/term/get/', {}, {}), 40104);
	});

	it('may stand beside Authorization, unless the switch says otherwise', async () => {
		const both = { ...withToken, Authorization: `Bearer ${seed.token}` };
		expect((await get('/user/info/', {}, both)).code).toBe(0);
		api.switches.bearerBesideAccessToken = 'refuse';
		expectRefusal(await get('/user/info/', {}, both), 40105, 'Authorization');
		expect((await get('/user/info/')).code).toBe(0);
	});

	it('is unknown once revoked', async () => {
		api.revoke(seed.token);
		expectRefusal(await get('/user/info/'), 40105);
		expect(() => api.revoke(seed.token)).toThrow('no such token');
	});

	it('does not expire', async () => {
		clock.time += 10_000 * hour;
		expect((await get('/user/info/')).code).toBe(0);
	});

	it('reaches only what its scope grants', async () => {
		const termsOnly = { 'Access-Token': api.issueToken({ scope: ['120'] }) };
		expect((await get('/term/check/', { ...us, term_type: 'Pixel' }, termsOnly)).code).toBe(0);
		expectRefusal(await get('/gmv_max/store/list/', us, termsOnly), 40001, 'scope');
		expectRefusal(await get('/tool/action_category/', us, termsOnly), 40001, 'scope');
		expect((await get('/user/info/', {}, termsOnly)).code).toBe(0);
	});
});

describe('parameters', () => {
	const ofAdvertiser = goodCalls.filter(([, parameters]) => 'advertiser_id' in parameters);
	const requiredOnes = goodCalls.flatMap(([path, parameters]) =>
		Object.keys(parameters).map((name) => ({ path, name, parameters })),
	);

	it.each(requiredOnes)('$path names $name when it is missing or empty', async (example) => {
		const others = without(example.parameters, example.name);
		expectRefusal(await get(example.path, others), 40002, `${example.name}: is required`);
		const empty = { ...others, [example.name]: '' };
		expectRefusal(await get(example.path, empty), 40002, `${example.name}: is required`);
	});

	it.each(ofAdvertiser)('%s wants an advertiser id that is an int64', async (path, parameters) => {
		for (const id of [
			'abc',
			'70000x',
			'7.0e18',
			'-7',
			' 7',
			'9223372036854775808',
			'10000000000000000000',
		]) {
			expectRefusal(await get(path, { ...parameters, advertiser_id: id }), 40002, 'advertiser_id');
		}
	});

	it.each(ofAdvertiser)(
		'%s refuses an advertiser that was not granted',
		async (path, parameters) => {
			const headers = {
				'Access-Token': api.issueToken({ advertiserIds: [seed.otherAdvertiserId] }),
			};
			expectRefusal(await get(path, parameters, headers), 40001, seed.usAdvertiserId);
		},
	);

	it.each(ofAdvertiser)('%s tells a granted advertiser that is gone', async (path, parameters) => {
		api.advertisers.delete(seed.usAdvertiserId);
		expectRefusal(await get(path, parameters), 40300);
	});

	const arrays: Array<[string, string, Record<string, string>]> = [
		[occupiedPath, 'asset_ids', occupied],
		['/tool/action_category/', 'special_industries', { ...us, special_industries: '["HOUSING"]' }],
		['/advertiser/info/', 'advertiser_ids', { advertiser_ids: `["${seed.usAdvertiserId}"]` }],
		[
			'/advertiser/info/',
			'fields',
			{ advertiser_ids: `["${seed.usAdvertiserId}"]`, fields: '["name"]' },
		],
	];

	it.each(arrays)('%s wants %s as one JSON parameter', async (path, name, parameters) => {
		expect((await get(path, parameters)).code).toBe(0);
		const bare = (JSON.parse(parameters[name]) as string[])[0];
		const { [name]: json, ...others } = parameters;
		const rest = new URLSearchParams(others).toString();
		const repeated = `${rest}&${name}=${bare}&${name}=${bare}`;
		const whole = `${name}=${encodeURIComponent(json)}`;
		const repeatedJson = `${rest}&${whole}&${whole}`;
		for (const query of [repeated, repeatedJson]) {
			expectRefusal(await get(path, query), 40002, `${name}: must be sent once`);
		}
		for (const wrong of [
			bare,
			`${bare},${bare}`,
			`"${bare}"`,
			'{"0":"a"}',
			`["${bare}"`,
			'[7]',
			'[null]',
		]) {
			expectRefusal(
				await get(path, { ...others, [name]: wrong }),
				40002,
				`${name}: must be a JSON array`,
			);
		}
	});

	it('does not take a bracketed name for the array', async () => {
		const others = without(occupied, 'asset_ids');
		const bracketed = { ...others, 'asset_ids[]': seed.productInUse };
		expectRefusal(await get(occupiedPath, bracketed), 40002, 'asset_ids: is required');
	});

	it('wants scalars once', async () => {
		const id = `advertiser_id=${seed.usAdvertiserId}`;
		const twice = `term_type=LeadAds&${id}&${id}`;
		expectRefusal(await get('/term/get/', twice), 40002, 'advertiser_id');
	});
});

describe('GET /oauth2/advertiser/get/', () => {
	const credentials = { app_id: seed.appId, secret: seed.appSecret };

	it('lists what the token reaches, with advertiser_name', async () => {
		const answer = await get('/oauth2/advertiser/get/', credentials);
		expect(answer.data).toEqual({
			list: [
				{ advertiser_id: seed.usAdvertiserId, advertiser_name: 'Harbour Goods US' },
				{ advertiser_id: seed.otherAdvertiserId, advertiser_name: 'Harbour Goods GB' },
			],
		});
		const one = { 'Access-Token': api.issueToken({ advertiserIds: [seed.otherAdvertiserId] }) };
		const short = await get('/oauth2/advertiser/get/', credentials, one);
		expect(short.data.list).toHaveLength(1);
	});

	it('tells a wrong secret from an unknown app and from another app’s token', async () => {
		const wrongSecret = { ...credentials, secret: 'guess' };
		expectRefusal(await get('/oauth2/advertiser/get/', wrongSecret), 40101);
		const unknown = { ...credentials, app_id: '7300000000000000009' };
		expectRefusal(await get('/oauth2/advertiser/get/', unknown), 40113);
		const foreign = { 'Access-Token': api.issueToken({ appId: '7300000000000000002' }) };
		expectRefusal(await get('/oauth2/advertiser/get/', credentials, foreign), 40113);
	});
});

describe('GET /advertiser/info/', () => {
	const both = JSON.stringify([seed.usAdvertiserId, seed.otherAdvertiserId]);

	it('calls the name `name` and may send nulls', async () => {
		const { data } = await get('/advertiser/info/', { advertiser_ids: both });
		const list = data.list as Array<Record<string, unknown>>;
		expect(list.map(({ name }) => name)).toEqual(['Harbour Goods US', 'Harbour Goods GB']);
		expect(list[0]).not.toHaveProperty('advertiser_name');
		expect(list[0]).not.toHaveProperty('company_name_editable');
		expect(list[1].owner_bc_id).toBeNull();
	});

	it('sends the fields asked for and the id', async () => {
		const fields = '["name","currency"]';
		const { data } = await get('/advertiser/info/', { advertiser_ids: both, fields });
		expect(data.list).toContainEqual({
			advertiser_id: seed.otherAdvertiserId,
			name: 'Harbour Goods GB',
			currency: 'GBP',
		});
	});

	it('sends company_name_editable alone', async () => {
		const fields = '["name","company_name_editable"]';
		const { data } = await get('/advertiser/info/', { advertiser_ids: both, fields });
		expect(data.list).toEqual([
			{ advertiser_id: seed.usAdvertiserId, company_name_editable: true },
			{ advertiser_id: seed.otherAdvertiserId, company_name_editable: false },
		]);
	});

	it('refuses unknown fields, no ids, bad ids and foreign ids', async () => {
		const wrongField = { advertiser_ids: both, fields: '["advertiser_name"]' };
		expectRefusal(await get('/advertiser/info/', wrongField), 40002, 'fields');
		expectRefusal(
			await get('/advertiser/info/', { advertiser_ids: '[]' }),
			40002,
			'advertiser_ids',
		);
		const letters = { advertiser_ids: '["abc"]' };
		expectRefusal(await get('/advertiser/info/', letters), 40002, 'advertiser_ids');
		const foreign = {
			advertiser_ids: JSON.stringify([seed.usAdvertiserId, '7000000000000000009']),
		};
		expectRefusal(await get('/advertiser/info/', foreign), 40001, '7000000000000000009');
	});
});

it('GET /user/info/ says who authorized, with a picture that exists', async () => {
	const { data } = await get('/user/info/');
	expect(data).toEqual({
		core_user_id: '7200000000000000001',
		display_name: 'Robin Example',
		email: expect.any(String),
		avatar_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
		create_time: expect.any(Number),
	});
	expect((await fetch(String(data.avatar_url))).status).toBe(200);
});

it('GET /gmv_max/store/list/ lists the stores of one advertiser only', async () => {
	const { data } = await get('/gmv_max/store/list/', us);
	expect(data.store_list).toEqual([
		expect.objectContaining({
			store_id: seed.storeId,
			is_gmv_max_available: true,
			store_authorized_bc_id: seed.businessCenterId,
			store_status: 'ACTIVE',
		}),
	]);
	const other = await get('/gmv_max/store/list/', { advertiser_id: seed.otherAdvertiserId });
	expect(other.data).toEqual({ store_list: [] });
});

describe('GET /tool/action_category/', () => {
	type Categories = Array<Record<string, unknown> & { sub_category_ids: string[] }>;

	async function categories(parameters: Record<string, string>): Promise<Categories> {
		const answer = await get('/tool/action_category/', { ...us, ...parameters });
		expect(answer.code).toBe(0);
		return answer.data.action_categories as Categories;
	}

	it('is a flat list whose tree is in sub_category_ids', async () => {
		const all = await categories({});
		const ids = all.map((category) => category.action_category_id);
		const children = all.flatMap((category) => category.sub_category_ids);
		expect(children).toHaveLength(2);
		expect(ids).toEqual(expect.arrayContaining(children));
		expect(all[0]).toEqual({
			action_category_id: '1900000000000000001',
			name: 'Home & Living',
			description: expect.any(String),
			level: 1,
			sub_category_ids: children,
			special_industries: ['HOUSING', 'CREDIT'],
			action_scene: 'VIDEO_RELATED',
		});
		expect(all.map(({ action_scene }) => action_scene)).toContain('CREATOR_RELATED');
		expect(all.map(({ special_industries }) => special_industries)).toContainEqual([]);
		expect(all.map(({ description }) => description)).toContain(null);
	});

	it('keeps what supports every special industry asked for', async () => {
		const housing = await categories({ special_industries: '["HOUSING"]' });
		expect(housing.map(({ name }) => name)).toEqual(['Home & Living', 'Moving House']);
		const two = await categories({ special_industries: '["HOUSING","CREDIT"]' });
		expect(two.map(({ name }) => name)).toEqual(['Home & Living']);
		expect(await categories({ special_industries: '[]' })).toHaveLength(4);
	});

	it('translates where it can', async () => {
		expect((await categories({ language: 'de' }))[1].name).toBe('Küche');
		expect((await categories({ language: 'fr' }))[1].name).toBe('Kitchen');
	});

	it('wants its enums to the letter', async () => {
		for (const language of ['EN', 'en-US', 'xx', '']) {
			expectRefusal(await get('/tool/action_category/', { ...us, language }), 40002, 'language');
		}
		for (const special_industries of ['["housing"]', '["HOUSING","PETS"]']) {
			const answer = await get('/tool/action_category/', { ...us, special_industries });
			expectRefusal(answer, 40002, 'special_industries');
		}
	});

	it('wants an allowlist for special industries outside the US and Canada', async () => {
		const british = { advertiser_id: seed.otherAdvertiserId };
		const special = { ...british, special_industries: '["HOUSING"]' };
		expectRefusal(await get('/tool/action_category/', special), 40118);
		expect((await get('/tool/action_category/', british)).code).toBe(0);
		const advertiser = api.advertisers.get(seed.otherAdvertiserId);
		if (advertiser) advertiser.specialIndustriesAllowlisted = true;
		expect((await get('/tool/action_category/', special)).code).toBe(0);
	});
});

describe('terms', () => {
	it('are texts, per type and language, in English unless asked otherwise', async () => {
		const seen = new Set<string>();
		for (const term_type of ['LeadAds', 'InstantPage', 'Pixel', 'ReachFrequency']) {
			for (const lang of ['EN', 'ZH', 'JA']) {
				const { data } = await get('/term/get/', { ...us, term_type, lang });
				expect(data.terms).toContainEqual(expect.any(String));
				seen.add(JSON.stringify(data.terms));
			}
		}
		expect(seen.size).toBe(12);
		const english = await get('/term/get/', { ...us, term_type: 'LeadAds', lang: 'EN' });
		const unspecified = await get('/term/get/', { ...us, term_type: 'LeadAds' });
		expect(unspecified.data).toEqual(english.data);
	});

	it.each(['en', 'zh', 'De', 'DE', ''])('refuse the language %p', async (lang) => {
		expectRefusal(await get('/term/get/', { ...us, term_type: 'LeadAds', lang }), 40002, 'lang');
	});

	it.each(['/term/get/', '/term/check/'])('%s wants the type to the letter', async (path) => {
		for (const term_type of ['leadads', 'LEAD_ADS', 'Other']) {
			expectRefusal(await get(path, { ...us, term_type }), 40002, 'term_type');
		}
	});

	it('are confirmed per advertiser and type', async () => {
		api.confirmTerms(seed.usAdvertiserId, 'LeadAds');
		const confirmed = async (advertiser_id: string, term_type: string) =>
			(await get('/term/check/', { advertiser_id, term_type })).data;
		expect(await confirmed(seed.usAdvertiserId, 'LeadAds')).toEqual({ confirmed: true });
		expect(await confirmed(seed.usAdvertiserId, 'Pixel')).toEqual({ confirmed: false });
		expect(await confirmed(seed.otherAdvertiserId, 'LeadAds')).toEqual({ confirmed: false });
	});
});

describe(`GET ${occupiedPath}`, () => {
	it('has two kinds of items, all strings', async () => {
		const { data } = await get(occupiedPath, occupied);
		expect(data).toEqual({
			occupied_custom_shop_ads: [
				{
					advertiser_id: seed.usAdvertiserId,
					campaign_id: expect.any(String),
					adgroup_id: expect.any(String),
					create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				},
				{
					advertiser_id: seed.usAdvertiserId,
					adgroup_id: expect.any(String),
					ad_id: expect.any(String),
					create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				},
			],
		});
	});

	it('takes an identity that is no number', async () => {
		const asset_ids = JSON.stringify([seed.identityInUse]);
		const { data } = await get(occupiedPath, {
			...occupied,
			occupied_asset_type: seed.identityType,
			asset_ids,
		});
		expect(data.occupied_custom_shop_ads).toHaveLength(1);
	});

	it('is an empty list for what is not in use, and for the wrong kind of asset', async () => {
		const free = { ...occupied, asset_ids: JSON.stringify([seed.productNotInUse]) };
		const wrongKind = { ...occupied, occupied_asset_type: 'IDENTITY_TTS_TT' };
		for (const parameters of [free, wrongKind]) {
			const answer = await get(occupiedPath, parameters);
			expect(answer).toMatchObject({ code: 0, data: { occupied_custom_shop_ads: [] } });
		}
	});

	it('answers for the store asked about', async () => {
		const store_id = '7490000000000000002';
		const [{ advertiserId, listing }] = api.stores;
		api.stores.push({ advertiserId, listing: { ...listing, store_id } });
		const answer = await get(occupiedPath, { ...occupied, store_id });
		expect(answer).toMatchObject({ code: 0, data: { occupied_custom_shop_ads: [] } });
	});

	it('wants exactly one asset', async () => {
		for (const asset_ids of ['[]', '["1","2"]', '[""]']) {
			expectRefusal(await get(occupiedPath, { ...occupied, asset_ids }), 40002, 'asset_ids');
		}
	});

	it('wants the asset type to the letter; SHOP is a switch', async () => {
		for (const occupied_asset_type of ['spu', 'TT_USER', 'SHOP']) {
			const answer = await get(occupiedPath, { ...occupied, occupied_asset_type });
			expectRefusal(answer, 40002, 'occupied_asset_type');
		}
		api.switches.shopAssetType = 'accept';
		expect((await get(occupiedPath, { ...occupied, occupied_asset_type: 'SHOP' })).code).toBe(0);
	});

	it('wants a store id of digits that this advertiser may use', async () => {
		expectRefusal(await get(occupiedPath, { ...occupied, store_id: 'shop' }), 40002, 'store_id');
		const unknown = { ...occupied, store_id: '7490000000000000009' };
		expectRefusal(await get(occupiedPath, unknown), 40001, 'store_id');
		const other = { ...occupied, advertiser_id: seed.otherAdvertiserId };
		expectRefusal(await get(occupiedPath, other), 40001, 'store_id');
	});
});

describe('/portal/auth', () => {
	const callback = 'http://localhost:5678/rest/oauth2-credential/callback';
	// Base64 of JSON, as n8n sends it: `+`, `/` and `=` must come back as they were.
	const state = 'eyJ0b2tlbiI6Ij4+Pz8/In0+/w==';
	const link = { app_id: seed.appId, redirect_uri: callback, state };

	const open = async (parameters: Record<string, string>) =>
		await request(`/portal/auth?${new URLSearchParams(parameters).toString()}`);
	const decide = async (fields: Record<string, string> | Array<[string, string]>) =>
		await request('/portal/auth', { method: 'POST', body: new URLSearchParams(fields) });

	function target(response: Response): URL {
		expect(response.status).toBe(302);
		const location = response.headers.get('location') ?? '';
		expect(location).toContain('/rest/oauth2-credential/callback');
		return new URL(location);
	}

	it('shows the app, the ad accounts and both buttons', async () => {
		const response = await open(link);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toContain('text/html');
		const html = await response.text();
		expect(html).toContain('Workflow Automation');
		expect(html).toContain(`value="${seed.usAdvertiserId}" checked`);
		expect(html).toContain(`value="${seed.otherAdvertiserId}" checked`);
		expect(html).toContain('id="ok"');
		expect(html).toContain('id="cancel"');
	});

	it('tolerates what generic OAuth clients add', async () => {
		const more = { ...link, response_type: 'code', client_id: seed.appId, scope: '' };
		expect((await open(more)).status).toBe(200);
	});

	it('wants app_id; client_id does not replace it', async () => {
		const { app_id, ...others } = link;
		const response = await open({ ...others, client_id: app_id });
		expect(response.status).toBe(400);
		expect(await response.text()).toContain('app_id');
		expect((await open({ ...link, app_id: '7300000000000000009' })).status).toBe(400);
	});

	it('wants a registered redirect_uri, and never redirects to another', async () => {
		api.switches.autoConsent = true;
		expect((await open(without(link, 'redirect_uri'))).status).toBe(400);
		for (const redirect_uri of [
			`${callback}/`,
			`${callback}?a=1`,
			'https://localhost:5678/rest/oauth2-credential/callback',
			'http://localhost:5679/rest/oauth2-credential/callback',
			'http://127.0.0.1/rest/oauth2-credential/callback',
			'http://127.0.0.1:80@example.com/rest/oauth2-credential/callback',
			'http://127.0.0.1:5678/elsewhere',
		]) {
			const response = await open({ ...link, redirect_uri });
			expect([redirect_uri, response.status]).toEqual([redirect_uri, 400]);
			expect(await response.text()).toContain('redirect_uri');
			expect((await decide({ ...link, redirect_uri, decision: 'ok' })).status).toBe(400);
		}
	});

	it('takes any port of 127.0.0.1, and what a test registers, up to ten', async () => {
		const anyPort = 'http://127.0.0.1:49152/rest/oauth2-credential/callback';
		expect((await open({ ...link, redirect_uri: anyPort })).status).toBe(200);
		const own = 'https://n8n.example.com/rest/oauth2-credential/callback';
		expect((await open({ ...link, redirect_uri: own })).status).toBe(400);
		api.registerRedirectUri(own);
		expect((await open({ ...link, redirect_uri: own })).status).toBe(200);
		for (let count = 3; count < 10; count++) api.registerRedirectUri(`${own}/${count}`);
		expect(() => api.registerRedirectUri(`${own}/11`)).toThrow('ten');
	});

	it('redirects with auth_code, the same value as code, and the state unchanged', async () => {
		const chosen = { ...link, advertiser_ids: seed.usAdvertiserId, decision: 'ok' };
		const { searchParams } = target(await decide(chosen));
		expect([...searchParams.keys()].sort()).toEqual(['auth_code', 'code', 'state']);
		expect(searchParams.get('auth_code')).toMatch(/^[0-9a-f]{40}$/);
		expect(searchParams.get('code')).toBe(searchParams.get('auth_code'));
		expect(searchParams.get('state')).toBe(state);
	});

	it('keeps the state through the page itself', async () => {
		const wild = `a"b'<c>&d ${state}`;
		const html = await (await open({ ...link, state: wild })).text();
		const shown = /name="state" value="([^"]*)"/.exec(html)?.[1] ?? '';
		const entered = shown.replace(/&#(\d+);/g, (_whole, number: string) =>
			String.fromCharCode(Number(number)),
		);
		expect(entered).toBe(wild);
	});

	it('sends no state when there was none', async () => {
		api.switches.autoConsent = true;
		const stateless = without(link, 'state');
		expect(target(await open(stateless)).searchParams.has('state')).toBe(false);
	});

	it('grants the chosen ad accounts only', async () => {
		const chosen = { ...link, advertiser_ids: seed.otherAdvertiserId, decision: 'ok' };
		const auth_code = target(await decide(chosen)).searchParams.get('auth_code');
		const exchange = { app_id: seed.appId, secret: seed.appSecret, auth_code };
		const { data } = await postJson('/oauth2/access_token/', exchange);
		expect(data.advertiser_ids).toEqual([seed.otherAdvertiserId]);
		const headers = { 'Access-Token': String(data.access_token) };
		const answer = await get('/term/get/', { ...us, term_type: 'LeadAds' }, headers);
		expectRefusal(answer, 40001, 'advertiser_id');
	});

	it('grants every account that was ticked', async () => {
		const ticked = [seed.otherAdvertiserId, seed.usAdvertiserId];
		const fields: Array<[string, string]> = [
			...Object.entries({ ...link, decision: 'ok' }),
			...ticked.map((id): [string, string] => ['advertiser_ids', id]),
		];
		const code = target(await decide(fields)).searchParams.get('code') ?? '';
		expect(api.authCodes.get(code)?.advertiserIds).toEqual(ticked);
	});

	it('shows the page again when no known account was chosen', async () => {
		const none = { ...link, decision: 'ok' };
		for (const fields of [none, { ...none, advertiser_ids: '7000000000000000009' }]) {
			const response = await decide(fields);
			expect(response.status).toBe(400);
			expect(await response.text()).toContain('id="problem"');
		}
	});

	it('returns nothing but the state when the person cancels', async () => {
		const refused = { ...link, advertiser_ids: seed.usAdvertiserId, decision: 'cancel' };
		const { searchParams } = target(await decide(refused));
		expect([...searchParams]).toEqual([['state', state]]);
		expect(api.authCodes.size).toBe(0);
	});

	it('leaves out code when told to', async () => {
		api.switches.autoConsent = true;
		api.switches.omitCode = true;
		const { searchParams } = target(await open(link));
		expect([...searchParams.keys()].sort()).toEqual(['auth_code', 'state']);
	});

	it('consents by itself to all ad accounts when told to', async () => {
		api.switches.autoConsent = true;
		const code = target(await open(link)).searchParams.get('code') ?? '';
		expect(api.authCodes.get(code)?.advertiserIds).toEqual([
			seed.usAdvertiserId,
			seed.otherAdvertiserId,
		]);
	});
});

/** Both token endpoints take the same codes; only field names and shape differ. */
describe.each([
	{
		path: '/oauth/token/',
		names: { id: 'client_id', secret: 'client_secret', code: 'code' },
		extra: { grant_type: 'authorization_code' } as Record<string, string>,
	},
	{
		path: '/oauth2/access_token/',
		names: { id: 'app_id', secret: 'secret', code: 'auth_code' },
		extra: {} as Record<string, string>,
	},
])('POST $path', ({ path, names, extra }) => {
	const fields = (code: string): Record<string, string> => ({
		[names.id]: seed.appId,
		[names.secret]: seed.appSecret,
		[names.code]: code,
		...extra,
	});

	it('takes a code once', async () => {
		const code = api.issueAuthCode();
		expect((await postJson(path, fields(code))).code).toBe(0);
		expectRefusal(await postJson(path, fields(code)), 40110);
	});

	it('takes a code within its hour', async () => {
		const inTime = api.issueAuthCode();
		clock.time += hour - 1;
		expect((await postJson(path, fields(inTime))).code).toBe(0);
		const late = api.issueAuthCode();
		clock.time += hour;
		expectRefusal(await postJson(path, fields(late)), 40110);
	});

	it('refuses a code nobody issued and a code of another app', async () => {
		expectRefusal(await postJson(path, fields('guess')), 40110);
		const foreign = api.issueAuthCode({ appId: '7300000000000000002' });
		expectRefusal(await postJson(path, fields(foreign)), 40110);
	});

	it('refuses a wrong secret or app without using up the code', async () => {
		const code = api.issueAuthCode();
		const wrongSecret = { ...fields(code), [names.secret]: 'guess' };
		expectRefusal(await postJson(path, wrongSecret), 40101);
		const unknownApp = { ...fields(code), [names.id]: '7300000000000000009' };
		expectRefusal(await postJson(path, unknownApp), 40113);
		expect((await postJson(path, fields(code))).code).toBe(0);
	});

	it('names what is missing, empty or not a string', async () => {
		const good = fields(api.issueAuthCode());
		for (const name of Object.keys(good)) {
			const others = without(good, name);
			expectRefusal(await postJson(path, others), 40002, `${name}: is required`);
			expectRefusal(await postJson(path, { ...others, [name]: '' }), 40002, `${name}: is required`);
			expectRefusal(
				await postJson(path, { ...others, [name]: 7 }),
				40002,
				`${name}: must be a string`,
			);
		}
		expect((await postJson(path, good)).code).toBe(0);
	});

	it('refuses bodies that are not what they say', async () => {
		for (const body of ['', '{', '[]', 'null', 'a=b']) {
			expectRefusal(await postJson(path, body), 40002, 'body');
		}
	});

	it('refuses other content types', async () => {
		const text = JSON.stringify(fields(api.issueAuthCode()));
		const multipart = new FormData();
		for (const [name, value] of Object.entries(fields(api.issueAuthCode()))) {
			multipart.set(name, value);
		}
		for (const body of [new Blob([text]), new Blob([text], { type: 'text/plain' }), multipart]) {
			const response = await request(root + path, { method: 'POST', body });
			expectRefusal(await envelope(response), 40002, 'Content-Type');
		}
	});

	it('writes permission ids as numbers, one of them too long for a double', async () => {
		const headers = { 'Content-Type': 'application/json; charset=utf-8' };
		const body = JSON.stringify(fields(api.issueAuthCode()));
		const response = await request(root + path, { method: 'POST', headers, body });
		expect(await response.text()).toContain('"scope":[1,2,7300000000000000123]');
	});

	it('issues tokens that work', async () => {
		const answer = await postJson(path, fields(api.issueAuthCode()));
		const token = String(answer.access_token ?? answer.data.access_token);
		expect(token).toMatch(/^[0-9a-f]{40}$/);
		expect((await get('/user/info/', {}, { 'Access-Token': token })).code).toBe(0);
	});
});

describe('POST /oauth/token/', () => {
	const fields = () => ({
		client_id: seed.appId,
		client_secret: seed.appSecret,
		code: api.issueAuthCode(),
		grant_type: 'authorization_code',
	});

	it('answers flat, to form and JSON, and ignores redirect_uri', async () => {
		const flat = {
			code: 0,
			message: 'OK',
			request_id: expect.any(String),
			access_token: expect.any(String),
			token_type: 'Bearer',
			advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
			scope: expect.arrayContaining([1, 2]),
		};
		const more = { ...fields(), redirect_uri: 'http://elsewhere.example.com/' };
		expect(await postForm('/oauth/token/', more)).toEqual(flat);
		expect(await postJson('/oauth/token/', fields())).toEqual(flat);
	});

	it('takes authorization_code only', async () => {
		for (const grant_type of ['refresh_token', 'client_credentials', 'AUTHORIZATION_CODE']) {
			expectRefusal(await postForm('/oauth/token/', { ...fields(), grant_type }), 40108);
		}
	});

	it('does not take the field names of the other endpoint, nor Basic authentication', async () => {
		const { client_id, client_secret, ...others } = fields();
		const renamed = { ...others, app_id: client_id, secret: client_secret };
		expectRefusal(await postForm('/oauth/token/', renamed), 40002, 'client_id');
		const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
		const response = await request(`${root}/oauth/token/`, {
			method: 'POST',
			headers: { Authorization: `Basic ${basic}` },
			body: new URLSearchParams(others),
		});
		expectRefusal(await envelope(response), 40002, 'client_id');
	});

	it('takes each form field once', async () => {
		const twice = `${new URLSearchParams(fields()).toString()}&code=again`;
		expectRefusal(await postForm('/oauth/token/', twice), 40002, 'code');
	});
});

describe('POST /oauth2/access_token/', () => {
	const fields = () => ({
		app_id: seed.appId,
		secret: seed.appSecret,
		auth_code: api.issueAuthCode(),
	});

	it('answers nested', async () => {
		expect(await postJson('/oauth2/access_token/', fields())).toEqual({
			code: 0,
			message: 'OK',
			request_id: expect.any(String),
			data: {
				access_token: expect.any(String),
				advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
				scope: expect.any(Array),
			},
		});
	});

	it('refuses a form', async () => {
		expectRefusal(await postForm('/oauth2/access_token/', fields()), 40002, 'Content-Type');
	});

	it('ignores grant_type', async () => {
		const answer = await postJson('/oauth2/access_token/', { ...fields(), grant_type: 'anything' });
		expect(answer.code).toBe(0);
	});

	it('leaves out the advertisers on request, and wants a real boolean for that', async () => {
		const short = { ...fields(), return_advertiser_ids: false };
		const { data } = await postJson('/oauth2/access_token/', short);
		expect(Object.keys(data).sort()).toEqual(['access_token', 'scope']);
		const text = { ...fields(), return_advertiser_ids: 'false' };
		expectRefusal(await postJson('/oauth2/access_token/', text), 40002, 'return_advertiser_ids');
	});
});

describe('POST /oauth2/revoke_token/', () => {
	const fields = { app_id: seed.appId, secret: seed.appSecret, access_token: seed.token };

	it('ends the token', async () => {
		const { data } = await postJson('/oauth2/revoke_token/', fields);
		expect(data).toEqual({
			app_id: seed.appId,
			advertiser_ids: [seed.usAdvertiserId, seed.otherAdvertiserId],
		});
		expectRefusal(await get('/user/info/'), 40105);
		expectRefusal(await postJson('/oauth2/revoke_token/', fields), 40105);
	});

	it('needs the app’s secret, its own token, and JSON', async () => {
		const wrongSecret = { ...fields, secret: 'guess' };
		expectRefusal(await postJson('/oauth2/revoke_token/', wrongSecret), 40101);
		const foreign = { ...fields, access_token: api.issueToken({ appId: '7300000000000000002' }) };
		expectRefusal(await postJson('/oauth2/revoke_token/', foreign), 40113);
		expectRefusal(await postForm('/oauth2/revoke_token/', fields), 40002, 'Content-Type');
		expect((await get('/user/info/')).code).toBe(0);
	});
});

describe('scripted answers', () => {
	const terms = async () => await get('/term/get/', { ...us, term_type: 'LeadAds' });

	it.each([40100, 40016, 40133, 51010])('gives %i twice, then success', async (code) => {
		api.script({ path: '/term/get/', code, times: 2 });
		expectRefusal(await terms(), code);
		expectRefusal(await terms(), code);
		expect((await terms()).code).toBe(0);
	});

	it('come in order, with their own message, for their own path', async () => {
		api.script({ path: '/term/get/', code: 40133, message: 'Slow down' });
		api.script({ path: '/term/get/', code: 51010 });
		expect((await get('/user/info/')).code).toBe(0);
		expectRefusal(await terms(), 40133, 'Slow down');
		expect(api.unusedScripts()).toMatchObject([{ path: '/term/get/', code: 51010, times: 1 }]);
		expectRefusal(await terms(), 51010);
		expect(api.unusedScripts()).toEqual([]);
	});

	it('also reach the token endpoints', async () => {
		api.script({ path: '/oauth/token/', code: 40110 });
		expectRefusal(await postForm('/oauth/token/', {}), 40110);
	});

	it('cannot be ordered for a path that does not exist', () => {
		expect(() => api.script({ path: '/term/get', code: 40100 })).toThrow('/term/get');
	});
});

describe('the sandbox', () => {
	const missing = ['/gmv_max/store/list/', '/tool/action_category/', occupiedPath];

	it.each(goodCalls)('%s is there or answers 40008', async (path, parameters) => {
		api.switches.sandbox = true;
		const answer = await get(path, parameters);
		if (missing.includes(path)) expectRefusal(answer, 40008);
		else expect(answer.code).toBe(0);
	});
});

it('reset forgets codes, tokens, switches, scripts and changed records', async () => {
	const token = api.issueToken();
	api.issueAuthCode();
	api.revoke(seed.token);
	api.switches.sandbox = true;
	api.script({ path: '/user/info/', code: 40100 });
	api.stores.length = 0;
	api.confirmTerms(seed.usAdvertiserId, 'LeadAds');

	api.reset();

	expectRefusal(await get('/user/info/', {}, { 'Access-Token': token }), 40105);
	expect(api.authCodes.size).toBe(0);
	expect((await get('/user/info/')).code).toBe(0);
	expect((await get('/gmv_max/store/list/', us)).data.store_list).toHaveLength(1);
	const check = await get('/term/check/', { ...us, term_type: 'LeadAds' });
	expect(check.data).toEqual({ confirmed: false });
});
