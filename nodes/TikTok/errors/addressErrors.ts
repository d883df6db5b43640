import type { OwnErrorEntry } from './ownErrorEntry';
import { forGood, passing } from './ownErrorEntry';

const uploadAsFile =
	'download it with the HTTP Request node as a file, and post that file of the input item.';

/**
 * What can be wrong with a file at an address of the user. Errors name the field and the host; the
 * rest of an address may be a secret.
 */
export const addressErrors = {
	address_unreachable: passing('network', {
		headline: 'The server of the address could not be reached.',
		advice: 'Check the address, and whether this n8n may connect to that server.',
		exact: {
			headline: 'The address in {field} could not be reached ({host}): {trouble}.',
		},
		again: "Yes, unless n8n's own protection of its network forbids it",
	}),
	address_refused: forGood('input', {
		headline:
			'The server of the address does not hand out the file: a login, or a link that expired.',
		advice: `Make a new link and run the item again; or ${uploadAsFile}`,
		exact: {
			headline: '{host} does not hand out the file of {field} (HTTP {status}): {reason}.',
		},
	}),
	address_not_found: forGood('input', {
		headline: 'Nothing is at the address.',
		advice: 'Check the address: the file was moved or deleted, or the link has expired.',
		exact: { headline: 'Nothing is at the address in {field} ({host}, HTTP {status}).' },
	}),
	address_is_no_file: forGood('input', {
		headline: 'The address leads to a web page or a message, not to a video or a photo.',
		advice: `It must deliver the file itself, without login, consent or download page: a private browser window shows what it delivers. Or ${uploadAsFile}`,
		exact: { headline: 'The address in {field} ({host}) leads to {reads}, not to a {wanted}.' },
	}),
	address_redirected: forGood('input', {
		headline: 'The address redirects without end, or to where this node does not follow.',
		advice: 'Enter the address that delivers the file itself.',
		exact: { headline: 'The address in {field} ({host}) {what}.' },
	}),
	address_without_size: forGood('input', {
		headline:
			'The server does not say how large the file is, which TikTok wants to know beforehand.',
		advice: `Files of one chunk are sent all the same. Larger ones: ${uploadAsFile}`,
		exact: {
			headline:
				'{host} does not say how large the file of {field} is, and it is larger than {bytes} bytes.',
			advice: `TikTok wants to know the size beforehand: ${uploadAsFile}`,
		},
	}),
	address_encoded: forGood('input', {
		headline:
			'The server sent another number of bytes than it had announced: it compresses the file.',
		advice: `Switch compression off for videos on that server; or ${uploadAsFile}`,
		exact: {
			headline: '{host} announced {bytes} bytes for the file of {field}, but sent {found}.',
			advice: `It compresses the file or announces a wrong length. Switch compression off for videos there; or ${uploadAsFile}`,
		},
	}),
	address_changed: passing('input', {
		headline: 'The file at the address changed while it was uploaded.',
		advice: 'Nothing was posted. Run the item again: the new file is sent then.',
		exact: { headline: 'The file of {field} changed at {host} while it was uploaded.' },
	}),
	address_broke_off: passing('network', {
		headline: 'The download from the address broke off, also after several attempts.',
		advice: 'Run the item again.',
		exact: {
			headline: 'The download from {host} ({field}) broke off after {received} bytes: {trouble}.',
			advice: 'It was taken up again several times. Run the item again, or check that server.',
		},
	}),
	address_too_slow: passing('network', {
		headline: 'The server of the address delivers too slowly.',
		advice: `Run the item again when it is faster; or ${uploadAsFile}`,
		exact: { headline: '{host} delivers the file of {field} too slowly: {speed}.' },
	}),
} as const satisfies Record<string, OwnErrorEntry>;

export const addressErrorFamilies = {
	'address_http_…': passing('network', {
		headline: 'The server of the address answered with this HTTP status.',
		advice: 'Check that server, then run the item again.',
		exact: { headline: '{host} answered with HTTP {status} for the file of {field}.' },
		again: 'Yes with HTTP 408, 425, 429 and 5xx, else no',
	}),
} as const satisfies Record<string, OwnErrorEntry>;
