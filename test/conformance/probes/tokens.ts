import { oauthFacts, shapeOf } from '../facts';
import { Skipped, type Probe } from '../probe';
import type { Side } from '../side';

const path = '/v2/oauth/token/';

const probe = (
	id: string,
	asks: string,
	run: Probe['run'],
	more: Partial<Pick<Probe, 'question' | 'switch'>> = {},
): Probe => ({ id, tier: 'tokens', asks, run, ...more });

function app({ access: { clientKey, clientSecret } }: Side) {
	if (!clientKey || !clientSecret) throw new Skipped('client key and secret were not given');
	return { client_key: clientKey, client_secret: clientSecret };
}

/** A renewal with a token that never was: the rest of the request decides what is said. */
const renewal = { grant_type: 'refresh_token', refresh_token: 'rft.none' };

/** The tokens that a side was renewed with, for the probe about the old one. */
const retired = new WeakMap<Side, string>();

export const tokenProbes: Probe[] = [
	probe(
		'oauth-error-status',
		'The HTTP status of an OAuth error',
		async (side) => oauthFacts(await side.form(path, { ...app(side), ...renewal })),
		{ question: 1, switch: 'oauthErrorStatus' },
	),
	probe('wrong-secret', 'A client secret that is wrong', async (side) => {
		const fields = { ...app(side), ...renewal, client_secret: 'wrong' };
		return { error: oauthFacts(await side.form(path, fields)).error };
	}),
	probe('blank-in-secret', 'A blank behind the client secret', async (side) => {
		const given = app(side);
		const fields = { ...given, ...renewal, client_secret: `${given.client_secret} ` };
		return { error: oauthFacts(await side.form(path, fields)).error };
	}),
	probe('unknown-grant', 'A grant type that does not exist', async (side) => {
		const fields = { ...app(side), grant_type: 'password' };
		return { error: oauthFacts(await side.form(path, fields)).error };
	}),
	probe('unknown-code', 'A code that was never issued', async (side) => {
		const fields = {
			...app(side),
			grant_type: 'authorization_code',
			code: 'none',
			redirect_uri: 'http://127.0.0.1:4021/callback/',
		};
		return { error: oauthFacts(await side.form(path, fields)).error };
	}),
	probe(
		'client-id-beside',
		'`client_id` beside `client_key`, as n8n sends it',
		async (side) => {
			const given = app(side);
			const fields = { ...given, ...renewal, client_id: given.client_key };
			return { error: oauthFacts(await side.form(path, fields)).error };
		},
		{ switch: 'rejectClientId' },
	),
	probe('json-body', 'The token endpoint asked in JSON', async (side) => {
		const answer = await side.post(path, { ...app(side), ...renewal }, {});
		return { error: oauthFacts(answer).error };
	}),
	probe(
		'renewal',
		'What a renewal answers, and which tokens change',
		async (side) => {
			const { accessToken, refreshToken } = side.access;
			if (!refreshToken) throw new Skipped('no refresh token was given');
			const fields = { ...app(side), grant_type: 'refresh_token', refresh_token: refreshToken };
			const { json, ...answer } = await side.form(path, fields);
			if (json?.access_token) {
				retired.set(side, refreshToken);
				Object.assign(side.access, {
					accessToken: json.access_token,
					refreshToken: json.refresh_token ?? refreshToken,
				});
			}
			return {
				...oauthFacts({ json, ...answer }),
				shape: shapeOf(json),
				isNew: json?.access_token !== accessToken,
				rotates: json?.refresh_token !== refreshToken,
			};
		},
		{ question: 7, switch: 'refreshRotates' },
	),
	probe(
		'old-refresh-token',
		'The refresh token of before, again',
		async (side) => {
			const old = retired.get(side);
			if (!old || old === side.access.refreshToken) throw new Skipped('the token did not change');
			const fields = { ...app(side), grant_type: 'refresh_token', refresh_token: old };
			const { json } = await side.form(path, fields);
			if (json?.access_token) side.access.accessToken = json.access_token;
			if (json?.refresh_token) side.access.refreshToken = json.refresh_token;
			return { error: String(json?.error ?? 'none') };
		},
		{ question: 8, switch: 'refreshReuseWindowMs' },
	),
];
