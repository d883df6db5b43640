import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { CredentialType } from '../connection/connection';
import { isPassingTokenError, isText } from '../connection/connection';
import { scopesIn } from '../connection/scopes';
import type { Credential, CredentialReader } from './credential';
import { credentialIn } from './credential';
import { renewedTokens } from './renewedTokens';
import { runCredentials } from './runCredentials';

/**
 * TikTok wants `client_key` when a token is renewed, and n8n's own refresh cannot send it. n8n's
 * client-credentials flow, however, sends whatever the credential lists as additional body
 * properties, and everything around it stays n8n's: one refresh for many requests, storing the
 * rotated token, repeating the request. So a request sees the credential described that way.
 */
function describeRefresh(
	type: CredentialType,
	data: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	if (!data.oauthTokenData) return data;
	const token = bearing(data.oauthTokenData as IDataObject);
	if (type !== 'tikTokOAuth2Api' || !token.refresh_token) return { ...data, oauthTokenData: token };
	const described: ICredentialDataDecryptedObject = {
		...data,
		grantType: 'clientCredentials',
		scope: '',
		authentication: 'body',
		additionalBodyProperties: JSON.stringify({
			client_key: data.clientId,
			client_secret: data.clientSecret,
			grant_type: 'refresh_token',
			refresh_token: token.refresh_token,
		}),
	};
	return tellingRenewals(described, token);
}

/**
 * n8n writes a renewed token into the credential it was given, before it stores it: from that moment
 * on all others sign with it.
 */
function tellingRenewals(
	data: ICredentialDataDecryptedObject,
	before: IDataObject,
): ICredentialDataDecryptedObject {
	let token = withoutAnswer(before);
	return Object.defineProperty(data, 'oauthTokenData', {
		enumerable: true,
		configurable: true,
		get: () => token,
		set(answered: IDataObject) {
			const renewed = keepingWhatWasGood(token, answered);
			requireRenewed(token, renewed, answered);
			renewedTokens.note(token, renewed);
			token = renewed;
		},
	});
}

/** With any other type n8n writes the token into the address; TikTok has bearer tokens alone. */
const bearing = (token: IDataObject): IDataObject => ({ ...token, token_type: 'Bearer' });

/**
 * n8n lays TikTok's answer over the token: a field that came empty or odd would take the place of a
 * good one. Whose account it is no renewal changes. n8n reads the token back, and stores that.
 */
function keepingWhatWasGood(before: IDataObject, answered: IDataObject): IDataObject {
	const { access_token, refresh_token, open_id, scope } = answered;
	return bearing({
		...answered,
		access_token: isText(access_token) ? access_token : before.access_token,
		refresh_token: isText(refresh_token) ? refresh_token : before.refresh_token,
		open_id: isText(before.open_id) ? before.open_id : open_id,
		scope: scopesIn(scope) ? scope : before.scope,
	});
}

/** n8n lays TikTok's answer over the token: what only the answer can have tells that it had it. */
function withoutAnswer(token: IDataObject): IDataObject {
	const bare = { ...token };
	for (const name of ['expires_in', 'error', 'error_description', 'log_id']) delete bare[name];
	return bare;
}

/**
 * TikTok refuses with HTTP 200, too, and n8n takes such an answer for a token: refused here, it is
 * never stored. A new refresh token alone is kept: the old one may be dead.
 * @throws an error whose code alone says what follows, since n8n 2.31 keeps nothing else of it:
 * `EAUTH` asks to reconnect, `ESTATUS` passes
 */
function requireRenewed(before: IDataObject, renewed: IDataObject, answered: IDataObject): void {
	const { expires_in, error, error_description, log_id } = answered;
	const names = ['access_token', 'refresh_token'];
	if (names.some((name) => renewed[name] !== before[name])) return;
	if (isText(answered.access_token) && expires_in && !error) return;
	const code = !error || isPassingTokenError(error) ? 'ESTATUS' : 'EAUTH';
	const body = { error, error_description, log_id };
	throw Object.assign(new Error('TikTok gave no token.'), { code, body });
}

/**
 * Runs before every request of every operation: it hangs on the Resource field, which is always
 * shown. n8n's request code reads credentials through the object it is called on, so shadowing
 * `getCredentials` there reaches the request, its repeats, and all further calls of the item.
 */
export async function installTokenRefresh(
	this: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const credential = runCredentials.of(
		this,
		this.getNodeParameter('authentication') as CredentialType,
	);
	shadowCredentials(this, credential);
	return { ...options, headers: { ...options.headers, ...(await businessHeader(credential)) } };
}

/**
 * The Business API's header for the token of an OAuth2 credential: a declarative request cannot name
 * n8n's option for it.
 */
export async function businessHeader(credential: Credential): Promise<IDataObject> {
	if (credential.type !== 'tikTokBusinessOAuth2Api') return {};
	const { oauthTokenData } = await credential.read();
	const token = (oauthTokenData as IDataObject | undefined)?.access_token;
	return token ? { 'Access-Token': token } : {};
}

/**
 * The same for code that has no `preSend`.
 * @returns the object to give to the request helper as `this`, and the credential it signs with
 */
export function withTokenRefresh<T extends CredentialReader>(context: T, type: CredentialType) {
	const credential = credentialIn(context, type);
	const signing = Object.create(context) as T;
	shadowCredentials(signing, credential);
	return { signing, credential };
}

function shadowCredentials(target: CredentialReader, credential: Credential): void {
	Object.defineProperty(target, 'getCredentials', {
		configurable: true,
		writable: true,
		value: async () => describeRefresh(credential.type, await credential.read()),
	});
}
