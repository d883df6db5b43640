import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A field as the user typed or pasted it, without the blanks around it. */
function typed(name: string): string {
	return `String($self["${name}"] ?? "").trim()`;
}

const base = `($self["environment"] === "custom" ? ${typed('apiUrl')} : "https://business-api.tiktok.com").replace(/\\/+$/, "")`;

/**
 * A value with a blank before or behind it. No pattern: n8n tries those again with each request, and
 * gives them up on a busy machine.
 */
const blankAround = [' ', '\t', '\n', '\r', '\u00a0'].flatMap((blank) => [
	{ _cnd: { startsWith: blank } },
	{ _cnd: { endsWith: blank } },
]);

/**
 * OAuth for the TikTok API for Business. Only `/oauth/token/` takes the form-encoded request that
 * n8n sends (business fact sheet §8, item 2); the token does not expire and cannot be refreshed.
 */
export class TikTokBusinessOAuth2Api implements ICredentialType {
	name = 'tikTokBusinessOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'TikTok Business OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/TikTok/tiktok.svg',
		dark: 'file:../nodes/TikTok/tiktok.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-tiktok-suite/n8n-nodes-tiktok-suite#connecting-tiktok-for-business';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'App ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 7300000000000000001',
			hint: 'TikTok calls this value App ID. Find it under My Apps on business-api.tiktok.com.',
		},
		{
			displayName:
				'A blank before or after the App ID has to go: n8n would send it along, and TikTok would refuse to connect.',
			name: 'blankIdNotice',
			type: 'notice',
			default: '',
			// When it connects n8n sends ID and secret as they stand; no expression comes between. With
			// an expression in the field the notice always shows.
			displayOptions: { show: { clientId: blankAround } },
		},
		{
			displayName: 'App Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'TikTok calls this value Secret. It stands beside the App ID.',
		},
		{
			displayName:
				'A blank before or after the App Secret has to go: n8n would send it along, and TikTok would refuse to connect.',
			name: 'blankNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { clientSecret: blankAround } },
		},
		{
			displayName:
				"Add the OAuth Redirect URL above to your app's <b>Advertiser redirect URL</b> list, character for character, then press Connect and tick the ad accounts to use.",
			name: 'redirectNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			default: 'production',
			options: [
				{ name: 'Production', value: 'production' },
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address, such as the local emulator or a proxy',
				},
			],
			hint: "TikTok's sandbox has no consent page: use the TikTok Business API credential for it.",
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'http://127.0.0.1:4010',
			placeholder: 'e.g. http://127.0.0.1:4010',
			displayOptions: { show: { environment: ['custom'] } },
			description: 'Stands in for https://business-api.tiktok.com',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'hidden',
			default: `={{ ${base} + "/open_api/v1.3" }}`,
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${base} + "/portal/auth" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${base} + "/open_api/v1.3/oauth/token/" }}`,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: `={{ "app_id=" + encodeURIComponent(${typed('clientId')}) }}`,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];
}
