import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * n8n's generic `oAuth2Api`, the parent of every OAuth2 credential. It lives in n8n-nodes-base,
 * which is far too large for a development dependency, so its fields are repeated here as of
 * version 2.41: names, defaults, display conditions and what children do not inherit.
 */
const registrationByHand = { useDynamicClientRegistration: [false] };
const withConsent = { grantType: ['authorizationCode', 'pkce'], ...registrationByHand };

function text(name: string, show?: NonNullable<INodeProperties['displayOptions']>['show']) {
	const property: INodeProperties = { displayName: name, name, type: 'string', default: '' };
	return show ? { ...property, displayOptions: { show } } : property;
}

function hidden(name: string, value: string | boolean): INodeProperties {
	return { displayName: name, name, type: 'hidden', default: value };
}

function choice(name: string, values: string[], value: string): INodeProperties {
	return {
		displayName: name,
		name,
		type: 'options',
		displayOptions: { show: registrationByHand },
		options: values.map((option) => ({ name: option, value: option })),
		default: value,
	};
}

const properties: INodeProperties[] = [
	hidden('useDynamicClientRegistration', false),
	choice('grantType', ['authorizationCode', 'clientCredentials', 'pkce'], 'authorizationCode'),
	text('serverUrl', { useDynamicClientRegistration: [true] }),
	text('authUrl', withConsent),
	text('accessTokenUrl', registrationByHand),
	text('clientId', registrationByHand),
	hidden('clientCredentialType', 'clientSecret'),
	{ ...text('clientSecret', registrationByHand), typeOptions: { password: true } },
	hidden('privateKey', ''),
	hidden('certificate', ''),
	text('scope', registrationByHand),
	text('authQueryParameters', withConsent),
	choice('authentication', ['body', 'header'], 'header'),
	{
		displayName: 'sendAdditionalBodyProperties',
		name: 'sendAdditionalBodyProperties',
		type: 'boolean',
		displayOptions: {
			show: {
				grantType: ['clientCredentials'],
				authentication: ['body'],
				...registrationByHand,
			},
		},
		default: false,
	},
	{
		displayName: 'additionalBodyProperties',
		name: 'additionalBodyProperties',
		type: 'json',
		displayOptions: {
			show: {
				grantType: ['clientCredentials'],
				authentication: ['body'],
				sendAdditionalBodyProperties: [true],
				...registrationByHand,
			},
		},
		default: '',
	},
	{
		displayName: 'ignoreSSLIssues',
		name: 'ignoreSSLIssues',
		type: 'boolean',
		default: false,
		doNotInherit: true,
	},
	{
		displayName: 'tokenExpiredStatusCode',
		name: 'tokenExpiredStatusCode',
		type: 'number',
		default: 401,
		doNotInherit: true,
	},
];

/** Added by n8n itself to the parent, so that the token survives the filling in of defaults. */
const tokenData: INodeProperties = {
	displayName: 'oauthTokenData',
	name: 'oauthTokenData',
	type: 'json',
	default: {} as unknown as string,
};

export const oAuth2ApiCredential: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [...properties, tokenData],
};
