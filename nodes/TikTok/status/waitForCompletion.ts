import { asFailure, ownFailure } from '../errors/ownFailure';
import type { Session } from '../request/session';
import { deadline, elapsed, wait } from '../shared/clock';
import type { PublishStatus } from '../api/publishStatus';

export interface WaitOptions {
	/** Also wait until a public post has its id. */
	forPublicId: boolean;
	maxWaitMs: number;
}

export interface WaitResult {
	status: PublishStatus;
	/** Whether what was waited for has happened; `false` when the time ran out. */
	done: boolean;
}

/** Pauses between two questions in ms; the last repeats. */
const PAUSES = [5_000, 10_000, 20_000, 30_000];
/** Jitter only shortens, so that many items do not ask in step and nothing is noticed late. */
const JITTER = 0.2;

/** A last question may leave at the very end, when there is a place for it. */
const LAST_QUESTION_MS = 1_000;

function pauseAfter(question: number): number {
	const pause = PAUSES[Math.min(question, PAUSES.length - 1)];
	return pause * (1 - Math.random() * JITTER);
}

/**
 * Asks for the status until the post has what is waited for. Running out of time is a result, not
 * an error: TikTok goes on without us. So does the waiting when a question fails in passing.
 * @param ask one status question
 * @param known the status to return when TikTok could not tell any in time
 * @throws TikTokFailure
 */
export async function waitForCompletion(
	session: Session,
	ask: (session: Session) => Promise<PublishStatus>,
	options: WaitOptions,
	known?: PublishStatus,
): Promise<WaitResult> {
	// A failed question is asked again after the next pause: repeats of its own would overrun the end.
	const late = deadline(options.maxWaitMs + LAST_QUESTION_MS);
	const patient = session.withoutRepeats(late);
	const end = elapsed() + options.maxWaitMs;
	let status = known;
	for (let question = 0; ; question++) {
		const left = end - elapsed();
		if (left > 0) await wait(Math.min(pauseAfter(question), left), session.signal);
		try {
			status = await ask(patient);
			if (isDone(status, options)) return { status, done: true };
			session.logger.info(`TikTok: ${status.publish_id} is ${status.status}, waiting`);
		} catch (error) {
			const failure = late.aborted && error === late.reason ? noPlaceInTime() : asFailure(error);
			if (!failure.isPassing || (elapsed() >= end && !status)) throw failure;
			session.logger.warn(
				`TikTok: a status could not be read (${failure.details.code}), waiting on`,
			);
		}
		if (elapsed() >= end && status) return { status, done: false };
	}
}

const noPlaceInTime = () => ownFailure('no_place_in_time');

/** A draft ends in the inbox and a failure ends at once; only a published post can get a public id. */
export function isDone(
	status: PublishStatus,
	{ forPublicId }: Pick<WaitOptions, 'forPublicId'>,
): boolean {
	if (!status.is_final) return false;
	return status.outcome !== 'published' || !forPublicId || status.post_ids.length > 0;
}
