/**
 * Which public posts of an account are new. Pure: (previous memory, listed posts) → (next memory,
 * new posts). TikTok lists newest first, but a post may appear hours after its time, when moderation
 * lets it through, and posts vanish when they are deleted. So everything younger than the newest
 * post minus a margin is looked at again, and what was seen there is remembered by its id.
 */

/** How much later than younger posts a post may appear. */
const LATE_MS = 24 * 60 * 60 * 1000;

export interface ListedPost {
	id: string;
	/** TikTok's time, so that our clock does not matter. */
	createdAt: number;
}

export interface PostMemory {
	/** Older posts are not new, whenever they appear. */
	floor: number;
	/** Times by id of all posts seen above the floor. */
	seen: Record<string, number>;
}

/** From where on to look, given the newest post known. */
export const floorBelow = (newest: number) => newest - LATE_MS;

/**
 * What is there when the trigger is switched on is old.
 * @param isComplete whether the list reaches down to the floor
 */
export function memoryOf(listed: ListedPost[], isComplete: boolean, now: number): PostMemory {
	const times = listed.map(({ createdAt }) => createdAt);
	// Of an empty account only our own clock can say what is old.
	const floor = floorBelow(times.length > 0 ? Math.max(...times) : now);
	return {
		floor: isComplete ? floor : Math.max(floor, ...times.slice(-1)),
		seen: above(floor, listed),
	};
}

/** @returns the new posts, oldest first */
export function findNew(
	previous: PostMemory,
	listed: ListedPost[],
	isComplete: boolean,
): { memory: PostMemory; fresh: ListedPost[] } {
	const candidates = new Map(
		listed
			.filter(({ id, createdAt }) => createdAt >= previous.floor && !(id in previous.seen))
			.map((post) => [post.id, post]),
	);
	const newest = Math.max(...listed.map(({ createdAt }) => createdAt), -Infinity);
	// Below a list that was cut short there may be more: the floor stays until it was reached.
	const floor = isComplete ? Math.max(previous.floor, floorBelow(newest)) : previous.floor;
	const known = Object.entries(previous.seen).map(([id, createdAt]) => ({ id, createdAt }));
	return {
		memory: { floor, seen: above(floor, [...known, ...candidates.values()]) },
		fresh: [...candidates.values()].sort((a, b) => a.createdAt - b.createdAt),
	};
}

function above(floor: number, posts: ListedPost[]): Record<string, number> {
	return Object.fromEntries(
		posts.filter(({ createdAt }) => createdAt >= floor).map(({ id, createdAt }) => [id, createdAt]),
	);
}
