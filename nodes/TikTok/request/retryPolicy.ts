import type { Situation, TikTokFailure } from '../errors/failure';

/**
 * What happens after a failed request, in one table: every kind of request of this node, every way
 * it can fail, and the answer to "may it be sent again?". Nothing else decides that.
 *
 * The rule behind it: reading is harmless; starting a file post is harmless until bytes arrive;
 * starting a pull may already be the post; bytes belong to one publish ID however often they come.
 */

/** An API call, or a request for a file at an address of the user. */
export type CallKind =
	| 'read'
	| 'status'
	| 'directFileInit'
	| 'inboxFileInit'
	| 'pullInit'
	| 'download';

/** Bytes of a file: after the last of them the video is posted. */
export type PutKind = 'chunk' | 'lastChunk';

/** What remains when the pauses are used up. */
type LastResort =
	| 'fail'
	/** Say that TikTok may have posted, and never send it again. */
	| 'mayBePosted'
	/** Say that the attempt may hold one of five draft spaces. */
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

const calls: Record<CallKind, Record<Situation, Reaction>> = {
	read: row(soon, soon),
	status: row(again(1, 2, 4, 8), again(1, 2, 4, 8)),
	directFileInit: row(soon, soon),
	// Each abandoned init may hold one of five draft spaces for a day, hence once only.
	inboxFileInit: row(
		lastly('mayHoldDraft', again(2)),
		lastly('mayHoldDraft', again(2)),
		lastly('mayHoldDraft'),
	),
	pullInit: row(lastly('mayBePosted'), lastly('mayBePosted'), lastly('mayBePosted')),
	download: row(patient, patient),
};

function row(lost: Reaction, serverError: Reaction, unclear = fail): Record<Situation, Reaction> {
	return {
		overLimit: limit,
		overBusinessLimit: businessLimit,
		neverSent: soon,
		lost,
		serverError,
		unclear,
		refused: fail,
	};
}

/** What an answer to bytes says (open API fact sheet §7.3). */
export type PutMeaning =
	/** The bytes are there: for the last chunk, that the file is complete. */
	| 'stored'
	/** TikTok expects other bytes; its progress says which. */
	| 'elsewhere'
	/** The upload URL is dead: its hour is over, or nothing is behind it. */
	| 'closed'
	| Exclude<Situation, 'overBusinessLimit'>;

type PutAnswers = Partial<Record<number, PutMeaning>>;

const putAnswers: Record<PutKind, PutAnswers> = {
	chunk: { 200: 'stored', 201: 'unclear', 206: 'stored', ...inAnyChunk() },
	lastChunk: { 200: 'unclear', 201: 'stored', 206: 'unclear', ...inAnyChunk() },
};

/** 408, 499 and all above 500 come from a gateway too: what was behind it may have acted. */
function inAnyChunk(): PutAnswers {
	return {
		403: 'closed',
		404: 'closed',
		408: 'serverError',
		416: 'elsewhere',
		425: 'overLimit',
		429: 'overLimit',
		499: 'serverError',
	};
}

/** A progress that makes no sense (`elsewhere`) reacts here; one that does says where to go on. */
const puts: Record<PutKind, Record<Exclude<PutMeaning, 'stored'>, Reaction>> = {
	chunk: {
		overLimit: limit,
		neverSent: patient,
		lost: patient,
		serverError: patient,
		unclear: lastly('askStatus'),
		elsewhere: lastly('askStatus'),
		closed: fail,
		refused: fail,
	},
	lastChunk: {
		overLimit: limit,
		neverSent: patient,
		lost: lastly('askStatus'),
		serverError: lastly('askStatus', patient),
		unclear: lastly('askStatus'),
		elsewhere: lastly('askStatus'),
		closed: fail,
		refused: fail,
	},
};

/** After which answers TikTok may have the whole file; it says so itself in place of a middle chunk. */
const mayComplete: Record<PutKind, readonly PutMeaning[]> = {
	chunk: ['unclear'],
	lastChunk: ['lost', 'serverError', 'unclear', 'elsewhere'],
};

/**
 * How often an upload goes on after TikTok's status said that bytes are missing, and how long to
 * wait before: the status may lag behind the bytes.
 */
export const missingBytes = { repeats: 3, pauseMs: 3_000 };

/** How often TikTok may name another place than the next; then its answers make no sense. */
export const MAX_JUMPS = 5;

/** TikTok documents no Retry-After; one that a gateway sends is honoured up to a minute. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait before the same call is sent again; `undefined` means give up.
 * @param attempt number of attempts made so far, 1 or more
 */
export function pauseBeforeRepeat(
	kind: CallKind,
	failure: TikTokFailure,
	attempt: number,
): number | undefined {
	const asked = failure.isOverLimit ? failure.retryAfterMs : 0;
	return pauseOf(calls[kind][failure.situation], attempt, asked);
}

/** What to do about a call that was given up. */
export function lastResort(kind: CallKind, failure: TikTokFailure): LastResort {
	return calls[kind][failure.situation].then;
}

/** @param status of the answer that came */
export function meaningOfPut(kind: PutKind, status: number): PutMeaning {
	return putAnswers[kind][status] ?? (status >= 500 ? 'serverError' : 'refused');
}

export const mayBeComplete = (kind: PutKind, meaning: PutMeaning) =>
	mayComplete[kind].includes(meaning);

/**
 * What to do about bytes that TikTok did not confirm: a pause before they are sent again, or what
 * remains.
 * @param retryAfterMs what the answer asked for; 0 when it did not
 */
export function afterPut(
	kind: PutKind,
	meaning: Exclude<PutMeaning, 'stored'>,
	attempt: number,
	retryAfterMs: number,
): { pause: number } | { pause?: undefined; then: LastResort } {
	const reaction = puts[kind][meaning];
	const pause = pauseOf(reaction, attempt, retryAfterMs);
	return pause === undefined ? { then: reaction.then } : { pause };
}

function pauseOf({ pauses }: Reaction, attempt: number, askedMs: number): number | undefined {
	const pause = pauses[attempt - 1];
	return pause && Math.max(pause, Math.min(askedMs, MAX_RETRY_AFTER_MS));
}
