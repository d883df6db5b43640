import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

const hosts = `({ production: "https://business-api.tiktok.com", sandbox: "https://sandbox-ads.tiktok.com", custom: String($self["apiUrl"] ?? "").trim() })[$self["environment"] ?? "production"]`;

/**
 * TikTok answers a refused token with HTTP 200 and a code in the body (business fact sheet §4), so
 * the credential test names the codes that mean "this token does not work".
 */
const refusals: Record<number, string> = {
	40101: 'TikTok does not accept this access token.',
	40102: 'The access token has expired. Create a new one in My Apps.',
	40104: 'TikTok received no access token.',
	40105: 'The access token is wrong or was revoked. Create a new one in My Apps.',
	40113: 'The app is blocked or does not belong to this access token.',
};

export class TikTokBusinessApi implements ICredentialType {
	name = 'tikTokBusinessApi';

	displayName = 'TikTok Business API';

	icon: Icon = {
		light: 'file:../nodes/TikTok/tiktok.svg',
		dark: 'file:../nodes/TikTok/tiktok.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-tiktok-suite/n8n-nodes-tiktok-suite#connecting-tiktok-for-business';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'A long-term token of your Business app. For the sandbox, generate it in My Apps → your app.',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7300000000000000001',
			description: 'ID of the Business app that the access token was made with',
			hint: 'Optional, for the list of advertisers: TikTok gives it only to those who know the app.',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'TikTok calls this value Secret; it stands beside the App ID in My Apps',
			hint: 'Optional, for the list of advertisers. Without it, enter advertiser IDs by hand.',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			default: 'production',
			options: [
				{ name: 'Production', value: 'production' },
				{
					name: 'Sandbox',
					value: 'sandbox',
					description: 'TikTok offers terms there, but neither GMV Max nor targeting tools',
				},
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address, such as the local emulator or a proxy',
				},
			],
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
			default: `={{ (${hosts}).replace(/\\/+$/, "") + "/open_api/v1.3" }}`,
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { 'Access-Token': '={{ String($credentials.accessToken ?? "").trim() }}' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.apiBaseUrl}}',
			url: '/user/info/',
			// Followed, a redirect would take the token along, to any host.
			disableFollowRedirect: true,
		},
		rules: Object.entries(refusals).map(([code, message]) => ({
			type: 'responseSuccessBody',
			properties: { key: 'code', value: Number(code), message },
		})),
	};
}
