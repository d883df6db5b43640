import type { IDataObject } from 'n8n-workflow';
import type { Session } from '../request/session';
import type { PublishStatus } from '../api/publishStatus';
import { postUrl, usernameOf } from './usernames';
import type { WaitOptions } from './waitForCompletion';
import { isDone } from './waitForCompletion';

/**
 * When to ask again, for workflows that loop by themselves. n8n's Wait node keeps a wait of less than
 * 65 s in memory, where a restart loses it, and measures after its own small delay.
 */
const ASK_AGAIN_SECONDS = 70;
/** Moderation takes longer than processing. */
const ASK_AGAIN_FOR_ID_SECONDS = 120;

/**
 * A status as an output item: with the post's links, and with when to ask again while it is open.
 * @param handleOf who has many to describe asks for the account's handle once
 */
export async function describeStatus(
	session: Session,
	status: PublishStatus,
	waited?: WaitOptions,
	handleOf = async () => await usernameOf(session),
): Promise<IDataObject> {
	const done = isDone(status, { forPublicId: waited?.forPublicId ?? false });
	return {
		...linksTo(await urlsOf(session, status, handleOf), { ...status }),
		...(!done && {
			retry_after_seconds: status.is_final ? ASK_AGAIN_FOR_ID_SECONDS : ASK_AGAIN_SECONDS,
		}),
	};
}

/** The item with its links: the first, which most workflows want, in front; all of them in a list. */
export function linksTo(urls: string[], item: IDataObject): IDataObject {
	return urls.length > 0 ? { post_url: urls[0], ...item, post_urls: urls } : item;
}

/** Links need the account's handle; without a permission that tells it there are none. */
async function urlsOf(
	session: Session,
	{ publish_id, post_ids }: PublishStatus,
	handleOf: () => Promise<string | undefined>,
): Promise<string[]> {
	if (post_ids.length === 0) return [];
	const username = await handleOf();
	if (!username) return [];
	const { websiteUrl } = session.connection;
	return post_ids.map((id) => postUrl(websiteUrl, username, publish_id, id));
}
