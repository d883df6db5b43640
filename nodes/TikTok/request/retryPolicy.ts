import type { Situation, TikTokFailure } from '../errors/failure';

/**
 * What happens after a failed request, in one table: every kind of request of this node, every way
 * it can fail, and the answer to "may it be sent again?". Nothing else decides that.
 *
 * The rule behind it: reading is harmless; starting a file post is harmless until bytes arrive;
 * starting a pull may already be the post; bytes belong to one publish ID however often they come.
 */

/** What is sent. `chunk` and `lastChunk` are uploads, all others API calls. */
export type RequestKind =
	| 'read'
	| 'status'
	| 'directFileInit'
	| 'inboxFileInit'
	| 'pullInit'
	| 'chunk'
	| 'lastChunk';
export type CallKind = Exclude<RequestKind, 'chunk' | 'lastChunk'>;

/** What remains when the pauses are used up. */
type LastResort =
	| 'fail'
	/** Say that TikTok may have posted, and never send it again. */
	| 'mayBePosted'
	/** Say that the attempt may hold one of five draft places. */
	| 'mayHoldDraft'
	/** Ask TikTok's status what arrived. */
	| 'askStatus';

interface Reaction {
	/** Pauses in ms before each repeat; their number is the number of repeats. */
	pauses: readonly number[];
	then: LastResort;
}

const fail: Reaction = { pauses: [], then: 'fail' };
const again = (...seconds: number[]): Reaction => ({
	pauses: seconds.map((second) => second * 1000),
	then: 'fail',
});
const lastly = (then: LastResort, { pauses }: Reaction = fail): Reaction => ({ pauses, then });

const limit = again(5, 10, 20, 30, 60);
const businessLimit = again(1, 2, 4);
const soon = again(1, 2, 4);
const patient = again(1, 2, 4, 8, 16);

const table: Record<RequestKind, Record<Situation, Reaction>> = {
	read: row(soon, soon),
	status: row(again(1, 2, 4, 8), again(1, 2, 4, 8)),
	directFileInit: row(soon, soon),
	// Each abandoned init may hold one of five draft places for a day, hence once only.
	inboxFileInit: row(lastly('mayHoldDraft', again(2)), lastly('mayHoldDraft', again(2))),
	pullInit: row(lastly('mayBePosted'), lastly('mayBePosted')),
	chunk: row(patient, patient),
	lastChunk: row(lastly('askStatus'), lastly('askStatus', patient)),
};

function row(lost: Reaction, serverError: Reaction): Record<Situation, Reaction> {
	return {
		overLimit: limit,
		overBusinessLimit: businessLimit,
		neverSent: soon,
		lost,
		serverError,
		refused: fail,
	};
}

/**
 * How long to wait before the same call is sent again; `undefined` means give up.
 * @param attempt number of attempts made so far, 1 or more
 */
export function pauseBeforeRepeat(
	kind: CallKind,
	failure: TikTokFailure,
	attempt: number,
): number | undefined {
	const pause = table[kind][failure.situation].pauses[attempt - 1];
	if (pause === undefined || !failure.isOverLimit) return pause;
	// TikTok documents no Retry-After; one that a gateway sends is honoured up to a minute.
	return Math.max(pause, Math.min(failure.retryAfterMs, 60_000));
}

/** What to do about a call that was given up. */
export function lastResort(kind: CallKind, failure: TikTokFailure): LastResort {
	return table[kind][failure.situation].then;
}

/** What an answer to a chunk says (open API fact sheet §7.3). */
export type ChunkMeaning =
	/** The bytes are there. */
	| 'stored'
	/** TikTok expects other bytes; its progress says which. */
	| 'elsewhere'
	/** The upload URL is dead: its hour is over, or nothing is behind it. */
	| 'closed'
	| Extract<Situation, 'lost' | 'serverError' | 'refused'>;

const chunkMeanings: Partial<Record<number, ChunkMeaning>> = {
	200: 'stored',
	201: 'stored',
	206: 'stored',
	403: 'closed',
	404: 'closed',
	416: 'elsewhere',
};

/** @param status of the answer; `undefined` when none came */
export function meaningOfChunk(status: number | undefined): ChunkMeaning {
	if (status === undefined) return 'lost';
	return chunkMeanings[status] ?? (status >= 500 ? 'serverError' : 'refused');
}

/**
 * What to do about a chunk that TikTok did not confirm: a pause before it is sent again, or what
 * remains.
 */
export function afterChunk(
	kind: 'chunk' | 'lastChunk',
	meaning: ChunkMeaning,
	attempt: number,
): { pause: number } | { pause?: undefined; then: LastResort } {
	const situation = meaning === 'lost' || meaning === 'serverError' ? meaning : 'refused';
	const { pauses, then } = table[kind][situation];
	const pause = pauses[attempt - 1];
	return pause === undefined ? { then } : { pause };
}

/**
 * How often the last chunk is sent again after TikTok's status said that it is missing, and how long
 * to wait before: the status may lag behind the bytes.
 */
export const missingLastChunk = { repeats: 3, pauseMs: 3_000 };

/** How often TikTok may name another place than the next; then its answers make no sense. */
export const MAX_JUMPS = 5;
