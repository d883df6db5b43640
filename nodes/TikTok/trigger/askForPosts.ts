import type { PublishStatus } from '../api/publishStatus';
import { askStatus, statusFetch } from '../api/status';
import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { pacing } from '../request/pacing';
import type { Session } from '../request/session';
import { elapsed } from '../shared/clock';
import { concurrently } from '../shared/concurrently';

/**
 * Questions of one poll. Two polls a minute apart touch the same window of TikTok's 30, and TikTok
 * nodes that wait for their posts need places too.
 */
const MOST_QUESTIONS = 14;
/** Never taken: the trigger can come again. */
const PLACES_LEFT = 2;
const AT_A_TIME = 4;

/** What TikTok said to the questions of one poll, by publish ID. */
export interface Answers {
	statuses: Map<string, PublishStatus>;
	/** TikTok knows no such post of this account. */
	refusals: Map<string, TikTokFailure>;
	/** No usable answer came, whatever came instead: an error page, nothing, a defect of ours. */
	troubles: Map<string, TikTokFailure>;
	/** TikTok's limit, which says nothing about a post: what was not asked is longest due next time. */
	limit?: TikTokFailure;
	/** The connection is broken: no question about any post can succeed. */
	fatal?: TikTokFailure;
}

/**
 * Asks for posts in the given order, as many as TikTok's limit and the time allow. Waits for
 * neither: what is left is longest due at the next poll. Never throws.
 */
export async function askForPosts(
	session: Session,
	publishIds: string[],
	deadline: number,
): Promise<Answers> {
	const result: Answers = { statuses: new Map(), refusals: new Map(), troubles: new Map() };
	let isOver = false;
	let asked = 0;
	await concurrently(publishIds, AT_A_TIME, async (publishId) => {
		const free = pacing.freePlaces(session.connection.accountKey, statusFetch.quota);
		isOver ||= asked === MOST_QUESTIONS || free <= PLACES_LEFT || elapsed() > deadline;
		if (isOver) return;
		asked += 1;
		try {
			result.statuses.set(publishId, await askStatus(session, publishId));
		} catch (error) {
			isOver = note(result, publishId, asFailure(error)) || isOver;
		}
	});
	return result;
}

/** @returns whether further questions are useless */
function note(result: Answers, publishId: string, failure: TikTokFailure): boolean {
	if (failure.origin === 'credential') {
		result.fatal ??= failure;
		return true;
	}
	if (failure.isOverLimit) {
		result.limit ??= failure;
		return true;
	}
	const isRefusal = failure.origin === 'tiktok' && !failure.isPassing;
	(isRefusal ? result.refusals : result.troubles).set(publishId, failure);
	return false;
}
