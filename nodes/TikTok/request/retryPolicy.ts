import type { TikTokFailure } from '../errors/failure';

/**
 * What kind of request it is decides what may be repeated (README, "Behaviour under failure"):
 * reading is harmless, starting a file post is harmless until bytes arrive, but starting a pull may
 * already be the post.
 */
export type CallKind = 'read' | 'status' | 'directFileInit' | 'inboxFileInit' | 'pullInit';

/** Pauses in ms before each repeat; the number of entries is the number of repeats. */
const transientPauses: Record<CallKind, readonly number[]> = {
	read: [1_000, 2_000, 4_000],
	status: [1_000, 2_000, 4_000, 8_000],
	directFileInit: [1_000, 2_000, 4_000],
	// Each abandoned init may hold one of five draft slots for a day, hence once only.
	inboxFileInit: [2_000],
	// TikTok may have accepted it: a repeat could be a second post.
	pullInit: [],
};

/** A 429 was certainly not accepted, so every kind of call may wait for the next free slot. */
const openLimitPauses: readonly number[] = [5_000, 10_000, 20_000, 30_000, 60_000];
const businessLimitPauses: readonly number[] = [1_000, 2_000, 4_000];

/**
 * How long to wait before the same request is sent again; `undefined` means give up.
 * @param attempt number of attempts made so far, 1 or more
 */
export function pauseBeforeRepeat(
	kind: CallKind,
	failure: TikTokFailure,
	attempt: number,
): number | undefined {
	const { rateLimit, transient, ambiguous } = failure.traits;
	if (rateLimit) {
		const pauses = rateLimit === 'open' ? openLimitPauses : businessLimitPauses;
		const pause = pauses[attempt - 1];
		// TikTok documents no Retry-After; one that a gateway sends is honoured up to a minute.
		const asked = Math.min(failure.traits.retryAfterMs ?? 0, 60_000);
		return pause === undefined ? undefined : Math.max(pause, asked);
	}
	if (!transient) return undefined;
	// A request that certainly never left may be repeated whatever its kind.
	const pauses = ambiguous ? transientPauses[kind] : transientPauses.read;
	return pauses[attempt - 1];
}
