import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * TikTok's scopes, as groups a user can tick. `user.info.basic` comes with every connection; ticked
 * alone it asks for nothing else.
 * Source: open API fact sheet §2.
 */
const scopesOfNewApps = [
	{ name: 'Basic Profile (user.info.basic)', value: 'user.info.basic' },
	{ name: 'Direct Post (video.publish)', value: 'video.publish' },
	{ name: 'Drafts to Inbox (video.upload)', value: 'video.upload' },
];

const description = 'Of the Display API, which your TikTok app must have';
const scopesOfDisplayApi = [
	{ name: 'Profile (user.info.profile)', value: 'user.info.profile', description },
	{ name: 'Statistics (user.info.stats)', value: 'user.info.stats', description },
	{ name: 'Videos (video.list)', value: 'video.list', description },
];

/** A scope that the app lacks makes TikTok refuse the whole consent, so the others are asked for only when ticked. */
const defaultScopes = scopesOfNewApps.map(({ value }) => value);

/** A field as the user typed or pasted it, without the blanks around it. */
function typed(name: string): string {
	return `String($self["${name}"] ?? "").trim()`;
}

/**
 * The base addresses are expressions, so that one switch (Environment) moves the consent page, the
 * token endpoint, the API and the post links together.
 */
const website = `($self["environment"] === "custom" ? ${typed('websiteUrl')} : "https://www.tiktok.com")`;
const api = `($self["environment"] === "custom" ? ${typed('apiUrl')} : "https://open.tiktokapis.com")`;
const withoutSlash = `.replace(/\\/+$/, "")`;

/**
 * TikTok's PKCE for desktop apps: the challenge is the lowercase hex SHA-256 of the verifier, not
 * base64url (open API fact sheet §1.4). An n8n credential keeps no state between the two steps of a
 * connect, so the verifier is derived from the secret and is the same for every connect.
 */
const verifier = `(${typed('clientSecret')} + ${typed('clientId')}).hash("sha256")`;

/**
 * A value with a blank before or behind it. No pattern: n8n tries those again with each request, and
 * gives them up on a busy machine.
 */
const blankAround = [' ', '\t', '\n', '\r', '\u00a0'].flatMap((blank) => [
	{ _cnd: { startsWith: blank } },
	{ _cnd: { endsWith: blank } },
]);

export class TikTokOAuth2Api implements ICredentialType {
	name = 'tikTokOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'TikTok OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/TikTok/tiktok.svg',
		dark: 'file:../nodes/TikTok/tiktok.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-tiktok-suite/n8n-nodes-tiktok-suite#connecting-tiktok';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Client Key',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. aw1a2b3c4d5e6f7g',
			hint: 'TikTok calls this value Client Key. Find it in your app on developers.tiktok.com, under Credentials.',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'It stands beside the Client Key.',
		},
		{
			displayName:
				'A blank before or after the Client Secret has to go: n8n would send it along, and TikTok would refuse to connect.',
			name: 'blankNotice',
			type: 'notice',
			default: '',
			// When it connects n8n sends the secret as it stands; no expression comes between. With
			// an expression in the field the notice always shows.
			displayOptions: { show: { clientSecret: blankAround } },
		},
		{
			displayName: 'App Type',
			name: 'appType',
			type: 'options',
			default: 'web',
			options: [
				{
					name: 'Web',
					value: 'web',
					description: 'N8n runs on a public https address',
				},
				{
					name: 'Desktop',
					value: 'desktop',
					description: 'N8n runs on localhost; TikTok refuses localhost for web apps',
				},
			],
			description:
				'The platform under which the redirect URL is registered in Login Kit. Use Web for a public https address, Desktop for localhost.',
		},
		{
			displayName:
				'In your TikTok app, open <b>Login Kit → Web</b> and register the OAuth Redirect URL above, character for character. It must start with https.',
			name: 'webNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { appType: ['web'] } },
		},
		{
			displayName:
				'In your TikTok app, open <b>Login Kit → Desktop</b> and register the OAuth Redirect URL above, character for character. It must start with http://localhost or http://127.0.0.1 and name a port.',
			name: 'desktopNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { appType: ['desktop'] } },
		},
		{
			displayName: 'Permissions',
			name: 'scopeGroups',
			type: 'multiOptions',
			// The credential dialog ignores a default of this type and saves an empty list.
			default: [],
			options: [...scopesOfNewApps, ...scopesOfDisplayApi],
			description:
				'What to ask the account for. If your TikTok app lacks one of them, TikTok refuses all. Profile, Statistics and Videos come with the product Display API: add it to the app before you choose them. The basic profile is always included.',
			hint: 'Empty asks for what a new app has: basic profile, Direct Post and drafts. If you choose, choose all that you use. Reconnect after a change.',
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
					description: 'Other addresses, such as the local emulator or a proxy',
				},
			],
			hint: "TikTok's sandbox is Production with the sandbox's own key and secret.",
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'http://127.0.0.1:4010',
			placeholder: 'e.g. http://127.0.0.1:4010',
			displayOptions: { show: { environment: ['custom'] } },
			description: 'Stands in for https://open.tiktokapis.com',
		},
		{
			displayName: 'Website URL',
			name: 'websiteUrl',
			type: 'string',
			default: 'http://127.0.0.1:4010',
			placeholder: 'e.g. http://127.0.0.1:4010',
			displayOptions: { show: { environment: ['custom'] } },
			description: 'Stands in for https://www.tiktok.com: consent page and links to posts',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'hidden',
			default: `={{ ${api}${withoutSlash} }}`,
		},
		{
			displayName: 'Website Base URL',
			name: 'websiteBaseUrl',
			type: 'hidden',
			default: `={{ ${website}${withoutSlash} }}`,
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${website}${withoutSlash} + "/v2/auth/authorize/" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${api}${withoutSlash} + "/v2/oauth/token/" }}`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ ["user.info.basic"].concat($self["scopeGroups"]?.length ? $self["scopeGroups"] : ${JSON.stringify(defaultScopes)}).filter((scope, index, all) => all.indexOf(scope) === index).join(",") }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without disable_auto_auth a second connect in the same browser silently takes the same account.
			default: `={{ "client_key=" + encodeURIComponent(${typed('clientId')}) + "&disable_auto_auth=1" + ($self["appType"] === "desktop" ? "&code_challenge=" + ${verifier}.hash("sha256") + "&code_challenge_method=S256" : "") }}`,
		},
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: `={{ $self["appType"] === "desktop" ? JSON.stringify({ client_key: ${typed('clientId')}, code_verifier: ${verifier} }) : JSON.stringify({ client_key: ${typed('clientId')} }) }}`,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];
}
