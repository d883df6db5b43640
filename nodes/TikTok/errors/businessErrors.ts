import type { ErrorEntry } from './errorEntry';

const reconnect = (headline: string): ErrorEntry => ({
	headline,
	advice: 'Reconnect the credential, or paste a new access token.',
	repeat: 'no',
});
const mend = (headline: string, advice: string): ErrorEntry => ({ headline, advice, repeat: 'no' });
const busy = (headline: string): ErrorEntry => ({
	headline,
	advice: 'Wait five minutes: TikTok releases a limit per minute only after that.',
	repeat: 'rateLimit',
	retryAfterSeconds: 300,
});
const tikTokSide = (headline: string): ErrorEntry => ({
	headline,
	advice: "This is on TikTok's side and usually passes. Try again in a few minutes.",
	repeat: 'transient',
	retryAfterSeconds: 60,
});
const unavailable = mend(
	'TikTok does not offer this here.',
	'The sandbox knows terms, but neither GMV Max nor targeting tools. Use the production environment.',
);

/** Codes of the TikTok API for Business (business fact sheet §4). The HTTP status says nothing there. */
export const businessErrors: Record<string, ErrorEntry> = {
	20001: mend(
		'TikTok could only do a part of it.',
		'Read the message from TikTok for what is missing.',
	),
	40000: mend('TikTok did not accept the values.', 'Check the fields of this node.'),
	40001: mend(
		'This connection has no permission for the ad account, the shop or the data.',
		'Check the ID, give the connected user access in TikTok Ads Manager or Business Center, and tick the ad account when connecting.',
	),
	40002: mend(
		'TikTok did not accept one of the values.',
		'The message from TikTok names the field.',
	),
	40003: mend('TikTok forbids this call.', 'Check what your Business app is approved for.'),
	40006: mend('TikTok no longer offers this version of the call.', 'Update this node.'),
	40007: mend('TikTok does not know this object.', 'Check the IDs.'),
	40008: unavailable,
	40009: unavailable,
	40010: mend('TikTok does not serve this address.', 'Check the environment of the credential.'),
	40011: mend('Too many IDs at once.', 'Ask for fewer.'),
	40013: mend('The sandbox account does not exist.', 'Create it in My Apps → your app.'),
	40014: unavailable,
	40016: busy("TikTok's limit for this call is used up."),
	40050: mend(
		'TikTok has seen this request already.',
		'Check whether it was done before you repeat it.',
	),
	40051: mend('TikTok no longer offers this version of the call.', 'Update this node.'),
	40061: mend('Too many IDs at once.', 'Ask for fewer.'),
	40100: busy('Your Business app has used up its calls.'),
	40101: reconnect("TikTok does not accept the app's ID and secret together."),
	40102: reconnect('The access token has expired.'),
	40103: reconnect('The connection has expired.'),
	40104: reconnect('TikTok received no access token.'),
	40105: reconnect('The access token is wrong or was revoked.'),
	40106: mend(
		'The connected user does not belong to this ad account.',
		'Choose another ad account or connect another user.',
	),
	40107: reconnect('The connection is no longer valid.'),
	40108: reconnect('TikTok does not offer this way to connect.'),
	40110: reconnect('The consent was used already, cancelled, or is older than an hour.'),
	40113: reconnect('The Business app is blocked, unknown, or not the one that made this token.'),
	40114: reconnect('The advertiser was logged out.'),
	40115: reconnect('TikTok did not accept the time of the consent.'),
	40116: reconnect('TikTok did not accept the signature of the consent.'),
	40117: reconnect('TikTok does not accept this way to connect.'),
	40118: mend(
		"Your app or ad account is not on TikTok's allowlist for this.",
		'Ask your TikTok representative.',
	),
	40119: mend(
		'Your app and the ad account belong to different companies.',
		'Use an app of the same company.',
	),
	40124: mend(
		'Your developer profile is not approved yet.',
		'Finish it on business-api.tiktok.com.',
	),
	40125: mend(
		'Your developer profile lacks a permission.',
		'Ask for it on business-api.tiktok.com.',
	),
	40130: mend(
		'Your Business app was not granted the permission for this.',
		"Add it under the app's permissions, then reconnect.",
	),
	40131: mend(
		'Your Business app was not granted the permission for this.',
		"Add it under the app's permissions, then reconnect.",
	),
	40132: busy('TikTok was asked too often about the same value.'),
	40133: busy('The ad account has used up its calls.'),
	40200: tikTokSide("TikTok's background task failed."),
	40201: tikTokSide('TikTok has not prepared the data yet.'),
	40202: tikTokSide('Something else was changed at the same moment.'),
	40300: mend('TikTok does not know this ad account.', 'Check the advertiser ID.'),
	40301: mend('TikTok does not know this ad account.', 'Check the advertiser ID.'),
	40302: mend('The ad account does not fit the other IDs.', 'Check the advertiser ID.'),
	40400: mend('TikTok does not know this call.', 'Update this node.'),
	40700: mend("TikTok's internal check refused the request.", 'Check the fields of this node.'),
	41000: mend(
		'TikTok does not serve this from your country.',
		'Run n8n elsewhere or ask your TikTok representative.',
	),
	41001: mend('TikTok has taken this call offline.', 'Update this node.'),
	41002: mend('TikTok has taken this field offline.', 'Update this node.'),
	50000: tikTokSide('TikTok had a system error.'),
	50002: tikTokSide('TikTok could not process the request.'),
	51305: tikTokSide('An internal service of TikTok failed.'),
	60001: { ...tikTokSide('TikTok is under maintenance.'), retryAfterSeconds: 1800 },
	61000: busy('TikTok received too many requests.'),
};

/** The ranges 51xxx to 53xxx are failures of TikTok's own services (business fact sheet §4). */
export function businessError(code: number): ErrorEntry | undefined {
	const known = businessErrors[code];
	if (known) return known;
	return code >= 51000 && code < 54000
		? tikTokSide('An internal service of TikTok failed.')
		: undefined;
}
