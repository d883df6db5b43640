import type { ErrorEntry } from './errorEntry';

const audit =
	"An app that has not passed TikTok's audit can post only to accounts that are private. Set the TikTok account to private (in the app: Settings → Privacy → Private account) and use the privacy level Only Me; a private post on a public account is refused too. Or pass the audit.";

/** Codes of TikTok for Developers, Open API v2 (fact sheet §9.2 for failed posts, §10 for refusals). */
export const openApiErrors: Record<string, ErrorEntry> = {
	access_token_invalid: {
		headline: 'TikTok no longer accepts the connection of this account.',
		advice: 'Open the credential and reconnect the account.',
		repeat: 'no',
	},
	scope_not_authorized: {
		headline: 'This account did not grant the permission that this operation needs.',
		advice: "Reconnect the credential and tick the missing permission on TikTok's page.",
		repeat: 'no',
	},
	scope_permission_missed: {
		headline: 'This account did not grant the permission that this operation needs.',
		advice: "Reconnect the credential and tick the missing permission on TikTok's page.",
		repeat: 'no',
	},
	invalid_params: {
		headline: 'TikTok did not accept one of the values.',
		advice: 'Check the fields of this node against the message from TikTok.',
		repeat: 'no',
	},
	invalid_file_upload: {
		headline: 'TikTok did not accept the file.',
		advice: 'Check that the file is a complete MP4, MOV or WebM video.',
		repeat: 'no',
	},
	rate_limit_exceeded: {
		headline: "TikTok's limit per minute for this account is used up.",
		advice: 'Something else also uses this account. Try again in a minute.',
		repeat: 'rateLimit',
		retryAfterSeconds: 60,
	},
	internal_error: {
		headline: 'TikTok had an internal error.',
		advice: "This is on TikTok's side and usually passes. Try again in a few minutes.",
		repeat: 'transient',
		retryAfterSeconds: 60,
	},
	app_version_check_failed: {
		headline: "The account's TikTok app is too old for photo drafts.",
		advice: 'Update TikTok on the phone to version 31.8 or newer, or use Direct Post.',
		repeat: 'no',
	},
	invalid_publish_id: {
		headline: 'TikTok does not know this publish ID.',
		advice:
			'Use the publish_id that a posting operation returned, with the credential that posted it.',
		repeat: 'no',
	},
	token_not_authorized_for_specified_publish_id: {
		headline: 'This publish ID belongs to another account or another TikTok app.',
		advice: 'Choose the credential that made the post.',
		repeat: 'no',
	},
	publish_not_cancellable: {
		headline: 'This post can no longer be cancelled.',
		advice:
			'TikTok cancels only while it downloads from a URL. Delete the post in the TikTok app instead.',
		repeat: 'no',
	},
	spam_risk_too_many_posts: {
		headline: 'This account has used up its posts through apps for the last 24 hours.',
		advice: 'TikTok allows about 15 a day, counted over all apps. Try again tomorrow.',
		repeat: 'tomorrow',
	},
	spam_risk_user_banned_from_posting: {
		headline: 'TikTok has banned this account from posting.',
		advice: 'Open the TikTok app with this account to see why and until when.',
		repeat: 'no',
	},
	reached_active_user_cap: {
		headline: 'Your TikTok app has reached its number of posting accounts for today.',
		advice:
			"The cap is set in TikTok's audit. Try again in 24 hours, or ask TikTok for a higher cap.",
		repeat: 'tomorrow',
	},
	spam_risk_too_many_pending_share: {
		headline: 'This account already has five drafts waiting in its TikTok inbox.',
		advice:
			'TikTok allows five in 24 hours. Post or dismiss drafts in the TikTok app, or try again tomorrow.',
		repeat: 'tomorrow',
	},
	unaudited_client_can_only_post_to_private_accounts: {
		headline:
			'Your TikTok app is not audited: the TikTok account itself must be private, not only the post.',
		advice: audit,
		repeat: 'no',
	},
	url_ownership_unverified: {
		headline: 'TikTok does not know that you own the address of this media.',
		advice:
			'Add its domain or URL prefix under URL properties of your TikTok app and verify it. Or use Upload, which needs no verified address.',
		repeat: 'no',
	},
	privacy_level_option_mismatch: {
		headline: 'This account does not offer the chosen privacy level.',
		advice:
			'Choose one from the Privacy Level list; it changes when the account becomes public or private.',
		repeat: 'no',
	},

	// Why a post failed after TikTok had accepted it.
	file_format_check_failed: {
		headline: 'TikTok does not support the format of this media.',
		advice: 'Videos: MP4, MOV or WebM with H.264, H.265, VP8 or VP9. Photos: JPEG or WebP.',
		repeat: 'no',
	},
	duration_check_failed: {
		headline: 'The video is too short or too long for this account.',
		advice: 'Get Posting Options tells the longest video this account may post.',
		repeat: 'no',
	},
	frame_rate_check_failed: {
		headline: "The frame rate of the video is outside TikTok's limits.",
		advice: 'Convert the video to between 23 and 60 frames per second.',
		repeat: 'no',
	},
	picture_size_check_failed: {
		headline: "The pixel size of the media is outside TikTok's limits.",
		advice:
			'Videos: 360 to 4096 pixels on each side. Photos: at most 1080 pixels on the shorter side.',
		repeat: 'no',
	},
	internal: {
		headline: 'TikTok could not finish the post because of an internal error.',
		advice: 'Post it again later.',
		repeat: 'transient',
		retryAfterSeconds: 300,
	},
	video_pull_failed: {
		headline: 'TikTok could not download the video.',
		advice:
			'The URL must answer without redirect or login for as long as the download takes, at most one hour.',
		repeat: 'transient',
		retryAfterSeconds: 300,
	},
	photo_pull_failed: {
		headline: 'TikTok could not download a photo.',
		advice: 'Each URL must answer with a JPEG or WebP, without redirect or login.',
		repeat: 'transient',
		retryAfterSeconds: 300,
	},
	publish_cancelled: {
		headline: 'The post was cancelled.',
		advice: 'Somebody used Cancel. Post it again if that was a mistake.',
		repeat: 'no',
	},
	auth_removed: {
		headline: 'The account disconnected your TikTok app while the post was in progress.',
		advice: 'Reconnect the credential and post it again.',
		repeat: 'no',
	},
	spam_risk_text: {
		headline: 'TikTok considers the caption risky or spam.',
		advice: 'Change the text and its hashtags, then post it again.',
		repeat: 'no',
	},
	spam_risk: {
		headline: 'TikTok considers the post risky.',
		advice: 'Check the account in the TikTok app before you post again.',
		repeat: 'no',
	},
};
/** What we know about a code; TikTok's codes are words, and any word may come. */
export const openApiError = (code: string): ErrorEntry | undefined =>
	Object.hasOwn(openApiErrors, code) ? openApiErrors[code] : undefined;

// Posting pages print the singular, the live service sends the plural (fact sheet §10.2).
openApiErrors.invalid_param = openApiErrors.invalid_params;
