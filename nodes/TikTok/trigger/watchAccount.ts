import type { IDataObject } from 'n8n-workflow';
import type { Session } from '../request/session';
import { listPage, withIsoTime } from '../api/videos';
import { elapsed, now } from '../shared/clock';
import { publicPostItem } from './eventItem';
import type { ListedPost, PostMemory } from './accountState';
import { findNew, floorBelow, memoryOf } from './accountState';
import type { Poll, PollOutput } from './pollRun';

interface Memory extends PostMemory {
	source: 'account';
	account: string;
}

/** Watches the public posts of the account. */
export async function pollAccount(poll: Poll): Promise<PollOutput> {
	const { session, data, isBaseline } = poll;
	const account = session.connection.accountKey;
	const known = data.memory as unknown as Memory | undefined;
	const goOn = known?.source === 'account' && known.account === account && !isBaseline;
	const { videos, isComplete } = await listDownTo(
		session,
		goOn ? known.floor : undefined,
		poll.deadline,
	);

	// From here to the end nothing is awaited: what fires is marked before anybody else can look.
	const listed = videos.map(asListed);
	const { memory, fresh } = goOn
		? findNew(known, listed, isComplete)
		: { memory: memoryOf(listed, isComplete, now()), fresh: [] };
	data.memory = { ...memory, source: 'account', account } as unknown as IDataObject;
	poll.started();
	const byId = new Map(videos.map((video) => [String(video.id), video]));
	const items = fresh.map(({ id }) => publicPostItem(withIsoTime(byId.get(id) as IDataObject)));
	return items.length > 0 ? [items] : null;
}

/** TikTok counts seconds. */
const asListed = (video: IDataObject): ListedPost => ({
	id: String(video.id),
	createdAt: Number(video.create_time) * 1000,
});

/**
 * Lists page after page, newest first, until the floor is reached.
 * @param floor without one: that below the newest post
 */
async function listDownTo(
	session: Session,
	floor: number | undefined,
	deadline: number,
): Promise<{ videos: IDataObject[]; isComplete: boolean }> {
	const videos: IDataObject[] = [];
	let lowest = floor;
	let cursor: number | undefined;
	for (;;) {
		const page = await listPage(session, { cursor });
		const listed = (page.videos ?? []) as IDataObject[];
		videos.push(...listed);
		if (!page.has_more || listed.length === 0) return { videos, isComplete: true };
		lowest ??= floorBelow(Math.max(...listed.map((video) => asListed(video).createdAt)));
		if (asListed(listed[listed.length - 1]).createdAt < lowest) return { videos, isComplete: true };
		const next = Number(page.cursor);
		// A cursor that does not move would list the same page for ever.
		const isStuck = !(next > 0) || (cursor !== undefined && next >= cursor);
		if (isStuck || elapsed() > deadline) return { videos, isComplete: false };
		cursor = next;
	}
}
