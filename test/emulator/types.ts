/** What the emulator remembers, and what its callers can read. */

export type AppType = 'web' | 'desktop';

export interface App {
	clientKey: string;
	clientSecret: string;
	name: string;
	type: AppType;
	redirectUris: string[];
	/** Scopes the app was approved for */
	scopes: string[];
	audited: boolean;
	/**
	 * A sandbox has its own key, and only these accounts may sign in (§1.9). It is never audited: no
	 * public posts.
	 */
	sandboxTargetUsers?: string[];
	/** A bare domain (covers subdomains) or an https prefix such as https://host/path/ */
	verifiedUrlProperties: string[];
	/** Creators who may post through the app within 24 hours */
	activeCreatorCap: number;
	/** Where webhooks go; empty: nowhere. TikTok takes https, the emulator also http on this machine */
	webhookUrl: string;
}

export type PrivacyLevel =
	| 'PUBLIC_TO_EVERYONE'
	| 'MUTUAL_FOLLOW_FRIENDS'
	| 'FOLLOWER_OF_CREATOR'
	| 'SELF_ONLY';

export interface Video {
	/** 19 digits */
	id: string;
	createdAtMs: number;
	title: string;
	description: string;
	durationSec: number;
	width: number;
	height: number;
	likes: number;
	comments: number;
	shares: number;
	views: number;
	privacy: PrivacyLevel;
	/** Set for posts made through the API: not listed before that moment */
	publicAtMs?: number;
	/** Whether the app has been told that the post is public */
	toldPublic?: boolean;
	publishId?: string;
	kind: 'video' | 'photo';
}

export type PostingBlock =
	| 'spam_risk_too_many_posts'
	| 'spam_risk_user_banned_from_posting'
	| 'reached_active_user_cap';

export interface Account {
	username: string;
	displayName: string;
	bio: string;
	isPrivate: boolean;
	verified: boolean;
	stats: { followers: number; following: number; likes: number };
	videos: Video[];
	commentDisabled: boolean;
	duetDisabled: boolean;
	stitchDisabled: boolean;
	maxVideoPostDurationSec: number;
	/** Direct posts allowed within 24 hours, over all apps */
	dailyPostCap: number;
	/** Version of the creator's TikTok app; photo drafts need 31.8 */
	appVersion: string;
	/** Refuses posting; creator_info reports it with HTTP 200 */
	postingBlock?: PostingBlock;
	/** Each accepted init takes the first entry and fails with it after processing */
	failNext: FailReason[];
}

export const failReasons = [
	'file_format_check_failed',
	'duration_check_failed',
	'frame_rate_check_failed',
	'picture_size_check_failed',
	'internal',
	'video_pull_failed',
	'photo_pull_failed',
	'publish_cancelled',
	'auth_removed',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'spam_risk_text',
	'spam_risk',
] as const;
export type FailReason = (typeof failReasons)[number];

export interface TokenBody {
	access_token: string;
	expires_in: number;
	open_id: string;
	refresh_expires_in: number;
	refresh_token: string;
	scope: string;
	token_type: 'Bearer';
}

export type Flow = 'direct' | 'inbox' | 'photo_direct' | 'photo_inbox';
export type PublishState =
	| 'PROCESSING_UPLOAD'
	| 'PROCESSING_DOWNLOAD'
	| 'SEND_TO_USER_INBOX'
	| 'PUBLISH_COMPLETE'
	| 'FAILED';

export interface Media {
	url?: string;
	bytes: number;
	sha256: string;
	/** Sniffed from the first bytes */
	type: string;
}

export interface Publish {
	publishId: string;
	/** The creator's username */
	account: string;
	openId: string;
	clientKey: string;
	flow: Flow;
	source: 'FILE_UPLOAD' | 'PULL_FROM_URL';
	createdAt: number;
	postInfo: Record<string, unknown>;
	sourceInfo: Record<string, unknown>;
	isAigc: boolean;
	state: PublishState;
	failReason?: FailReason;
	bytesReceived: number;
	/** Of all media received, in order */
	sha256?: string;
	/** Whether all media arrived */
	complete: boolean;
	/** When processing of the complete media ends */
	finalAt?: number;
	/** What processing will find */
	verdict?: FailReason;
	/** The first post made from it, 19 digits; drafts may have several in `postIds` */
	postId?: string;
	postIds: string[];
	/** From then on status/fetch shows the post id; unset for posts that are not public */
	publicAt?: number;
	media: Media[];
}

export interface RecordedRequest {
	seq: number;
	time: number;
	api: 'oauth' | 'open' | 'upload' | 'business' | 'page';
	method: string;
	path: string;
	query: Record<string, string>;
	rawQuery: string;
	headers: Record<string, string>;
	/** Parsed JSON or form fields; undefined for empty and for upload bodies */
	body?: unknown;
	bytes: number;
	/** Uploads only */
	sha256?: string;
	/** Undefined when no answer was sent */
	status?: number;
}
