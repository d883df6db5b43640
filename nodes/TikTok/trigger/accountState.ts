/**
 * Which public posts of an account are new. Pure: (previous memory, listed posts) → (next memory,
 * new posts). TikTok lists newest first, but a post may appear hours after its time, when moderation
 * lets it through, and posts vanish when they are deleted. So everything younger than the newest
 * post minus a margin is looked at again, and what was seen there is remembered by its id.
 */

/** How much later than younger posts a post may appear. */
const LATE_MS = 24 * 60 * 60 * 1000;

/** Of one account; far more than TikTok lets an account post in a day. */
const MOST_SEEN = 2_000;

export interface ListedPost {
	id: string;
	/** TikTok's time, so that our clock does not matter; in ms, whole seconds. */
	createdAt: number;
}

export interface PostMemory {
	/** Older posts are not new, whenever they appear. */
	floor: number;
	/** Times by id of all posts seen above the floor. */
	seen: ReadonlyMap<string, number>;
}

/** From where on to look, given what TikTok listed; our clock keeps a post of the future in check. */
export function floorBelow(listed: readonly ListedPost[], now: number): number {
	const times = listed.map(({ createdAt }) => createdAt);
	// Of an empty list only our own clock can say what is old.
	return Math.min(now, times.length > 0 ? Math.max(...times) : now) - LATE_MS;
}

/** While TikTok cannot be asked what there is: posts from this moment on are new. */
export function memoryAt(moment: number): PostMemory {
	return { floor: Math.floor(moment / 1000) * 1000, seen: new Map() };
}

/**
 * What is there when the trigger is switched on is old.
 * @param isComplete whether the list reaches down to the floor
 */
export function memoryOf(
	listed: readonly ListedPost[],
	isComplete: boolean,
	now: number,
): PostMemory {
	if (isComplete) return bounded(floorBelow(listed, now), listed);
	if (listed.length === 0) return memoryAt(now);
	// What the list did not reach is old, too.
	const lowest = Math.min(...listed.map(({ createdAt }) => createdAt));
	return bounded(Math.max(floorBelow(listed, now), lowest), listed);
}

/** @returns the new posts, oldest first */
export function findNew(
	previous: PostMemory,
	listed: readonly ListedPost[],
	isComplete: boolean,
	now: number,
): { memory: PostMemory; fresh: ListedPost[] } {
	const candidates = new Map(
		listed
			.filter(({ id, createdAt }) => createdAt >= previous.floor && !previous.seen.has(id))
			.map((post) => [post.id, post]),
	);
	// Below a list that was cut short there may be more: the floor stays until it was reached. After
	// an empty one it stays as well: it says nothing about what is old.
	const floor =
		isComplete && listed.length > 0
			? Math.max(previous.floor, floorBelow(listed, now))
			: previous.floor;
	const known = [...previous.seen].map(([id, createdAt]) => ({ id, createdAt }));
	return {
		memory: bounded(floor, [...known, ...candidates.values()]),
		fresh: [...candidates.values()].sort((a, b) => a.createdAt - b.createdAt),
	};
}

/** Remembers the posts above the floor; the floor rises above what would be too many. */
function bounded(floor: number, posts: readonly ListedPost[]): PostMemory {
	const above = posts
		.filter(({ createdAt }) => createdAt >= floor)
		.sort((a, b) => b.createdAt - a.createdAt);
	const kept = above.slice(0, MOST_SEEN);
	const newestDropped = above.at(MOST_SEEN);
	return {
		floor: newestDropped ? newestDropped.createdAt + 1 : floor,
		seen: new Map(kept.map(({ id, createdAt }) => [id, createdAt])),
	};
}
