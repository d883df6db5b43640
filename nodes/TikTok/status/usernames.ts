import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';

/**
 * The handle of each account, for links to posts. Handles change rarely; each is fetched once per
 * process. Module state, bounded, safe to lose.
 */

const MAX_ACCOUNTS = 500;
const usernames = new Map<string, string>();

/** A call that tells the handle, and where in its answer. */
export interface HandleSource {
	endpoint: Endpoint;
	qs?: IDataObject;
	read: (data: IDataObject) => unknown;
}

/** The account's handle, or `undefined` when no granted permission tells it. Never throws. */
export async function usernameOf(
	session: Session,
	sources: HandleSource[],
): Promise<string | undefined> {
	const { accountKey, grantedScopes } = session.connection;
	const known = usernames.get(accountKey);
	if (known) return known;
	for (const { endpoint, qs, read } of sources) {
		if (!grantedScopes || !endpoint.scopes.some((scope) => grantedScopes.has(scope))) continue;
		try {
			const username = read(await session.call(endpoint, { qs }));
			if (typeof username === 'string' && username !== '') return remember(accountKey, username);
		} catch {
			// A link is a courtesy: without the handle there is none, and the post stays a success.
			session.logger.debug('TikTok: the account name for the post link could not be read');
		}
	}
	return undefined;
}

/** The address of a post on TikTok's website. */
export function postUrl(websiteUrl: string, username: string, postId: string): string {
	return `${websiteUrl}/@${username}/video/${postId}`;
}

function remember(accountKey: string, username: string): string {
	if (usernames.size >= MAX_ACCOUNTS) usernames.delete(usernames.keys().next().value as string);
	usernames.set(accountKey, username);
	return username;
}
