import { Body } from '../body';
import type { Endpoint } from '../endpoint';
import { ExactNumber } from '../envelope';
import { appBySecret, redeemAuthCode } from '../grants';
import { Refusal } from '../returnCodes';

/** §3.2: the near-standard token endpoint. Form or JSON in, flat out. */
const standardToken: Endpoint = {
	method: 'POST',
	path: '/oauth/token/',
	token: 'none',
	flat: true,
	handle({ req, state, context }) {
		const body = new Body(req, ['form', 'json']);
		const clientId = body.text('client_id');
		const clientSecret = body.text('client_secret');
		const code = body.text('code');
		// Other fields, such as the redirect_uri every OAuth client sends, are ignored.
		if (body.text('grant_type') !== 'authorization_code') throw new Refusal(40108);

		const app = appBySecret(state, clientId, clientSecret);
		const { token, grant } = redeemAuthCode(state, app, code, context.clock.now());

		return {
			access_token: token,
			token_type: 'Bearer',
			advertiser_ids: grant.advertiserIds,
			scope: grant.scope.map((id) => new ExactNumber(id)),
		};
	},
};

/** §3.2: TikTok's own token endpoint. JSON only in, nested out; grant_type is no parameter. */
const accessToken: Endpoint = {
	method: 'POST',
	path: '/oauth2/access_token/',
	token: 'none',
	handle({ req, state, context }) {
		const body = new Body(req, ['json']);
		const appId = body.text('app_id');
		const secret = body.text('secret');
		const code = body.text('auth_code');
		const withAdvertisers = body.flag('return_advertiser_ids', true);

		const app = appBySecret(state, appId, secret);
		const { token, grant } = redeemAuthCode(state, app, code, context.clock.now());

		return {
			access_token: token,
			...(withAdvertisers && { advertiser_ids: grant.advertiserIds }),
			scope: grant.scope.map((id) => new ExactNumber(id)),
		};
	},
};

const revokeToken: Endpoint = {
	method: 'POST',
	path: '/oauth2/revoke_token/',
	token: 'none',
	handle({ req, state }) {
		const body = new Body(req, ['json']);
		const appId = body.text('app_id');
		const secret = body.text('secret');
		const token = body.text('access_token');

		const app = appBySecret(state, appId, secret);
		const grant = state.tokens.get(token);
		if (!grant) throw new Refusal(40105);
		if (grant.appId !== app.appId) throw new Refusal(40113);
		state.tokens.delete(token);

		return { app_id: app.appId, advertiser_ids: grant.advertiserIds };
	},
};

export const oauthEndpoints: Endpoint[] = [standardToken, accessToken, revokeToken];
