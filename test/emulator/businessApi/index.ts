import { Router } from 'express';

import type { Endpoint } from './endpoint';
import { apiRoot, gateway } from './gateway';
import { createAuthCode, createToken } from './grants';
import { actionCategoryEndpoints } from './routes/actionCategory';
import { advertiserEndpoints } from './routes/advertiser';
import { gmvMaxEndpoints } from './routes/gmvMax';
import { oauthEndpoints } from './routes/oauth';
import { portalRoutes } from './routes/portal';
import { termEndpoints } from './routes/terms';
import { userEndpoints } from './routes/user';
import { fullScope, seedIds, seedState } from './seed';
import type { Context, Grant, State } from './state';

/** The stored things, for tests to read and to change. `reset` replaces them: do not keep one. */
type Stored = Pick<
	State,
	| 'apps'
	| 'advertisers'
	| 'stores'
	| 'occupations'
	| 'actionCategories'
	| 'terms'
	| 'authCodes'
	| 'tokens'
	| 'switches'
>;

export interface BusinessApi extends Readonly<Stored> {
	/** Mount at '/'. It answers /open_api/ and /portal/ and leaves every other path alone. */
	router: Router;
	/** Method and full path of every API endpoint it knows. */
	endpoints: ReadonlyArray<{ method: string; path: string }>;
	/** Back to the seed: tokens, codes, and switches included. */
	reset(): void;
	seed: typeof seedIds;

	issueToken(grant?: Partial<Grant>): string;
	issueAuthCode(grant?: Partial<Grant>): string;
	/** The advertiser withdraws the grant: the token is unknown from now on. */
	revoke(token: string): void;
	/** At most ten per app (§3.1). */
	registerRedirectUri(redirectUri: string, appId?: string): void;
	confirmTerms(advertiserId: string, termType: string): void;
}

const endpoints: Endpoint[] = [
	...oauthEndpoints,
	...advertiserEndpoints,
	...userEndpoints,
	...gmvMaxEndpoints,
	...actionCategoryEndpoints,
	...termEndpoints,
];

/** TikTok API for Business v1.3. "§" in these files is a section of our fact sheet on that API. */
export function createBusinessApi(context: Context): BusinessApi {
	const state = seedState();

	const router = Router({ caseSensitive: true, strict: true });
	router.use(portalRoutes(state, context));
	router.use(gateway(endpoints, state, context));

	const grantFrom = (given: Partial<Grant>): Grant => ({
		appId: given.appId ?? seedIds.appId,
		advertiserIds: given.advertiserIds ?? [...state.advertisers.keys()],
		scope: given.scope ?? [...fullScope],
	});

	return {
		router,
		endpoints: endpoints.map(({ method, path }) => ({ method, path: apiRoot + path })),
		reset() {
			Object.assign(state, seedState());
		},
		seed: seedIds,

		get apps() {
			return state.apps;
		},
		get advertisers() {
			return state.advertisers;
		},
		get stores() {
			return state.stores;
		},
		get occupations() {
			return state.occupations;
		},
		get actionCategories() {
			return state.actionCategories;
		},
		get terms() {
			return state.terms;
		},
		get authCodes() {
			return state.authCodes;
		},
		get tokens() {
			return state.tokens;
		},
		get switches() {
			return state.switches;
		},

		issueToken: (grant = {}) => createToken(state, grantFrom(grant)),
		issueAuthCode: (grant = {}) => createAuthCode(state, grantFrom(grant), context.clock.now()),
		revoke(token) {
			if (!state.tokens.delete(token)) throw new Error('There is no such token to revoke');
		},
		registerRedirectUri(redirectUri, appId = seedIds.appId) {
			const app = state.apps.get(appId);
			if (!app) throw new Error(`There is no app ${appId}`);
			if (app.redirectUris.length >= 10) throw new Error('An app has at most ten redirect URLs');
			app.redirectUris.push(redirectUri);
		},
		confirmTerms(advertiserId, termType) {
			state.confirmedTerms.add(`${advertiserId} ${termType}`);
		},
	};
}
