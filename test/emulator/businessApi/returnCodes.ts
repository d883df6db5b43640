/** §4, the codes this emulator sends by itself or is asked to script. The wording is our own. */
const meanings: Record<number, string> = {
	40000: 'The request parameters are invalid',
	40001: 'No permission for this advertiser, asset or scope',
	40002: 'A parameter is wrong',
	40007: 'The object does not exist',
	40008: 'This endpoint is not available in the sandbox',
	40016: 'Too many requests to this endpoint from this app',
	40100: 'Too many requests from this app',
	40101: 'The authorization values do not fit together',
	40102: 'The access token has expired',
	40104: 'The Access-Token header is missing',
	40105: 'The access token is wrong or was revoked',
	40108: 'This grant type is not supported',
	40110: 'The authorization code was cancelled, used or has expired',
	40113: 'The app is unknown or is not the app of this token',
	40118: 'The app or advertiser is not on the allowlist',
	40133: 'Too many requests to this endpoint for this advertiser',
	40300: 'The advertiser does not exist',
	50000: 'System error',
	50002: 'The request could not be processed',
	51010: 'An internal service timed out',
	60001: 'The service is under maintenance',
};

export function meaningOf(code: number): string {
	return meanings[code] ?? `Return code ${code}`;
}

/** Thrown by whatever finds something wrong; the gateway turns it into an error envelope. */
export class Refusal extends Error {
	constructor(
		readonly code: number,
		message = meaningOf(code),
	) {
		super(message);
	}
}
