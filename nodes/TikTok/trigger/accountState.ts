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
	// What the list did not reach is old, too; but nothing that is yet to come, whatever it claims.
	const floor = Math.max(floorBelow(listed, now), lowestOf(listed));
	return bounded(Math.min(floor, memoryAt(now).floor), listed);
}

/** The same memory of one who has told posts before: an odd time makes none of them new again. */
export const knowing = (memory: PostMemory, { seen }: Pick<PostMemory, 'seen'>): PostMemory =>
	bounded(
		memory.floor,
		[...new Map([...seen, ...memory.seen])].map(([id, createdAt]) => ({ id, createdAt })),
	);

/**
 * How far down to list. A floor that has not come yet is of a clock that was wrong, or of a post with
 * an odd time: it says what is new, but would keep out all that follows. Then the list goes down to
 * where a first one goes, and everything on it is known.
 */
export const floorToReach = (memory: PostMemory, now: number): number | undefined =>
	memory.floor > now ? undefined : memory.floor;

/**
 * @param isComplete whether the list reaches down to `floorToReach`
 * @returns the new posts, oldest first
 */
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
	const known = [...previous.seen].map(([id, createdAt]) => ({ id, createdAt }));
	const isAhead = previous.floor > now;
	const others = isAhead ? listed.filter(({ id }) => !previous.seen.has(id)) : candidates.values();
	const floor = (isAhead ? floorAgain : floorAbove)(previous, listed, isComplete, now);
	return {
		memory: bounded(floor, [...known, ...others]),
		fresh: [...candidates.values()].sort((a, b) => a.createdAt - b.createdAt),
	};
}

type NextFloor = (
	previous: PostMemory,
	listed: readonly ListedPost[],
	isComplete: boolean,
	now: number,
) => number;

/**
 * Below a list that was cut short there may be more: the floor stays until it was reached. After an
 * empty one it stays as well: it says nothing about what is old.
 */
const floorAbove: NextFloor = ({ floor }, listed, isComplete, now) =>
	isComplete && listed.length > 0 ? Math.max(floor, floorBelow(listed, now)) : floor;

/** In place of one that has not come yet: what the list did not reach is old, what is posted now is new. */
const floorAgain: NextFloor = ({ floor }, listed, isComplete, now) => {
	if (isComplete) return memoryAt(now).floor;
	return listed.length > 0 ? Math.max(memoryAt(now).floor, lowestOf(listed)) : floor;
};

const lowestOf = (listed: readonly ListedPost[]) =>
	Math.min(...listed.map(({ createdAt }) => createdAt));

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
