import type { TikTokFailure } from '../errors/failure';
import { inputFailure, ownFailure } from '../errors/ownFailure';
import { encodedAddress, hasPublicName, parsedAddress } from '../shared/addresses';

/** An address from which this node downloads a file itself. */
export interface Address {
	url: URL;
	/** The label of its field, for errors. */
	field: string;
	/** A model chose it: then n8n's own network is none of its business. */
	mustBePublic: boolean;
	/** The host that the user named, when redirects led to another. */
	via?: string;
}

/**
 * How errors call the server. All the rest of an address may be a secret: links are signed in their
 * query, shared ones by their path.
 */
export const hostOf = ({ url: { host }, via }: Pick<Address, 'url' | 'via'>) =>
	via === undefined || via === host ? host : `${host}, to which ${via} redirects`;

/**
 * Reads an address as a workflow or a model gave it.
 * @throws TikTokFailure
 */
export function readAddress(field: string, text: string, mustBePublic: boolean): Address {
	const url = parsedAddress(encodedAddress(text));
	if (text.trim() === '')
		throw inputFailure(`${field} is empty.`, 'Enter the address of the file.');
	if (!url || !isWeb(url)) {
		throw inputFailure(
			`${field} is not an address of a file.`,
			'It starts with https:// or http://.',
		);
	}
	const address = { url, field, mustBePublic };
	if (mayBeAsked(address)) return address;
	throw inputFailure(
		`${field} is no public https address: ${hostOf(address)}`,
		'A tool of an agent takes addresses that start with https:// and have a public domain name; IP addresses and names of your own network are for workflows.',
	);
}

/**
 * Where a redirect leads.
 * @throws TikTokFailure when this node does not follow there
 */
export function redirected(from: Address, location: string | undefined): Address {
	const url = parsedAddress(asWritten(location ?? ''), from.url.href);
	if (!location || !url || !isWeb(url)) throw astray(from, 'redirects to no address');
	const to = { ...from, url, via: from.via ?? from.url.host };
	if (mayBeAsked(to)) return to;
	throw astray(from, `redirects to ${url.host}, which is no public https address`);
}

/** Node.js reads headers byte by byte; an address that was not encoded is UTF-8. */
function asWritten(header: string): string {
	const text = Buffer.from(header, 'latin1').toString();
	return text.includes('\ufffd') ? header : text;
}

/** @param what completes "The address in Video URL (host) …" */
export const astray = (address: Address, what: string): TikTokFailure =>
	ownFailure('address_redirected', {
		values: { field: address.field, host: hostOf(address), what },
	});

const isWeb = ({ protocol }: URL) => protocol === 'https:' || protocol === 'http:';

const mayBeAsked = ({ url, mustBePublic }: Address) =>
	!mustBePublic || (url.protocol === 'https:' && hasPublicName(url));
