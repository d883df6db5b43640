/**
 * Behaviour TikTok's documentation leaves open, or that tests want to move.
 * Each line names the section of the fact sheet that asks the question.
 */
export interface Switches {
	/** §1.5, §18.1: HTTP status of OAuth errors; 200 is the one that was seen */
	oauthErrorStatus: 200 | 400;
	/** §16.2: the token endpoint refuses the parameter `client_id` (n8n always adds it) */
	rejectClientId: boolean;
	/** §1.5: an extra HTTP Basic header on token calls is ignored instead of refused */
	tolerateBasicHeader: boolean;
	/** §1.3, §18.8: how long an authorization code lives */
	codeLifetimeMs: number;
	/** §1.4: whether a challenge sent by a web app is verified at the token call */
	webVerifiesChallenge: boolean;
	/** §1.6: a refresh answers with a new refresh token and retires the old one */
	refreshRotates: boolean;
	/** §1.6, §18.8: how long a retired refresh token still works */
	refreshReuseWindowMs: number;
	/** §1.6, §18.7: whether the tokens of a sandbox can be renewed; both was reported */
	sandboxRefresh: 'works' | 'invalid_grant';
	/** §1.7: the success answer of the revoke call */
	revokeBody: 'struct' | 'empty';
	/** Scripted connects: the consent page answers with the redirect at once */
	autoConsent: boolean;
	/** §3, §18.2: fields whose scope was not granted */
	ungrantedFieldsError: 'scope_not_authorized' | 'scope_permission_missed' | 'omit';
	/** §10.2: spelling of the parameter error on posting endpoints */
	invalidParamsSpelling: 'invalid_params' | 'invalid_param';
	/** §10.1: error bodies carry no `data` key */
	errorsWithoutData: boolean;
	/** §5: creator_info carries its data beside an error code in HTTP 200 */
	dataIn200Errors: boolean;
	/** §5: creator_info demands the JSON Content-Type although it has no body */
	creatorInfoNeedsContentType: boolean;
	/** §4.1, §18.12: max_count above 20 */
	overMaxCount: 'error' | 'cap';
	/** §4.1: whether `cursor: 0` means "from the newest" or "before 1970" */
	cursorZero: 'newest' | 'literal';
	/** §4.1: how long a public post is missing from video/list */
	listLagMs: number;
	/** §4.1, §18.9: whether photo posts appear in video/list */
	photosInVideoList: boolean;
	/** §6.1, §8, §18.12: texts over their limit */
	longTitle: 'error' | 'truncate';
	/** §4.3: the Video Object has `is_aigc`, documented since August 2026 */
	videosTellAigc: boolean;
	/** §8, §18.12: photo_cover_index outside the list */
	coverIndexOutOfRange: 'error' | 'first';
	/** §8, §18.5: where a photo post carries is_aigc */
	isAigcPosition: 'top' | 'post_info' | 'both';
	/** §14, §18.6: branded content together with SELF_ONLY */
	brandedSelfOnly: 'privacy_level_option_mismatch' | 'invalid_params' | 'accept';
	/** §6: keys that the documentation does not list, in JSON bodies; one report says ignored */
	unknownBodyFields: 'error' | 'ignore';
	/** §6.3, §18.9: publish_id prefix of photo drafts */
	draftsPrefix: 'p_pub_url' | 'p_inbox_url';
	/** §11: a draft's slot is free again as soon as the creator posted it */
	postedDraftsFreeSlots: boolean;
	/** §7.3, §18.4: what UPLOADED_BYTES in the answer's Content-Range means */
	progressHeader: 'count' | 'index';
	/** §7.3: status of the answer to the last chunk */
	finalUploadStatus: 201 | 200;
	/** §7.1: smallest chunk of a video that has several, in bytes */
	minChunkBytes: number;
	/** §7.1: largest video accepted */
	maxVideoBytes: number;
	/** Where upload URLs lead when something stands in front of the emulator; '' is itself */
	uploadUrlBase: string;
	/** Whether each request's own sha256 is recorded; the whole file's always is */
	hashChunks: boolean;
	/** §9.1: type of the ids in publicaly_available_post_id */
	postIdsAs: 'number' | 'string';
	/** §9.1: a complete post without public id shows `[]` instead of no key */
	emptyPostIdList: boolean;
	/** §9.1: code and message of an unknown publish_id */
	unknownPublishIdCode: 'invalid_publish_id' | 'invalid_params';
	/** §13.3: type of post_id in webhooks */
	webhookPostIdAs: 'string' | 'number';
	/** §13.1: pause before the second attempt of a delivery; it doubles with each further one */
	webhookFirstRetryMs: number;
	/** §13.1: from the first attempt to the end of all attempts */
	webhookGiveUpMs: number;
	/** §13.4, §18.11: each attempt has its own time and signature */
	webhookRetriesSignedAnew: boolean;
	/** From all media received to the end of processing */
	processingMs: number;
	/** From PUBLISH_COMPLETE to the public post id */
	moderationMs: number;
	/** §11, §18.10: the three inits share one quota */
	initBucketsShared: boolean;
	initQuotaPerMinute: number;
	statusQuotaPerMinute: number;
	creatorInfoQuotaPerMinute: number;
	readQuotaPerMinute: number;
	/** §11: length of the sliding window of all quotas */
	quotaWindowMs: number;
	/** §11: 429 answers carry Retry-After */
	retryAfterHeader: boolean;
	/** Pulls may use http on this machine, for hosts named in pullMapping */
	pullFromLoopback: boolean;
	/** Host in a media URL → base address it is really downloaded from */
	pullMapping: Record<string, string>;
	/** User-Agent of pulls */
	pullUserAgent: string;
	/** Host in share_url and embed links */
	shareUrlBase: string;
}

export function defaultSwitches(): Switches {
	return {
		oauthErrorStatus: 200,
		rejectClientId: false,
		tolerateBasicHeader: true,
		codeLifetimeMs: 5 * 60_000,
		webVerifiesChallenge: true,
		refreshRotates: true,
		refreshReuseWindowMs: 0,
		sandboxRefresh: 'works',
		revokeBody: 'struct',
		autoConsent: false,
		ungrantedFieldsError: 'scope_not_authorized',
		invalidParamsSpelling: 'invalid_params',
		errorsWithoutData: false,
		dataIn200Errors: false,
		creatorInfoNeedsContentType: true,
		overMaxCount: 'error',
		cursorZero: 'newest',
		listLagMs: 0,
		photosInVideoList: false,
		longTitle: 'error',
		videosTellAigc: true,
		coverIndexOutOfRange: 'error',
		isAigcPosition: 'top',
		brandedSelfOnly: 'privacy_level_option_mismatch',
		unknownBodyFields: 'error',
		draftsPrefix: 'p_pub_url',
		postedDraftsFreeSlots: true,
		progressHeader: 'count',
		finalUploadStatus: 201,
		minChunkBytes: 5_242_880,
		maxVideoBytes: 4 * 1024 ** 3,
		uploadUrlBase: '',
		hashChunks: true,
		postIdsAs: 'number',
		emptyPostIdList: true,
		unknownPublishIdCode: 'invalid_publish_id',
		webhookPostIdAs: 'string',
		webhookFirstRetryMs: 60_000,
		webhookGiveUpMs: 72 * 3_600_000,
		webhookRetriesSignedAnew: true,
		processingMs: 3000,
		moderationMs: 2000,
		initBucketsShared: false,
		initQuotaPerMinute: 6,
		statusQuotaPerMinute: 30,
		creatorInfoQuotaPerMinute: 20,
		readQuotaPerMinute: 600,
		quotaWindowMs: 60_000,
		retryAfterHeader: false,
		pullFromLoopback: true,
		pullMapping: {},
		pullUserAgent: 'tiktok-emulator',
		shareUrlBase: 'https://www.tiktok.com',
	};
}
