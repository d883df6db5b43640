import type { WebhookEventName } from './webhooks/types';

/** What the emulator answers. A test compares this table with the routes that are registered. */
export interface CoveredEndpoint {
	endpoint: string;
	support: 'supported' | 'partial';
	/** Where it knowingly differs from TikTok */
	differences?: string;
}

export const consumerEndpoints: CoveredEndpoint[] = [
	{
		endpoint: 'GET /v2/auth/authorize/',
		support: 'partial',
		differences: 'no login: the account is chosen from a list; codes live 5 minutes by assumption',
	},
	{
		endpoint: 'POST /v2/auth/authorize/',
		support: 'partial',
		differences: "the consent form's own target; not TikTok's",
	},
	{
		endpoint: 'POST /v2/oauth/token/',
		support: 'supported',
		differences: 'client_id and a Basic header are tolerated unless switched',
	},
	{
		endpoint: 'POST /v2/oauth/revoke/',
		support: 'supported',
		differences: 'the error for an unknown token is assumed',
	},
	{ endpoint: 'GET /v2/user/info/', support: 'supported', differences: 'statistics never lag' },
	{
		endpoint: 'POST /v2/video/list/',
		support: 'supported',
		differences: 'statistics of new posts stay at zero',
	},
	{ endpoint: 'POST /v2/video/query/', support: 'supported' },
	{ endpoint: 'POST /v2/post/publish/creator_info/query/', support: 'supported' },
	{
		endpoint: 'POST /v2/post/publish/video/init/',
		support: 'supported',
		differences: 'undocumented body keys are refused unless switched',
	},
	{
		endpoint: 'POST /v2/post/publish/inbox/video/init/',
		support: 'supported',
		differences: 'a post_info is accepted and has no effect',
	},
	{
		endpoint: 'POST /v2/post/publish/content/init/',
		support: 'supported',
		differences: 'undocumented body keys are refused unless switched',
	},
	{
		endpoint: 'PUT /video/',
		support: 'partial',
		differences: 'one upload host; codecs are not judged, and of a WebM only the container',
	},
	{
		endpoint: 'POST /v2/post/publish/status/fetch/',
		support: 'supported',
		differences: 'publish ids are kept until reset; posts are never removed by moderation',
	},
	{
		endpoint: 'POST /v2/post/publish/cancel/',
		support: 'supported',
		differences: 'possible until the final state, where TikTok refuses near the end',
	},
];

/** What the emulator tells callback URLs (fact sheet §13). */
export interface CoveredEvent {
	event: WebhookEventName;
	/** Whether something in the emulator causes it; the others are sent with `webhooks.emit` */
	byItself: boolean;
	differences?: string;
}

export const webhookEvents: CoveredEvent[] = [
	{ event: 'post.publish.complete', byItself: true },
	{ event: 'post.publish.failed', byItself: true },
	{ event: 'post.publish.inbox_delivered', byItself: true },
	{
		event: 'post.publish.publicly_available',
		byItself: true,
		differences: 'a post that is opened later waits for moderation again',
	},
	{
		event: 'post.publish.no_longer_publicaly_available',
		byItself: true,
		differences: 'only when the post itself is hidden, not when the account becomes private',
	},
	{
		event: 'authorization.removed',
		byItself: true,
		differences: 'reasons 1 and 5; others when asked for',
	},
	{ event: 'video.upload.failed', byItself: false, differences: 'no Video Kit' },
	{ event: 'video.publish.completed', byItself: false, differences: 'no Video Kit' },
	{ event: 'portability.download.ready', byItself: false, differences: 'no Data Portability API' },
];

/** The second API under the same address; its folder explains what it checks. */
export const businessEndpoints: CoveredEndpoint[] = [
	'POST /open_api/v1.3/oauth2/access_token/',
	'POST /open_api/v1.3/oauth2/revoke_token/',
	'POST /open_api/v1.3/oauth/token/',
	'GET /open_api/v1.3/oauth2/advertiser/get/',
	'GET /open_api/v1.3/advertiser/info/',
	'GET /open_api/v1.3/user/info/',
	'GET /open_api/v1.3/gmv_max/store/list/',
	'GET /open_api/v1.3/gmv_max/occupied_custom_shop_ads/list/',
	'GET /open_api/v1.3/tool/action_category/',
	'GET /open_api/v1.3/term/check/',
	'GET /open_api/v1.3/term/get/',
].map((endpoint) => ({
	endpoint,
	support: 'partial' as const,
	differences: 'answers from a few seeded advertisers and stores',
}));
