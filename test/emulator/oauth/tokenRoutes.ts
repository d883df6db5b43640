import { Router, type ErrorRequestHandler, type Request } from 'express';

import { contentTypeOf } from '../request/requestBody';
import type { AuthorizationCode } from '../store';
import type { App } from '../types';
import type { World } from '../world';
import { challengeOf, isVerifier } from './pkce';
import { OAuthRefusal, sendOAuthRefusal } from './refusal';
import { issueClientToken, issueTokens, refreshTokens, removeAuthorization } from './tokens';

type Form = URLSearchParams;

/** Token and revoke calls: form bodies, flat answers; fact sheet §1.5 to §1.8. */
export function tokenRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/oauth/token/', (req, res) => {
		const form = parseForm(world, req);
		const app = authenticate(world, form);

		res.setHeader('Cache-Control', 'no-store');
		res.json(grantTokens(world, app, form));
	});

	router.post('/v2/oauth/revoke/', (req, res) => {
		const form = parseForm(world, req);
		const app = authenticate(world, form);
		const token = world.store.accessTokens.get(required(form, 'token'));
		if (!token || token.clientKey !== app.clientKey) {
			throw new OAuthRefusal('invalid_request', 'The token is invalid.');
		}

		removeAuthorization(world, app.clientKey, token.username, 5);
		if (world.switches.revokeBody === 'struct') res.json({});
		else res.end();
	});

	router.use('/v2/oauth/', flatErrors(world));
	return router;
}

function flatErrors(world: World): ErrorRequestHandler {
	return (error, _req, res, next) => {
		if (!(error instanceof OAuthRefusal)) return next(error);
		sendOAuthRefusal(res, world.switches.oauthErrorStatus, error);
	};
}

function parseForm(world: World, req: Request): Form {
	if (contentTypeOf(req) !== 'application/x-www-form-urlencoded') {
		const text = 'Only `application/x-www-form-urlencoded` is accepted as content type.';
		throw new OAuthRefusal('invalid_request', text);
	}
	const form = new URLSearchParams(req.bodyBytes?.toString('utf8'));
	const names = [...form.keys()];
	if (new Set(names).size < names.length) {
		throw new OAuthRefusal('invalid_request', 'A parameter is repeated.');
	}
	if (world.switches.rejectClientId && form.has('client_id')) {
		throw new OAuthRefusal('invalid_request', 'Unknown parameter client_id.');
	}
	if (!world.switches.tolerateBasicHeader && req.headers.authorization) {
		throw new OAuthRefusal('invalid_request', 'Credentials belong in the body.');
	}
	return form;
}

function required(form: Form, name: string): string {
	const value = form.get(name);
	if (!value) throw new OAuthRefusal('invalid_request', `${name} is missing.`);
	return value;
}

function authenticate(world: World, form: Form): App {
	const app = world.store.app(required(form, 'client_key'));
	const secret = required(form, 'client_secret');
	if (!app || app.clientSecret !== secret) {
		throw new OAuthRefusal('invalid_client', 'Client key or secret is incorrect.');
	}
	return app;
}

function grantTokens(world: World, app: App, form: Form): object {
	const grantType = required(form, 'grant_type');
	if (grantType === 'authorization_code') return exchangeCode(world, app, form);
	if (grantType === 'refresh_token') return refresh(world, app, form);
	if (grantType === 'client_credentials') return issueClientToken();
	throw new OAuthRefusal('unsupported_grant_type', 'The grant type is not supported.');
}

function exchangeCode(world: World, app: App, form: Form): object {
	const code = world.store.codes.get(required(form, 'code'));
	const redirectUri = required(form, 'redirect_uri');
	const isStale = !code || code.used || world.clock.now() >= code.expiresAt;
	if (isStale || code.clientKey !== app.clientKey) {
		throw new OAuthRefusal('invalid_grant', 'Authorization code is invalid or expired.');
	}
	// One attempt per code, also when the rest of the request is wrong.
	code.used = true;
	if (redirectUri !== code.redirectUri) {
		const text = 'Redirect_uri is not matched with the uri when requesting code.';
		throw new OAuthRefusal('invalid_request', text);
	}
	verifyChallenge(world, app, code, form.get('code_verifier') ?? '');
	return issueTokens(world, {
		clientKey: app.clientKey,
		username: code.username,
		scopes: code.scopes,
	});
}

function verifyChallenge(world: World, app: App, code: AuthorizationCode, verifier: string): void {
	if (!code.challenge) return;
	if (app.type === 'web' && !world.switches.webVerifiesChallenge) return;
	if (!isVerifier(verifier) || challengeOf(verifier) !== code.challenge) {
		throw new OAuthRefusal('invalid_request', 'Code verifier or code challenge is invalid.');
	}
}

function refresh(world: World, app: App, form: Form): object {
	const body = refreshTokens(world, app, required(form, 'refresh_token'));
	if (!body) throw new OAuthRefusal('invalid_grant', 'Refresh token is invalid or expired.');
	return body;
}
