import type { ActionCategory, Advertiser, AdvertiserInfo, Occupation, State, Store } from './state';

/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- invented values, valid here only */
/** The ids and secrets tests and the demo refer to. All ids lie above 2^53 (§6). */
export const seedIds = {
	appId: '7300000000000000001',
	appSecret: 'business-secret-1',
	token: 'business-token-1',
	usAdvertiserId: '7000000000000000001',
	otherAdvertiserId: '7000000000000000002',
	storeId: '7490000000000000001',
	businessCenterId: '7100000000000000001',
	productInUse: '1729000000000000001',
	productNotInUse: '1729000000000000002',
	/** Identity ids can look like a UUID (§6). */
	identityInUse: '5b1f0c9e-3a47-4d0e-9c55-0a1b2c3d4e5f',
	identityType: 'IDENTITY_TT_USER',
} as const;
/* eslint-enable @n8n/community-nodes/no-hardcoded-secrets */

/** Account management, ads management, and one id that JSON.parse rounds (§3.2). */
export const fullScope = ['1', '2', '7300000000000000123'];

export function seedState(): State {
	return {
		user: {
			core_user_id: '7200000000000000001',
			display_name: 'Robin Example',
			email: 'r***n@example.com',
			create_time: 1700000000,
		},
		apps: new Map([
			[
				seedIds.appId,
				{
					appId: seedIds.appId,
					secret: seedIds.appSecret,
					name: 'Workflow Automation',
					redirectUris: [
						'http://localhost:5678/rest/oauth2-credential/callback',
						// TikTok wants exact addresses. Tests start n8n on a free port and cannot register
						// it beforehand, so for them, and only for them, any port will do.
						'http://127.0.0.1:*/rest/oauth2-credential/callback',
					],
				},
			],
		]),
		advertisers: new Map(
			advertisers().map((advertiser) => [advertiser.info.advertiser_id, advertiser]),
		),
		stores: stores(),
		occupations: occupations(),
		actionCategories: actionCategories(),
		terms: terms(),
		confirmedTerms: new Set(),
		authCodes: new Map(),
		calls: new Map(),
		tokens: new Map([
			[
				seedIds.token,
				{
					appId: seedIds.appId,
					advertiserIds: [seedIds.usAdvertiserId, seedIds.otherAdvertiserId],
					scope: [...fullScope],
				},
			],
		]),
		switches: {
			omitCode: false,
			autoConsent: false,
			bearerBesideAccessToken: 'tolerate',
			shopAssetType: 'refuse',
			sandbox: false,
			termsReadable: 'always',
			idsAs: 'string',
			callsPerSecond: 10,
			callsPerMinute: 600,
			callsPerDay: 864_000,
		},
	};
}

function advertisers(): Advertiser[] {
	const american: AdvertiserInfo = {
		advertiser_id: seedIds.usAdvertiserId,
		name: 'Harbour Goods US',
		status: 'STATUS_ENABLE',
		role: 'ROLE_ADVERTISER',
		currency: 'USD',
		timezone: 'Etc/GMT+5',
		display_timezone: 'America/New_York',
		country: 'US',
		company: 'Harbour Goods Inc.',
		industry: '290602',
		language: 'en',
		address: '1 Example Street, Portland',
		balance: 1250.5,
		create_time: 1700000100,
		owner_bc_id: seedIds.businessCenterId,
		email: 'a***s@example.com',
		telephone_number: '+1******0100',
		cellphone_number: null,
		contacter: 'R***',
		description: 'Everyday things for the kitchen',
		rejection_reason: null,
		license_no: null,
		license_url: null,
		advertiser_account_type: 'AUCTION',
	};
	return [
		{ info: american, companyNameEditable: true, specialIndustriesAllowlisted: false },
		{
			info: {
				...american,
				advertiser_id: seedIds.otherAdvertiserId,
				name: 'Harbour Goods GB',
				currency: 'GBP',
				timezone: 'Etc/GMT',
				display_timezone: 'Europe/London',
				country: 'GB',
				company: 'Harbour Goods Ltd.',
				address: null,
				balance: 0,
				create_time: 1700000200,
				owner_bc_id: null,
				telephone_number: null,
				description: null,
			},
			companyNameEditable: false,
			specialIndustriesAllowlisted: false,
		},
	];
}

function stores(): Store[] {
	return [
		{
			advertiserId: seedIds.usAdvertiserId,
			listing: {
				store_id: seedIds.storeId,
				store_name: 'Harbour Goods Shop',
				store_code: 'USHARBOUR01',
				is_gmv_max_available: true,
				is_owner_bc: true,
				store_authorized_bc_id: seedIds.businessCenterId,
				store_authorized_bc_info: {
					bc_id: seedIds.businessCenterId,
					bc_name: 'Harbour Goods Business Center',
					user_role: 'ADMIN',
				},
				store_status: 'ACTIVE',
				store_role: 'AD_PROMOTION',
				targeting_region_codes: ['US'],
			},
		},
	];
}

function occupations(): Occupation[] {
	const product = {
		storeId: seedIds.storeId,
		assetType: 'SPU',
		assetId: seedIds.productInUse,
	};
	const identity = {
		storeId: seedIds.storeId,
		assetType: seedIds.identityType,
		assetId: seedIds.identityInUse,
	};
	return [
		{
			...product,
			ad: {
				advertiser_id: seedIds.usAdvertiserId,
				campaign_id: '1780000000000000001',
				adgroup_id: '1780000000000000011',
				create_time: '2026-01-15 09:30:00',
			},
		},
		{
			...product,
			ad: {
				advertiser_id: seedIds.usAdvertiserId,
				adgroup_id: '1780000000000000012',
				ad_id: '1780000000000000112',
				create_time: '2026-02-01 18:05:07',
			},
		},
		{
			...identity,
			ad: {
				advertiser_id: seedIds.usAdvertiserId,
				adgroup_id: '1780000000000000013',
				ad_id: '1780000000000000113',
				create_time: '2026-02-20 00:00:59',
			},
		},
	];
}

/** Flat; the tree is in `sub_category_ids` (§1.1). Names in three languages, else English. */
function actionCategories(): ActionCategory[] {
	return [
		{
			action_category_id: '1900000000000000001',
			name: { en: 'Home & Living', de: 'Haus & Wohnen', ja: 'ホーム・暮らし' },
			description: 'People who act on videos about the home',
			level: 1,
			sub_category_ids: ['1900000000000000011', '1900000000000000012'],
			special_industries: ['HOUSING', 'CREDIT'],
			action_scene: 'VIDEO_RELATED',
		},
		{
			action_category_id: '1900000000000000011',
			name: { en: 'Kitchen', de: 'Küche', ja: 'キッチン' },
			description: null,
			level: 2,
			sub_category_ids: [],
			special_industries: [],
			action_scene: 'VIDEO_RELATED',
		},
		{
			action_category_id: '1900000000000000012',
			name: { en: 'Moving House', de: 'Umzug', ja: '引っ越し' },
			description: null,
			level: 2,
			sub_category_ids: [],
			special_industries: ['HOUSING'],
			action_scene: 'VIDEO_RELATED',
		},
		{
			action_category_id: '1900000000000000002',
			name: { en: 'Career Creators', de: 'Karriere-Creator', ja: 'キャリア系クリエイター' },
			description: 'People who follow creators that talk about work',
			level: 1,
			sub_category_ids: [],
			special_industries: ['EMPLOYMENT'],
			action_scene: 'CREATOR_RELATED',
		},
	];
}

/** Whether TikTok sends plain text or HTML is not documented (§1.2), so there is some of each. */
function terms(): State['terms'] {
	return {
		LeadAds: {
			EN: ['Sample lead ads terms.', '<p>Handle the data of your leads <b>with care</b>.</p>'],
			ZH: ['示例潜在客户广告条款。', '<p>请妥善处理客户数据。</p>'],
			JA: ['リード広告の規約（見本）。', '<p>見込み客のデータは慎重に扱ってください。</p>'],
		},
		InstantPage: {
			EN: ['Sample instant page terms.'],
			ZH: ['示例即时页面条款。'],
			JA: ['インスタントページの規約（見本）。'],
		},
		Pixel: {
			EN: ['Sample pixel terms.'],
			ZH: ['示例像素条款。'],
			JA: ['ピクセルの規約（見本）。'],
		},
		ReachFrequency: {
			EN: ['Sample reach and frequency terms.'],
			ZH: ['示例覆盖与频次条款。'],
			JA: ['リーチ＆フリークエンシーの規約（見本）。'],
		},
	};
}
