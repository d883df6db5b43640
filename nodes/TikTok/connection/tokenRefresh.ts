import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { CredentialReader } from './connection';
import { businessAccessToken } from './connection';

/**
 * TikTok wants `client_key` when a token is renewed, and n8n's own refresh cannot send it. n8n's
 * client-credentials flow, however, sends whatever the credential lists as additional body
 * properties, and everything around it stays n8n's: one refresh for many requests, storing the
 * rotated token, repeating the request. So a request sees the credential described that way.
 */
function describeRefresh(data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const token = data.oauthTokenData as IDataObject | undefined;
	if (!token?.refresh_token) return data;
	return {
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
	shadowCredentials(this);
	if (this.getNodeParameter('authentication') !== 'tikTokBusinessOAuth2Api') return options;
	// A declarative request cannot name n8n's option for another token header.
	const token = await businessAccessToken(this);
	return token ? { ...options, headers: { ...options.headers, 'Access-Token': token } } : options;
}

/** The same for code that has no `preSend`: give the returned object to the request helper as `this`. */
export function withTokenRefresh<T extends CredentialReader>(context: T): T {
	return shadowCredentials(Object.create(context) as T, context);
}

function shadowCredentials<T extends CredentialReader>(target: T, source: T = target): T {
	const original = source.getCredentials.bind(source);
	Object.defineProperty(target, 'getCredentials', {
		configurable: true,
		writable: true,
		value: async (type: string) => {
			const data = await original(type);
			return type === 'tikTokOAuth2Api' ? describeRefresh(data) : data;
		},
	});
	return target;
}
