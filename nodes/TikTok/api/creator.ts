import { perMinute } from '../limits';
import type { Scope } from '../connection/scopes';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';

/** Calls about the connected account. */

/** What the creator may post now (open API fact sheet §5). */
export const creatorInfo: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/creator_info/query/',
	scopes: ['video.publish'],
	quota: perMinute('reading posting options', 20),
	kind: 'read',
};

/** Each field has a permission of its own; who asks names those it needs. */
export const userInfo: Endpoint = {
	method: 'GET',
	path: '/v2/user/info/',
	scopes: ['user.info.basic'],
	quota: perMinute('reading the account', 600),
	kind: 'read',
};

/** Fields of the user, by the permission that grants them (open API fact sheet §3). */
export const userFields = {
	'user.info.basic': [
		'open_id',
		'union_id',
		'avatar_url',
		'avatar_url_100',
		'avatar_large_url',
		'display_name',
	],
	'user.info.profile': ['bio_description', 'profile_deep_link', 'is_verified', 'username'],
	'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
} as const satisfies Partial<Record<Scope, string[]>>;

/** The permission that a field of the user needs; the basic one for a field that is new to us. */
export function scopeOfUserField(field: string): Scope {
	const entry = Object.entries(userFields).find(([, names]) =>
		names.some((name) => name === field),
	);
	return (entry?.[0] ?? 'user.info.basic') as Scope;
}

/**
 * The cheapest call there is: shows whether TikTok still accepts the connection.
 * @returns whether that is proved; an account that did not grant the call proves nothing
 * @throws TikTokFailure
 */
export async function proveConnection(session: Session): Promise<boolean> {
	const { grantedScopes } = session.connection;
	if (grantedScopes && !grantedScopes.has('user.info.basic')) return false;
	await session.call(userInfo, { qs: { fields: 'open_id' } });
	return true;
}
