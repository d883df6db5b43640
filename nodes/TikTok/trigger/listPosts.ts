import type { IDataObject } from 'n8n-workflow';
import { hasMore, listPage } from '../api/videos';
import { ownFailure } from '../errors/ownFailure';
import { idOf, numberOf } from '../request/records';
import type { Session } from '../request/session';
import { elapsed, now } from '../shared/clock';
import type { ListedPost } from './accountState';
import { floorBelow } from './accountState';

/** A public post as TikTok lists it. */
export interface PublicPost extends ListedPost {
	video: IDataObject;
}

export interface Listing {
	/** Newest first. */
	posts: PublicPost[];
	/** Whether the list reaches down to the floor. */
	isComplete: boolean;
	/** How many entries cannot be read: nobody can say whether they are new. */
	unreadable: number;
	/** Whether a page came without a list. */
	isBroken: boolean;
}

/** Of one poll: 1,000 posts. TikTok may announce more for ever. */
const MOST_PAGES = 50;

/** The last moment that JavaScript can write as a date. */
const LATEST_DATE = 8.64e15;

/**
 * Lists page after page, newest first, until the floor is reached.
 * @param floor in ms; without one, what lies below the newest post is old
 * @param deadline in elapsed ms; no page is asked for after it
 * @throws TikTokFailure
 */
export async function listDownTo(
	session: Session,
	floor: number | undefined,
	deadline: number,
): Promise<Listing> {
	const listing: Listing = { posts: [], isComplete: false, unreadable: 0, isBroken: false };
	let lowest = floor;
	let cursor: number | undefined;
	for (let pages = 1; ; pages += 1) {
		const page = await readPage(session, cursor);
		listing.posts.push(...page.posts);
		listing.unreadable += page.unreadable;
		listing.isBroken ||= !page.isList;
		// An empty page says nothing about what lies below it, so the list goes on after it.
		if (listing.posts.length > 0) lowest ??= floorBelow(listing.posts, now());
		if (page.next === undefined || isBelow(lowest, page)) return { ...listing, isComplete: true };
		// A cursor that does not move would list the same page for ever.
		const isStuck = !(page.next > 0) || (cursor !== undefined && page.next >= cursor);
		if (isStuck || pages === MOST_PAGES || elapsed() > deadline) return listing;
		cursor = page.next;
	}
}

/**
 * The newest post of the account, of those that can be read.
 * @throws TikTokFailure when there are some and none can be read
 */
export async function newestPost(session: Session): Promise<PublicPost | undefined> {
	const { posts, unreadable, isList } = await readPage(session);
	if (posts.length === 0 && (unreadable > 0 || !isList)) throw noList();
	return posts[0];
}

/** A gateway or a moment's disorder may be the reason: one odd answer passes. */
export const noList = () =>
	ownFailure('changed_answer', { values: { key: 'videos' }, situation: 'lost' });

interface Page {
	posts: PublicPost[];
	unreadable: number;
	isList: boolean;
	/** Where more follows; NaN when TikTok does not say where, absent when nothing follows. */
	next?: number;
}

/** Whether nothing above the floor can follow. TikTok's cursor is a time: posts before it follow. */
function isBelow(floor: number | undefined, { posts, next = NaN }: Page): boolean {
	if (floor === undefined) return false;
	// All of them, because one may tell an odd time.
	return next < floor || (posts.length > 0 && posts.every(({ createdAt }) => createdAt < floor));
}

async function readPage(session: Session, cursor?: number): Promise<Page> {
	const page = await listPage(session, { cursor });
	// What is no list says nothing: neither what is there nor that nothing is.
	if (!Array.isArray(page.videos)) return { posts: [], unreadable: 0, isList: false, next: NaN };
	const videos = page.videos as unknown[];
	const posts = videos.map(asPublicPost).filter((post) => post !== undefined);
	return {
		posts,
		unreadable: videos.length - posts.length,
		isList: true,
		...(hasMore(page, videos.length) && { next: numberOf(page.cursor) ?? NaN }),
	};
}

/** TikTok counts seconds. */
function asPublicPost(video: unknown): PublicPost | undefined {
	if (typeof video !== 'object' || video === null) return undefined;
	const { id, create_time: seconds } = video as IDataObject;
	const postId = idOf(id);
	const createdAt = Math.floor(numberOf(seconds) ?? NaN) * 1000;
	if (postId === undefined || !(createdAt > 0 && createdAt <= LATEST_DATE)) return undefined;
	return {
		id: postId,
		createdAt,
		video: { ...(video as IDataObject), id: postId },
	};
}
