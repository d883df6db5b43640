import { Router, type Response } from 'express';

import { rawBody } from '../body';
import { consentPage, problemPage, type ConsentRequest } from '../consentPage';
import { createAuthCode } from '../grants';
import { isRegistered } from '../redirectUri';
import { fullScope } from '../seed';
import type { Context, State } from '../state';

/** §3.1: the page where the advertiser decides. It is no API: it answers in HTML and redirects. */
export function portalRoutes(state: State, context: Context): Router {
	const router = Router({ caseSensitive: true, strict: true });

	router.get('/portal/auth', (req, res) => {
		const request = readRequest(new URL(req.url, 'http://portal').searchParams, state);
		if (typeof request === 'string') return sendPage(res, 400, problemPage(request));

		if (state.switches.autoConsent) {
			return redirectWithCode(res, request, [...state.advertisers.keys()]);
		}
		sendPage(res, 200, consentPage(request, [...state.advertisers.values()]));
	});

	router.post('/portal/auth', (req, res) => {
		const form = new URLSearchParams(rawBody(req));
		const request = readRequest(form, state);
		if (typeof request === 'string') return sendPage(res, 400, problemPage(request));

		// What a refusal sends back is not documented (§12.9): nothing but the state, so that no
		// client comes to depend on a parameter TikTok never promised.
		if (form.get('decision') !== 'ok') return redirect(res, request, []);

		const chosen = form.getAll('advertiser_ids').filter((id) => state.advertisers.has(id));
		if (chosen.length === 0) {
			const accounts = [...state.advertisers.values()];
			return sendPage(res, 400, consentPage(request, accounts, 'Choose at least one ad account.'));
		}
		redirectWithCode(res, request, chosen);
	});

	/** The picture /user/info/ points at. */
	router.get('/portal/avatar.svg', (_req, res) => {
		res.writeHead(200, { 'Content-Type': 'image/svg+xml' });
		res.end(
			'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>',
		);
	});

	function redirectWithCode(res: Response, request: ConsentRequest, advertiserIds: string[]): void {
		const grant = { appId: request.app.appId, advertiserIds, scope: [...fullScope] };
		const code = createAuthCode(state, grant, context.clock.now());
		const answer: Array<[string, string]> = [['auth_code', code]];
		// The docs promise auth_code alone; in practice the same value comes as code too (§3.1).
		if (!state.switches.omitCode) answer.push(['code', code]);
		redirect(res, request, answer);
	}

	return router;
}

/**
 * `response_type`, `client_id` and an empty `scope` may come along and are not looked at (§3.1).
 * Returns a sentence when the link is unusable: the browser then stays here, since an address
 * nobody registered must not be redirected to.
 */
function readRequest(values: URLSearchParams, state: State): ConsentRequest | string {
	const app = state.apps.get(values.get('app_id') ?? '');
	if (!app) return 'app_id is missing or belongs to no app.';
	const redirectUri = values.get('redirect_uri');
	if (!redirectUri) return 'redirect_uri is missing.';
	if (!isRegistered(app, redirectUri)) return 'redirect_uri is not registered for this app.';
	return { app, redirectUri, state: values.get('state') ?? undefined };
}

/** Appended as text: the registered part of the address stays as it was. */
function redirect(res: Response, request: ConsentRequest, answer: Array<[string, string]>): void {
	const parameters = [...answer];
	if (request.state !== undefined) parameters.push(['state', request.state]);
	const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
	const separator = request.redirectUri.includes('?') ? '&' : '?';
	res.writeHead(302, {
		Location: query ? request.redirectUri + separator + query : request.redirectUri,
	});
	res.end();
}

function sendPage(res: Response, status: number, html: string): void {
	res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
	res.end(html);
}
