import { form, send } from '../consumerClient';
import { desktopApp, webApp } from '../seed';
import { pathOf, rule, type Breaker, type Rule } from './rule';

const token = 'POST /v2/oauth/token/';
const revoke = 'POST /v2/oauth/revoke/';
const app = { client_key: webApp, client_secret: 'demo-secret-1' };

const askTokens =
	(endpoint: string, fields: Record<string, string>) =>
	async ({ emulator }: Breaker) =>
		await form(emulator.url + pathOf(endpoint), fields);

const consent = {
	client_key: webApp,
	response_type: 'code',
	redirect_uri: 'https://n8n.example.com/rest/oauth2-credential/callback',
	scope: 'user.info.basic',
};
const desktopConsent = {
	...consent,
	client_key: desktopApp,
	redirect_uri: 'http://localhost:5678/rest/oauth2-credential/callback',
};

const open =
	(method: string, query: Record<string, string>) =>
	async ({ emulator }: Breaker) =>
		await send(`${emulator.url}/v2/auth/authorize/?${new URLSearchParams(query)}`, { method });

const consents = ['GET', 'POST'].flatMap((method) => {
	const of = (text: string, basis: Rule['basis'], query: Record<string, string>) =>
		rule(`${method} /v2/auth/authorize/`, text, basis, 'an error page', open(method, query));
	return [
		of('a known client key', 'seen', { ...consent, client_key: 'x' }),
		of('a redirect URI that is registered', 'documented', {
			...consent,
			redirect_uri: 'https://x',
		}),
		of('permissions that the app has, joined by commas', 'seen', { ...consent, scope: 'email' }),
		of('a challenge, of a desktop app', 'documented', desktopConsent),
	];
});

export const oauthRules: Rule[] = [
	...consents,
	rule(
		token,
		'a known client key',
		'documented',
		'invalid_client',
		askTokens(token, { ...app, client_key: 'x', grant_type: 'refresh_token' }),
	),
	rule(
		token,
		'a code that was issued',
		'documented',
		'invalid_grant',
		askTokens(token, {
			...app,
			grant_type: 'authorization_code',
			code: 'x',
			redirect_uri: consent.redirect_uri,
		}),
	),
	rule(
		token,
		'a grant type that exists',
		'documented',
		'unsupported_grant_type',
		askTokens(token, { ...app, grant_type: 'password' }),
	),
	rule(token, 'a form', 'documented', 'invalid_request', async ({ nobody }) =>
		nobody.post(pathOf(token), { ...app, grant_type: 'refresh_token' }),
	),
	rule(
		revoke,
		'the right client secret',
		'documented',
		'invalid_client',
		askTokens(revoke, { ...app, client_secret: 'x', token: 'x' }),
	),
];
