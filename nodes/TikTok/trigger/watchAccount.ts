import { now } from '../shared/clock';
import type { PostMemory } from './accountState';
import { findNew, floorToReach, knowing, memoryAt, memoryOf } from './accountState';
import { publicPostItem } from './eventItem';
import type { Listing } from './listPosts';
import { listDownTo, noList } from './listPosts';
import type { WatchedAccount } from './memory';
import type { Poll, PollOutput } from './poll';
import { runningPolls } from './runningPolls';

/** Watches the public posts of the account. */
export async function watchAccount(poll: Poll): Promise<PollOutput> {
	const { session } = poll;
	const own = { source: 'account', account: session.connection.accountKey } as const;
	const kept = recall(poll);
	const known = poll.isBaseline ? undefined : kept;
	// Before TikTok is asked: if it does not answer, what is posted from now on is new all the same.
	if (!known) poll.keep({ ...own, ...memoryAt(now()), ...(kept && { seen: kept.seen }) });
	// What a poll of an earlier registration has found since, n8n has thrown away: it is new still.
	else if (poll.isFirst) poll.keep(known);
	const floor = known && floorToReach(known, now());
	const listing = await listDownTo(session, floor, poll.deadline);

	// From here to the end nothing is awaited: what fires is marked before anybody else can look.
	const { posts, isComplete } = listing;
	const { memory, fresh } = known
		? findNew(known, posts, isComplete, now())
		: { memory: knowing(baseline(listing), kept ?? { seen: new Map() }), fresh: [] };
	poll.keep({ ...own, ...memory });
	complainAbout(poll, listing);
	const videos = new Map(posts.map(({ id, video }) => [id, video]));
	const items = fresh.map(({ id }) => publicPostItem(videos.get(id) ?? { id }));
	return items.length > 0 ? [items] : null;
}

/** What is there is old. A post that cannot be read is there too, and may be readable next time. */
function baseline({ posts, isComplete, unreadable, isBroken }: Listing): PostMemory {
	return unreadable > 0 || isBroken ? memoryAt(now()) : memoryOf(posts, isComplete, now());
}

/** What is known of another account, or of posts watched in another way, is of no use. */
function recall({ session, memory }: Poll): WatchedAccount | undefined {
	if (memory?.source !== 'account') return undefined;
	return memory.account === session.connection.accountKey ? memory : undefined;
}

/**
 * Says once that something cannot be read.
 * @throws TikTokFailure when nothing can: nobody would hear of anything. The first poll is lenient, so
 * that the workflow is switched on.
 */
function complainAbout({ context, session, isFirst }: Poll, listing: Listing): void {
	const { posts, unreadable, isBroken } = listing;
	if (unreadable === 0 && !isBroken) return;
	// A single odd post is no sign of a changed list.
	const isBlind = posts.length === 0 && (isBroken || unreadable > 1);
	if (isBlind && !isFirst) throw noList();
	const leftOut = `TikTok lists ${unreadable} posts that cannot be read; they are left out`;
	const text = `TikTok Trigger: ${isBlind || isBroken ? noList().headline : leftOut}`;
	if (runningPolls.isNews(`${session.connection.accountKey} ${text}`)) context.logger.warn(text);
}
