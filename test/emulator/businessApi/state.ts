/**
 * Everything the emulated service remembers. Records that are sent out carry TikTok's own field
 * names; records that only steer behaviour are camelCase. Ids are strings throughout (§6).
 */

export interface App {
	appId: string;
	secret: string;
	name: string;
	/** Exact addresses, at most ten (§3.1). `:*` stands for any port, for tests only. */
	redirectUris: string[];
}

/** §2, /advertiser/info/. Null is allowed: that endpoint keeps null fields (§0). */
export interface AdvertiserInfo {
	advertiser_id: string;
	name: string;
	status: string;
	role: string;
	currency: string;
	timezone: string;
	display_timezone: string;
	country: string;
	company: string;
	industry: string;
	language: string;
	address: string | null;
	balance: number;
	create_time: number;
	owner_bc_id: string | null;
	email: string;
	telephone_number: string | null;
	cellphone_number: string | null;
	contacter: string;
	description: string | null;
	rejection_reason: string | null;
	license_no: string | null;
	license_url: string | null;
	advertiser_account_type: 'RESERVATION' | 'AUCTION';
}

export interface Advertiser {
	info: AdvertiserInfo;
	companyNameEditable: boolean;
	/** Outside the US and Canada special industries need an allowlist (§1.1). */
	specialIndustriesAllowlisted: boolean;
}

/** §2, /gmv_max/store/list/. */
export interface StoreListing {
	store_id: string;
	store_name: string;
	store_code: string;
	is_gmv_max_available: boolean;
	is_owner_bc: boolean;
	store_authorized_bc_id: string;
	store_authorized_bc_info: {
		bc_id: string;
		bc_name: string;
		user_role: string;
	};
	store_status: 'ACTIVE' | 'INACTIVE' | 'NEW_CREATE';
	store_role: 'AD_PROMOTION' | 'MANAGER' | 'UNSET';
	targeting_region_codes: string[];
	exclusive_authorized_advertiser_info?: {
		advertiser_id: string;
		advertiser_name: string;
		advertiser_status: string;
	};
}

/** One shop as one ad account sees it. The same shop may be there once per Business Center. */
export interface Store {
	advertiserId: string;
	listing: StoreListing;
}

/** §1.3: an ad group has campaign_id and adgroup_id, an ad has adgroup_id and ad_id. */
export type OccupiedAd =
	| { advertiser_id: string; campaign_id: string; adgroup_id: string; create_time: string }
	| { advertiser_id: string; adgroup_id: string; ad_id: string; create_time: string };

export interface Occupation {
	storeId: string;
	assetType: string;
	assetId: string;
	ad: OccupiedAd;
}

export interface ActionCategory {
	action_category_id: string;
	name: Record<string, string>;
	description: string | null;
	level: number;
	sub_category_ids: string[];
	special_industries: string[];
	action_scene: 'VIDEO_RELATED' | 'CREATOR_RELATED';
}

/** What an advertiser granted; the token may reach less than the app asked for (§1.4). */
export interface Grant {
	appId: string;
	advertiserIds: string[];
	/** Permission ids as decimal text, because the largest do not fit a double (§3.2). */
	scope: string[];
}

export interface AuthCode extends Grant {
	expiresAt: number;
	used: boolean;
}

export interface User {
	core_user_id: string;
	display_name: string;
	email: string;
	create_time: number;
}

/** What TikTok leaves open, or what a test wants otherwise. */
export interface Switches {
	/** The redirect carries only `auth_code`, as TikTok's documentation promises (§12.1). */
	omitCode: boolean;
	/** /portal/auth answers with the redirect at once, granting every ad account. */
	autoConsent: boolean;
	/** `Authorization` next to a good `Access-Token`: its effect is not documented (§12.4). */
	bearerBesideAccessToken: 'tolerate' | 'refuse';
	/** `occupied_asset_type=SHOP` is in the SDK specification and not in the docs (§12.7). */
	shopAssetType: 'accept' | 'refuse';
	/** Behave as sandbox-ads.tiktok.com does (§3.4). */
	sandbox: boolean;
	/** `/term/get/`: always, or only once somebody has agreed, as a text of the SDK suggests. */
	termsReadable: 'always' | 'onceConfirmed';
	/** Long ids as texts, as documented, or as bare 64-bit numbers, as one client met them. */
	idsAs: 'string' | 'number';
	/** Requests that one app may send (§5); the sandbox counts each endpoint by itself (§3.4). */
	callsPerSecond: number;
	callsPerMinute: number;
	callsPerDay: number;
}

export interface State {
	user: User;
	apps: Map<string, App>;
	advertisers: Map<string, Advertiser>;
	stores: Store[];
	occupations: Occupation[];
	actionCategories: ActionCategory[];
	/** Term type, then language, then paragraphs. */
	terms: Record<string, Record<string, string[]>>;
	/** `<advertiser id> <term type>` of every confirmed agreement. */
	confirmedTerms: Set<string>;
	authCodes: Map<string, AuthCode>;
	tokens: Map<string, Grant>;
	/** What was admitted, per app or, in the sandbox, per endpoint. */
	calls: Map<string, Calls>;
	switches: Switches;
}

/** Counts of one app within the present second, minute and day. */
export interface Calls {
	windows: Map<number, { begins: number; count: number }>;
	/** Until then everything is refused: who breaks the limit of a minute waits five (§5). */
	closedUntil: number;
}

/** What the surrounding emulator lends. */
export interface Context {
	clock: { now(): number };
	baseUrl(): string;
}
