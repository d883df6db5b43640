import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';

/**
 * The handle of each account, for links to posts. Handles change rarely; each is fetched once per
 * process. Module state, bounded, safe to lose.
 */

const MAX_ACCOUNTS = 500;
/** The question, not only its answer, so that posts of one moment ask once. */
const usernames = new Map<string, Promise<string | undefined>>();

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
	const { accountKey } = session.connection;
	const known = usernames.get(accountKey);
	if (known) return await known;
	if (usernames.size >= MAX_ACCOUNTS) usernames.delete(usernames.keys().next().value as string);
	const asked = askForUsername(session, sources);
	usernames.set(accountKey, asked);
	const username = await asked;
	// Not knowing is no knowledge: the next post asks again.
	if (!username) usernames.delete(accountKey);
	return username;
}

async function askForUsername(
	session: Session,
	sources: HandleSource[],
): Promise<string | undefined> {
	const { grantedScopes } = session.connection;
	for (const { endpoint, qs, read } of sources) {
		if (grantedScopes && !endpoint.scopes.some((scope) => grantedScopes.has(scope))) continue;
		try {
			const username = read(await session.call(endpoint, { qs }));
			if (typeof username === 'string' && username !== '') return username;
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
