import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { pacing } from '../request/pacing';
import type { Session } from '../request/session';
import { askStatus, statusFetch } from '../api/status';
import { elapsed } from '../shared/clock';
import { concurrently } from '../shared/concurrently';
import type { Answer } from './postState';

/**
 * Questions of one poll. Two polls a minute apart touch the same window of TikTok's 30, and TikTok
 * nodes that wait for their posts need places too.
 */
const MOST_QUESTIONS = 14;
/** Never taken: the trigger can come again. */
const PLACES_LEFT = 2;
const AT_A_TIME = 4;

export interface Answers {
	answers: Map<string, Answer>;
	/** Why nothing more was asked: the connection, an address, or a defect. */
	fatal?: TikTokFailure;
	/** Why answers are missing, when it was in passing. */
	passing?: TikTokFailure;
	refusals: Map<string, TikTokFailure>;
}

/**
 * Asks for posts in the given order, as many as TikTok's limit and the time allow. Waits for
 * neither: what is left is longest due at the next poll.
 */
export async function askForPosts(
	session: Session,
	publishIds: string[],
	deadline: number,
): Promise<Answers> {
	const result: Answers = { answers: new Map(), refusals: new Map() };
	let isOver = false;
	let asked = 0;
	await concurrently(publishIds, AT_A_TIME, async (publishId) => {
		const free = pacing.freePlaces(session.connection.accountKey, statusFetch.quota);
		isOver ||= asked === MOST_QUESTIONS || free <= PLACES_LEFT || elapsed() > deadline;
		if (isOver) return;
		asked += 1;
		try {
			result.answers.set(publishId, await askStatus(session, publishId));
		} catch (error) {
			isOver = note(result, publishId, asFailure(error)) || isOver;
		}
	});
	return result;
}

/** @returns whether further questions are useless */
function note(result: Answers, publishId: string, failure: TikTokFailure): boolean {
	if (failure.isOverLimit) {
		result.passing ??= failure;
		return true;
	}
	if (failure.isPassing) {
		result.passing ??= failure;
		result.answers.set(publishId, 'unanswered');
		return false;
	}
	if (failure.origin === 'tiktok') {
		result.answers.set(publishId, 'refused');
		result.refusals.set(publishId, failure);
		return false;
	}
	result.fatal ??= failure;
	return true;
}
