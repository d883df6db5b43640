import { TikTokFailure } from '../errors/failure';
import type { ForeseenCode } from '../errors/ownErrors';

/** TikTok's scopes, and how the credential's Permissions field and TikTok's page call them. */
const labels = {
	'user.info.basic': 'Basic profile',
	'user.info.profile': 'Profile',
	'user.info.stats': 'Statistics',
	'video.list': 'Videos',
	'video.publish': 'Direct Post',
	'video.upload': 'Drafts to Inbox',
} as const;

export type Scope = keyof typeof labels;

/** Those of a product that an app may lack; the credential asks for the others by itself. */
const ofDisplayApi: readonly Scope[] = ['user.info.profile', 'user.info.stats', 'video.list'];

/**
 * What was granted, as the token answer tells it: names with commas, or blanks as OAuth has it.
 * @returns `undefined` when it names none of TikTok's, which tells nothing
 */
export function scopesIn(told: unknown): ReadonlySet<string> | undefined {
	const names = typeof told === 'string' ? told.split(/[\s,]+/) : [];
	return names.some((name) => name in labels) ? new Set(names) : undefined;
}

/**
 * Refuses a call that the account did not grant, before it is sent: TikTok's 401 would make n8n
 * burn a token refresh that cannot help.
 * @param granted what TikTok granted; `undefined` when the stored token does not tell
 * @param needed one of these is enough
 * @throws TikTokFailure
 */
export function requireScope(
	granted: ReadonlySet<string> | undefined,
	needed: readonly Scope[],
): void {
	if (!granted || needed.length === 0 || needed.some((scope) => granted.has(scope))) return;
	throw missingScope(needed);
}

export function missingScope(needed: readonly Scope[]): TikTokFailure {
	const names = needed.join(' or ');
	const ticks = needed.map((scope) => `"${labels[scope]}"`).join(' or ');
	return new TikTokFailure({
		headline: `This account did not grant ${names}.`,
		advice: needed.some((scope) => ofDisplayApi.includes(scope))
			? `Your TikTok app needs the product Display API for it. Then open the credential, choose ${ticks} under Permissions beside the others that you use, reconnect, and tick it on TikTok's page.`
			: `Open the credential, keep ${ticks} among its Permissions (empty asks for it), reconnect, and tick it on TikTok's page.`,
		origin: 'credential',
		details: {
			code: 'scope_not_authorized' satisfies ForeseenCode,
			retryable: false,
			missing_scope: names,
		},
	});
}
