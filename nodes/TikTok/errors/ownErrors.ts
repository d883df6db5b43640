import type { ErrorEntry } from './errorEntry';

const beforeSending = (headline: string, advice: string): ErrorEntry => ({
	headline,
	advice,
	repeat: 'no',
});
const later = (headline: string, advice: string): ErrorEntry => ({
	headline,
	advice,
	repeat: 'transient',
});

/**
 * The codes of failures that this node finds by itself. The error names the field, the value and the
 * rule where it happens; the sentences here say what the code stands for.
 */
export const ownErrors = {
	invalid_input: beforeSending(
		'A field of the node holds a value that TikTok would refuse.',
		'The error names the field, the value and the rule.',
	),
	rounded_id: beforeSending(
		'An ID came as a number, and JavaScript has rounded it.',
		'Pass it as text: keep it in quotes in the node before.',
	),
	no_file: beforeSending(
		'The input item has no file in this field.',
		'Name the field that holds it. Pinned data holds no files: unpin the previous node.',
	),
	empty_file: beforeSending('The file has 0 bytes.', 'Check the node that delivered it.'),
	file_too_large: beforeSending(
		'The video is larger than 4 GiB, or the photo larger than 20 MB.',
		'Make it smaller.',
	),
	wrong_file_type: beforeSending(
		'TikTok does not take files of this type.',
		"Videos: MP4, MOV or WebM. Photos: JPEG or WebP; n8n's Edit Image node converts.",
	),
	token_not_renewed: later(
		'TikTok could not renew the connection just now.',
		'Try again in a few minutes.',
	),
	file_size_mismatch: beforeSending(
		"n8n's store delivered another number of bytes than it had announced.",
		'Run the node that delivers the file again.',
	),
	binary_mode_without_links: beforeSending(
		'n8n cannot serve the photo to TikTok, because it keeps files in memory only.',
		'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3, or use public URLs.',
	),
	no_public_address: beforeSending(
		'TikTok cannot download from this n8n.',
		'Set WEBHOOK_URL to the public https address of n8n and verify it at TikTok, or use public URLs.',
	),
	reconnect: beforeSending(
		'The credential is not connected, or TikTok no longer renews the connection.',
		'Open the credential and press Connect.',
	),
	unreadable_answer: later(
		"Something answered that is no answer of TikTok's API: a web page, nothing, or a part.",
		'Usually a gateway on the way. With HTTP 4xx, check the addresses in the credential.',
	),
	upload_failed: later(
		'A chunk could not be sent, also after several attempts.',
		'Nothing was posted. Check the network between n8n and TikTok, then run the item again.',
	),
	upload_url_expired: later(
		'TikTok closed the upload before the file was complete.',
		'Nothing was posted. An upload must finish within 60 minutes; the error says which speed that needs.',
	),
	upload_unconfirmed: beforeSending(
		'All bytes were sent, but TikTok confirmed neither the last chunk nor the post.',
		'It may appear. Ask with Get Publish Status before you upload again.',
	),
	cursor_stuck: later(
		'TikTok announced more videos but did not say where they start.',
		'Try again in a few minutes, or set a Limit.',
	),
	unknown: beforeSending(
		'The post failed and TikTok gave no reason.',
		'Look at the account in the TikTok app.',
	),
	cancelled: beforeSending('The execution was stopped.', 'Nothing further was sent to TikTok.'),
	unexpected: beforeSending(
		'A defect of this node.',
		'Report it with the message and with what the node was doing.',
	),
} as const satisfies Record<string, ErrorEntry>;

/** Codes that end in what came back: an HTTP status or the system's name of a network error. */
export const ownErrorFamilies = {
	'network_…': later(
		'The line to TikTok failed: no connection, no answer in time, or an untrusted certificate.',
		'Check the network, the proxy option of the node and the addresses in the credential.',
	),
	'upload_http_…': later(
		'TikTok refused a chunk with this HTTP status.',
		'Nothing was posted. Run the item again.',
	),
	'http_…': beforeSending(
		'TikTok refused with this HTTP status and named no code.',
		"The log id lets TikTok's support look it up.",
	),
} as const satisfies Record<string, ErrorEntry>;

/** A code of ours; TikTok's own codes are as open as TikTok is. */
export type OwnCode = keyof typeof ownErrors;

/** TikTok's codes that preflight uses before TikTok does: the same post would fail with them later. */
export type ForeseenCode =
	| 'scope_not_authorized'
	| 'privacy_level_option_mismatch'
	| 'duration_check_failed'
	| 'picture_size_check_failed'
	| 'frame_rate_check_failed';
