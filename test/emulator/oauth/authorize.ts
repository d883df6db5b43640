import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';

import { plainSecret } from '../ids';
import { authorizeErrorPage, consentPage } from '../page/consentPage';
import type { App } from '../types';
import type { World } from '../world';
import { isRegisteredRedirectUri } from './redirectUris';
import { allScopes } from './scopes';
import { issueCode } from './tokens';

interface AuthorizeRequest {
	app: App;
	redirectUri: string;
	scopes: string[];
	state?: string;
	challenge?: string;
	username: string;
	alwaysAsk: boolean;
}

class PageError extends Error {
	constructor(
		readonly error: string,
		readonly type: string,
		text: string,
	) {
		super(text);
	}
}

const path = '/v2/auth/authorize/';
const sessionCookie = 'emulator_session';

/** The consent page of the browser; fact sheet §1.1 to §1.4. */
export function authorizeRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.get(path, (req, res) => {
		const request = validate(world, req);
		const { app, scopes } = request;

		const session = sessionOf(req);
		const earlier = world.store.consents.get(session ?? '')?.get(app.clientKey);
		const maySkip = earlier && !request.alwaysAsk;
		if (maySkip && scopes.every((scope) => earlier.scopes.includes(scope))) {
			return grantConsent(world, res, request, earlier.username, scopes);
		}
		if (world.switches.autoConsent) {
			return grantConsent(world, res, request, request.username, scopes);
		}
		if (!session) {
			res.setHeader(
				'Set-Cookie',
				`${sessionCookie}=${plainSecret()}; Path=/; HttpOnly; SameSite=Lax`,
			);
		}
		res.send(consentPage(app, world.store.accounts, request.username, scopes, req.originalUrl));
	});

	router.post(path, (req, res) => {
		const request = validate(world, req);
		const form = new URLSearchParams(req.bodyBytes?.toString('utf8'));
		const username = form.get('account') ?? request.username;
		const ticked = [...form.getAll('scope[]'), ...form.getAll('scope')];
		// The page's own form lists every ticked box; a script that names none wants all.
		const takesAll = ticked.length === 0 && !form.has('form');
		const granted = request.scopes.filter((scope) => takesAll || ticked.includes(scope));

		if (form.get('decision') === 'cancel' || granted.length === 0) {
			return callBack(res, request, {
				error: 'access_denied',
				error_description: 'The user denied the authorization request',
			});
		}
		if (!world.store.accounts.some((account) => account.username === username)) {
			throw new PageError('invalid_request', 'account', `No account ${username}`);
		}
		const session = sessionOf(req);
		if (session) {
			const consents = world.store.consents.get(session) ?? new Map();
			consents.set(request.app.clientKey, { username, scopes: granted });
			world.store.consents.set(session, consents);
		}
		grantConsent(world, res, request, username, granted);
	});

	router.use(path, showPageError);
	return router;
}

const showPageError: ErrorRequestHandler = (error, _req, res, next) => {
	if (!(error instanceof PageError)) return next(error);
	res.status(400).send(authorizeErrorPage(error.error, error.type, error.message));
};

function validate(world: World, req: Request): AuthorizeRequest {
	const query = new URLSearchParams(req.originalUrl.split('?').slice(1).join('?'));
	const clientKey = query.get('client_key');
	if (!clientKey) throw new PageError('invalid_request', 'client_key', 'client_key is missing');
	const app = world.store.app(clientKey);
	if (!app) throw new PageError('unauthorized_client', 'client_key', 'client_key is unknown');

	const redirectUri = query.get('redirect_uri') ?? '';
	if (!isRegisteredRedirectUri(app, redirectUri)) {
		throw new PageError('invalid_request', 'redirect_uri', 'redirect_uri is not registered');
	}
	if (query.get('response_type') !== 'code') {
		throw new PageError('unsupported_response_type', 'response_type', 'response_type must be code');
	}
	const scopes = (query.get('scope') ?? '').split(',').filter((scope) => scope !== '');
	const known: readonly string[] = allScopes;
	const wrong = scopes.find((scope) => !known.includes(scope) || !app.scopes.includes(scope));
	if (scopes.length === 0 || wrong !== undefined) {
		const text = `scope must be a comma list of approved scopes: "${wrong ?? ''}"`;
		throw new PageError('invalid_scope', 'scope', text);
	}
	const username = query.get('account') ?? world.store.accounts[0].username;
	return {
		app,
		redirectUri,
		scopes: [...new Set(scopes)],
		state: query.get('state') ?? undefined,
		challenge: validateChallenge(app, query),
		username,
		alwaysAsk: query.get('disable_auto_auth') === '1',
	};
}

/** A base64url challenge is not noticed here: the token call fails later, as at TikTok (§1.4). */
function validateChallenge(app: App, query: URLSearchParams): string | undefined {
	const challenge = query.get('code_challenge') ?? undefined;
	if (!challenge) {
		if (app.type === 'web') return undefined;
		throw new PageError('invalid_request', 'code_challenge', 'code_challenge is missing');
	}
	if (query.get('code_challenge_method') !== 'S256') {
		const text = 'code_challenge_method must be S256';
		throw new PageError('invalid_request', 'code_challenge_method', text);
	}
	return challenge;
}

function grantConsent(
	world: World,
	res: Response,
	request: AuthorizeRequest,
	username: string,
	scopes: string[],
): void {
	const { app, redirectUri, challenge } = request;
	if (app.sandboxTargetUsers && !app.sandboxTargetUsers.includes(username)) {
		return callBack(res, request, {
			error: 'access_denied',
			error_type: 'non_sandbox_target',
			error_description: 'This account is no target user of the sandbox',
		});
	}
	const code = issueCode(world, {
		clientKey: app.clientKey,
		username,
		scopes,
		redirectUri,
		challenge,
	});
	callBack(res, request, { code, scopes: scopes.join(',') });
}

function callBack(res: Response, request: AuthorizeRequest, values: Record<string, string>): void {
	const query = new URLSearchParams(values);
	if (request.state !== undefined) query.set('state', request.state);
	// Codes arrive fully percent-encoded, `*` included.
	const text = query.toString().replace(/\*/g, '%2A');
	res.redirect(302, `${request.redirectUri}?${text}`);
}

function sessionOf(req: Request): string | undefined {
	const pattern = new RegExp(`(?:^|;\\s*)${sessionCookie}=([0-9a-f]+)`);
	return pattern.exec(req.headers.cookie ?? '')?.[1];
}
