import { addressErrorFamilies, addressErrors } from './addressErrors';
import type { OwnErrorEntry } from './ownErrorEntry';
import { forGood, input, passing } from './ownErrorEntry';

/**
 * The codes of failures that this node finds by itself. `ownFailure` makes the errors from here.
 */
export const ownErrors = {
	invalid_input: input(
		'A field of the node holds a value that TikTok would refuse.',
		'The error names the field, the value and the rule.',
	),
	rounded_id: input(
		'An ID came as a number, and JavaScript has rounded it.',
		'Pass it as text: keep it in quotes in the node before.',
	),
	no_file: input(
		'The input item has no file in this field.',
		'Name the field that holds it. Pinned data holds no files: unpin the previous node.',
	),
	empty_file: input('The file has 0 bytes.', 'Check the node that delivered it.'),
	file_too_large: input(
		'The video is larger than 4 GiB, or the photo larger than 20 MB.',
		'Make it smaller.',
	),
	wrong_file_type: input(
		'TikTok does not take files of this type.',
		"Videos: MP4, MOV or WebM. Photos: JPEG or WebP; n8n's Edit Image node converts.",
	),
	token_not_renewed: passing(
		'network',
		{
			headline: 'TikTok could not renew the connection just now.',
			advice: 'Try again in a few minutes.',
			exact: {
				advice: "This is on TikTok's side and usually passes. Try again in a few minutes.",
			},
		},
		// TikTok had refused the token, so the request itself was certainly not accepted.
		'neverSent',
	),
	video_not_found: input(
		'None of these is a public video of the connected account.',
		'Check the IDs or links, and whose account the credential is. TikTok shows neither private videos nor drafts nor videos of others.',
	),
	file_not_found: forGood('input', {
		headline: "The file is no longer in n8n's store.",
		advice:
			'n8n deletes files with their execution. Run the workflow again from the node that delivers the file.',
		exact: {
			headline: "The file {file} is no longer in n8n's store.",
			advice:
				'n8n deletes a file with its execution, and moves one that came by webhook or form when that execution ends. Run the workflow again from the node that delivers the file.',
		},
	}),
	file_unreadable: passing('input', {
		headline: "n8n's store broke off while it delivered the file.",
		advice:
			"Run the workflow again from the node that delivers the file. When it happens again, n8n's log tells what is wrong with the store.",
		exact: { headline: "n8n's store could not deliver the file {file}." },
	}),
	file_stalled: passing('input', {
		headline: "n8n's store stopped delivering the file.",
		advice:
			"Run the workflow again from the node that delivers the file. When it happens again, look at the disk, database or S3 storage behind n8n's store.",
		exact: {
			headline: "n8n's store delivered nothing of the file {file} for {minutes} minutes.",
		},
	}),
	file_size_mismatch: forGood('input', {
		headline: "n8n's store delivered another number of bytes than it had announced.",
		advice: 'Run the node that delivers the file again.',
		exact: {
			headline: "The file {file} should have {bytes} bytes, but n8n's store {found}.",
			advice:
				'The file changed or was damaged after it was stored. Run the node that delivers it again.',
		},
	}),
	binary_mode_without_links: input(
		'n8n cannot serve the photo to TikTok, because it keeps files in memory only.',
		'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3, or use public URLs.',
	),
	no_public_address: input(
		'TikTok cannot download from this n8n.',
		'Set WEBHOOK_URL to the public https address of n8n and verify it at TikTok, or use public URLs.',
	),
	reconnect: forGood('credential', {
		headline: 'The credential is not connected, or TikTok no longer renews the connection.',
		advice: 'Open the credential and press Connect.',
		exact: {
			headline: 'Reconnect the credential: {reason}',
			advice:
				'Open the credential in n8n and press Connect (or Switch account). A TikTok connection lasts one year at most and ends when the account removes the app.',
		},
	}),
	unreadable_answer: passing(
		'answer',
		{
			headline:
				"Something answered that is no answer of TikTok's API: a web page, nothing, or a part.",
			advice: 'Usually a gateway on the way. With HTTP 4xx, check the addresses in the credential.',
			exact: {
				headline: 'TikTok answered with {what} (HTTP {status}).',
				advice: 'This usually is a gateway on the way and passes. Try again in a few minutes.',
			},
			again: 'Yes, but not with HTTP 3xx, nor with 4xx other than 408 and 499',
		},
		'lost',
	),
	upload_failed: passing('tiktok', {
		headline: 'A chunk could not be sent, also after several attempts.',
		advice:
			'Nothing was posted. Check the network between n8n and TikTok, then run the item again.',
		exact: { headline: 'Uploading {chunk} failed {attempts} times, last with {answer}.' },
	}),
	upload_url_expired: passing('tiktok', {
		headline: 'TikTok closed the upload before the file was complete.',
		advice:
			'Nothing was posted. An upload must finish within 60 minutes; the error says which speed that needs.',
		exact: {
			headline: 'TikTok closed the upload after {sent} of {bytes} bytes (HTTP {status}).',
			advice:
				'An upload must finish within 60 min; this file needs at least {speed} Mbit/s. Nothing was posted.',
		},
	}),
	upload_unconfirmed: forGood('network', {
		headline:
			'The last bytes were on their way, but TikTok confirmed neither the last chunk nor the post.',
		advice: 'It may appear. Ask with Get Publish Status before you upload again.',
		exact: {
			headline:
				'The last of {bytes} bytes were on their way, but TikTok confirmed neither the last chunk nor the post.',
			advice:
				'It may appear on the account. Ask with Get Publish Status and this publish ID before you upload the file again.',
		},
	}),
	once_key_unclear: forGood('tiktok', {
		headline:
			'TikTok may have a post under this Once Key already: an earlier run was cut off, or its answer was lost.',
		advice:
			"Nothing was posted now. Look at the account's posts or inbox in TikTok. If the post is not there, run the item again with another Once Key.",
	}),
	no_place_in_time: passing(
		'tiktok',
		{
			headline: 'Maximum Wait was over before TikTok could be asked for the status.',
			advice:
				'TikTok allows 30 status calls per minute for each account, and others came first. Ask again in a minute, or for fewer posts at a time.',
		},
		'neverSent',
	),
	changed_answer: passing('answer', {
		headline: "TikTok's answer lacks a part that this node needs.",
		advice:
			'Try again in a few minutes. If it stays so, TikTok has changed its API: look for a newer version of this package.',
		exact: { headline: 'TikTok\'s answer has no "{key}", or none that can be read.' },
	}),
	cursor_stuck: passing('answer', {
		headline: 'TikTok announced more videos but did not say where they start.',
		advice: 'Try again in a few minutes, or set a Limit.',
	}),
	unknown: forGood('tiktok', {
		headline: 'The post failed and TikTok gave no reason.',
		advice: 'Look at the account in the TikTok app.',
	}),
	cancelled: forGood('cancelled', {
		headline: 'The execution was stopped.',
		advice: 'Nothing further was sent to TikTok.',
		exact: { headline: 'The execution was cancelled.' },
	}),
	unexpected: forGood('answer', {
		headline: 'A defect of this node.',
		advice: 'Report it with the message and with what the node was doing.',
		exact: { headline: '{message}', advice: '' },
	}),
	...addressErrors,
} as const satisfies Record<string, OwnErrorEntry>;

/** Codes that end in what came back: an HTTP status or the system's name of a network error. */
export const ownErrorFamilies = {
	'network_…': passing(
		'network',
		{
			headline:
				'The line to TikTok failed: no connection, no answer in time, or an untrusted certificate.',
			advice:
				'Check the network, the proxy option of the node and the addresses in the credential.',
			exact: {
				headline: '{trouble}',
				advice:
					'Check the network, the proxy option of this node and the addresses in the credential, then try again.',
			},
		},
		'lost',
	),
	'upload_http_…': forGood('tiktok', {
		headline: 'TikTok refused a chunk with this HTTP status.',
		advice:
			'Nothing was posted. Check that the file is a complete video; when it is, report this with the publish ID.',
		exact: { headline: 'TikTok refused {chunk} with HTTP {status}.' },
	}),
	'http_…': forGood('tiktok', {
		headline: 'TikTok refused with this HTTP status and named no code.',
		advice: "The log id lets TikTok's support look it up.",
	}),
	...addressErrorFamilies,
} as const satisfies Record<string, OwnErrorEntry>;

/** A code of ours; TikTok's own codes are as open as TikTok is. */
export type OwnCode = keyof typeof ownErrors;
export type OwnFamily = keyof typeof ownErrorFamilies;

/** Whether a code of an error is ours, and not TikTok's. */
export const isOwnCode = (code: string): boolean =>
	Object.hasOwn(ownErrors, code) ||
	Object.keys(ownErrorFamilies).some((family) => code.startsWith(family.replace('…', '')));

/** TikTok's codes that preflight uses before TikTok does: the same post would fail with them later. */
export type ForeseenCode =
	| 'scope_not_authorized'
	| 'privacy_level_option_mismatch'
	| 'duration_check_failed'
	| 'picture_size_check_failed'
	| 'frame_rate_check_failed';
