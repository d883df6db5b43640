import type { WebhookEventName } from './webhooks/types';

/**
 * What the emulator answers. What each endpoint enforces stands in `rules/`, a request beside each
 * rule that breaks it; here stands the rest. A test compares this list with the routes there are.
 */
export interface CoveredEndpoint {
	endpoint: string;
	/** What TikTok leaves open and the emulator decides: numbers of `questions.ts` */
	assumes: readonly number[];
	/** The same where nobody has asked */
	also?: string;
	/** What the emulator does not play, or knowingly plays otherwise than TikTok */
	unknown: string;
}

/** TikTok does not document in which order it checks; a refused permission costs a call here. */
const order = 'the token is looked at first, then the limit, then the permission';

export const consumerEndpoints: CoveredEndpoint[] = [
	{
		endpoint: 'GET /v2/auth/authorize/',
		assumes: [8],
		also: 'the words of the error page',
		unknown: 'no login: the account is chosen from a list',
	},
	{
		endpoint: 'POST /v2/auth/authorize/',
		assumes: [8],
		also: 'everything: it is the target of the form',
		unknown: "TikTok's own form",
	},
	{
		endpoint: 'POST /v2/oauth/token/',
		assumes: [1, 7, 8],
		also: '`client_id` and a Basic header are tolerated unless switched',
		unknown: 'whether a limit counts here',
	},
	{
		endpoint: 'POST /v2/oauth/revoke/',
		assumes: [1],
		also: 'the error for an unknown token',
		unknown: 'whether a limit counts here',
	},
	{
		endpoint: 'GET /v2/user/info/',
		assumes: [2],
		also: order,
		unknown: 'statistics never lag',
	},
	{
		endpoint: 'POST /v2/video/list/',
		assumes: [9, 12],
		also: order,
		unknown: 'statistics of new posts stay at zero',
	},
	{
		endpoint: 'POST /v2/video/query/',
		assumes: [],
		also: order,
		unknown: 'statistics of new posts stay at zero',
	},
	{
		endpoint: 'POST /v2/post/publish/creator_info/query/',
		assumes: [],
		also: `${order}; a JSON Content-Type is wanted unless switched`,
		unknown: 'the address of the avatar does not expire',
	},
	{
		endpoint: 'POST /v2/post/publish/video/init/',
		assumes: [3, 6, 10, 12],
		also: 'undocumented body keys are refused unless switched',
		unknown: 'what TikTok thinks of the content',
	},
	{
		endpoint: 'POST /v2/post/publish/inbox/video/init/',
		assumes: [3, 10],
		also: 'undocumented body keys are refused unless switched',
		unknown: 'a post_info is accepted and has no effect',
	},
	{
		endpoint: 'POST /v2/post/publish/content/init/',
		assumes: [5, 6, 9, 10, 12],
		also: 'undocumented body keys are refused unless switched',
		unknown: 'what TikTok thinks of the content',
	},
	{
		endpoint: 'PUT /video/',
		assumes: [4],
		also: 'an Authorization header is refused',
		unknown: 'one upload host; codecs are not judged, and of a WebM only the container',
	},
	{
		endpoint: 'POST /v2/post/publish/status/fetch/',
		assumes: [11],
		also: order,
		unknown: 'posts are never removed by moderation',
	},
	{
		endpoint: 'POST /v2/post/publish/cancel/',
		assumes: [],
		also: order,
		unknown: 'possible until the final state, where TikTok refuses near the end',
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

const ofTheApi = (endpoint: string, assumes: number[], unknown: string): CoveredEndpoint => ({
	endpoint: endpoint.replace(' ', ' /open_api/v1.3'),
	assumes,
	unknown,
});

/** The second API under the same address; its folder explains what it checks. */
export const businessEndpoints: CoveredEndpoint[] = [
	{
		endpoint: 'GET /portal/auth',
		assumes: [101, 103],
		unknown: 'no login, and no code that TikTok sends by e-mail',
	},
	{
		endpoint: 'POST /portal/auth',
		assumes: [101, 109],
		unknown: "TikTok's own form: it is the target of the emulator's",
	},
	ofTheApi('POST /oauth2/access_token/', [108], 'what a form is answered'),
	ofTheApi('POST /oauth2/revoke_token/', [108], 'what a token is answered that is revoked already'),
	ofTheApi('POST /oauth/token/', [102, 103, 108], 'which of two codes a wrong secret gets'),
	ofTheApi('GET /oauth2/advertiser/get/', [104, 108], 'whether TikTok pages'),
	ofTheApi('GET /advertiser/info/', [104, 108], 'how many IDs fit'),
	ofTheApi('GET /user/info/', [104], 'one user, who granted every token'),
	ofTheApi('GET /gmv_max/store/list/', [104, 108], 'few of the fields of a store'),
	ofTheApi(
		'GET /gmv_max/occupied_custom_shop_ads/list/',
		[104, 107, 108],
		'answers from a few seeded ads',
	),
	ofTheApi('GET /tool/action_category/', [104, 106, 108], 'answers from a few seeded categories'),
	ofTheApi('GET /term/check/', [104, 105, 108], 'whether it needs a signature'),
	ofTheApi('GET /term/get/', [104, 105, 108], "the terms' words"),
];

export const coveredEndpoints = [...consumerEndpoints, ...businessEndpoints];
