import type { IDataObject } from 'n8n-workflow';
import { creatorInfo, userInfo } from '../api/creator';
import { accountMemory } from '../request/accountMemory';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';

/** A call that tells the handle, and where in its answer. */
interface HandleSource {
	endpoint: Endpoint;
	qs?: IDataObject;
	read: (data: IDataObject) => unknown;
}

/** In order of preference; each needs another permission. */
const sources: HandleSource[] = [
	{
		endpoint: { ...userInfo, scopes: ['user.info.profile'] },
		qs: { fields: 'username' },
		read: (data) => (data.user as IDataObject | undefined)?.username,
	},
	{ endpoint: creatorInfo, read: (data) => data.creator_username },
];

/** A handle that TikTok did not tell just now costs the posts that follow no calls and no waiting. */
const NOT_TOLD_MS = 60_000;

/**
 * The account's handle, or `undefined` when TikTok does not tell it. Handles change rarely; each is
 * asked for once per process, and once a minute while it is not told. Never throws.
 */
export async function usernameOf(session: Session): Promise<string | undefined> {
	const { accountKey, grantedScopes } = session.connection;
	const isGranted = ({ endpoint }: HandleSource) =>
		!grantedScopes || endpoint.scopes.some((scope) => grantedScopes.has(scope));
	const granted = sources.filter(isGranted);
	const ask = async () => ({ username: await askForUsername(session, granted) });
	// Another permission may tell what these did not.
	const question = `username by ${granted.map(({ endpoint }) => endpoint.path).join(' or ')}`;
	try {
		return await accountMemory.recall(accountKey, 'username', Infinity, async () => {
			if (granted.length === 0) return undefined;
			return (await accountMemory.recall(accountKey, question, NOT_TOLD_MS, ask)).username;
		});
	} catch {
		// Who asked was cancelled: the next one asks for itself.
		return undefined;
	}
}

async function askForUsername(
	session: Session,
	granted: readonly HandleSource[],
): Promise<string | undefined> {
	for (const { endpoint, qs, read } of granted) {
		try {
			const username = read(await session.call(endpoint, { qs }));
			if (typeof username === 'string' && username !== '') return username;
		} catch {
			session.signal?.throwIfAborted();
			// A link is a courtesy: without the handle there is none, and the post stays a success.
			session.logger.debug('TikTok: the account name for the post link could not be read');
		}
	}
	return undefined;
}

/**
 * The address of a post on TikTok's website. What kind it is only the publish ID tells: those of
 * photos begin with "p_" (open API fact sheet §6.3). Nothing but the link depends on that.
 */
export function postUrl(
	websiteUrl: string,
	username: string,
	publishId: string,
	postId: string,
): string {
	const kind = publishId.startsWith('p_') ? 'photo' : 'video';
	return `${websiteUrl}/@${username}/${kind}/${postId}`;
}
