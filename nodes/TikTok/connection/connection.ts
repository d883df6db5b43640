import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { createHash } from 'crypto';
import { inputFailure, reconnect } from '../errors/ownFailure';
import { scopesIn } from './scopes';

export type CredentialType = 'tikTokOAuth2Api' | 'tikTokBusinessOAuth2Api' | 'tikTokBusinessApi';

/** Who is calling: what a stored credential says about the connected account. Holds no secret. */
export interface Connection {
	/**
	 * The account, not the credential: base address, client key and `open_id`. Two credentials of one
	 * account and app share TikTok's limits.
	 */
	accountKey: string;
	/**
	 * What TikTok tells may depend on the token: two Business credentials of one app share its limits
	 * but reach different ad accounts.
	 */
	memoryKey: string;
	openId?: string;
	/** `undefined` when the stored token does not tell. */
	grantedScopes?: ReadonlySet<string>;
	websiteUrl: string;
}

/** What a user types or pastes; the addresses beside them are expressions, which do the same. */
const typedFields = ['clientId', 'clientSecret', 'accessToken', 'appId', 'appSecret'] as const;

/** A credential with its keys, secrets and tokens as they were meant: without blanks around them. */
export function withoutBlanks(
	data: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const meant = { ...data };
	for (const field of typedFields) {
		const value = meant[field];
		if (typeof value === 'string') meant[field] = value.trim();
	}
	return meant;
}

/**
 * The connection of a credential.
 * @param data as n8n hands it out, its expressions computed, {@link withoutBlanks}
 * @throws TikTokFailure "Reconnect the credential", with TikTok's reason, when there is no token; or
 * that an address cannot be used
 */
export function readConnection(
	type: CredentialType,
	data: ICredentialDataDecryptedObject,
): Connection {
	const base = String(data.apiBaseUrl ?? '');
	if (type === 'tikTokBusinessApi') {
		return {
			accountKey: `${base}|${digest(String(data.accessToken))}`,
			memoryKey: `${base}|${digest([data.accessToken, data.appId, data.appSecret])}`,
			websiteUrl: '',
		};
	}
	if (type === 'tikTokOAuth2Api') requireNoUserName(data);
	const token = (data.oauthTokenData ?? {}) as IDataObject;
	if (!token.access_token)
		throw reconnect(storedReason(token) ?? 'the account is not connected yet.');
	const openId = typeof token.open_id === 'string' ? token.open_id : undefined;
	const accountKey = `${base}|${String(data.clientId)}|${openId ?? ''}`;
	return {
		accountKey,
		// Tokens of the consumer API are renewed all the time; the account stays the same.
		memoryKey: openId ? accountKey : `${base}|${digest([token.access_token, data.clientSecret])}`,
		openId,
		grantedScopes: scopesIn(token.scope),
		websiteUrl: String(data.websiteBaseUrl ?? 'https://www.tiktok.com'),
	};
}

/**
 * With a user name in its address a request carries that in the place of the access token. (The
 * Business API reads its token elsewhere.) Links to posts would tell it to everybody.
 */
function requireNoUserName({ apiBaseUrl, websiteBaseUrl }: ICredentialDataDecryptedObject): void {
	for (const [label, address] of [
		['API URL', String(apiBaseUrl)],
		['Website URL', String(websiteBaseUrl)],
	]) {
		const url = URL.canParse(address) ? new URL(address) : undefined;
		if (!url?.username && !url?.password) continue;
		throw inputFailure(
			`The ${label} of the credential holds a user name.`,
			'Enter the address without user name and password: n8n would send them in place of the access token, and links to posts would show them.',
		);
	}
}

/** The Business app behind a credential: TikTok wants both for the list of ad accounts. */
export interface BusinessApp {
	appId: string;
	secret: string;
}

/** `undefined` when the credential holds a pasted token alone. */
export function businessApp(
	type: CredentialType,
	data: ICredentialDataDecryptedObject,
): BusinessApp | undefined {
	const [id, secret] =
		type === 'tikTokBusinessApi'
			? [data.appId, data.appSecret]
			: [data.clientId, data.clientSecret];
	const app = { appId: String(id ?? ''), secret: String(secret ?? '') };
	return app.appId && app.secret ? app : undefined;
}

/** TikTok's codes at the token endpoint that pass by themselves (open API fact sheet §1.5 and §17b). */
export const isPassingTokenError = (error: unknown): boolean =>
	error === 'server_error' || error === 'temporarily_unavailable';

/** What the consumer API's token endpoint says of a refusal; its description may be empty. */
export const reasonIn = ({ error, error_description }: IDataObject): string | undefined =>
	[error_description, error].find(isText);

/**
 * Why TikTok gave no token. When an account is being connected, n8n stores an error that arrives with
 * HTTP 200 as if it were a token, the consumer API's as `error`, the Business API's as `code` and
 * `message`.
 */
function storedReason(token: IDataObject): string | undefined {
	const { error, code, message } = token;
	if (error) return reasonIn(token) ?? 'TikTok refused.';
	if (typeof code === 'number' && code !== 0)
		return `${isText(message) ? message : 'TikTok refused'} (TikTok code: ${code})`;
	return undefined;
}

/** Whether a field of TikTok's token answer holds something. */
export const isText = (value: unknown): value is string =>
	typeof value === 'string' && value.trim() !== '';

function digest(secret: unknown): string {
	const text = typeof secret === 'string' ? secret : JSON.stringify(secret);
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
