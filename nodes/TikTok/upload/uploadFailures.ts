import type { FailureDetails, TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import { UPLOAD_WINDOW_MS } from '../limits';
import type { PostBeingSent } from '../run/ledger';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import type { PutAnswer } from './putChunk';

/** How an upload that was given up reads. Each says how far the file got. */

/** Where an upload stands: the chunk at hand, and whose it is. */
export interface Position {
	plan: ChunkPlan;
	range: ChunkRange;
	publishId: string;
}

/** TikTok said no to a chunk. */
export function refused(at: Position, { status }: PutAnswer, attempts: number): TikTokFailure {
	return ownFailure('upload_http_…', {
		ending: status,
		values: { chunk: chunkName(at), status },
		details: detailsOf(at, { http_status: status, attempts }),
	});
}

/** A chunk never came through. */
export function givenUp(at: Position, answer: PutAnswer, attempts: number): TikTokFailure {
	return ownFailure('upload_failed', {
		values: { chunk: chunkName(at), attempts, answer: describeAnswer(answer) },
		details: detailsOf(at, { http_status: answer.status, attempts }),
	});
}

/** The hour of the upload URL was over before the file was. */
export function expired(at: Position, { status }: PutAnswer): TikTokFailure {
	const { size } = at.plan;
	const speed = (size * 8) / (UPLOAD_WINDOW_MS / 1000) / 1_000_000;
	return ownFailure('upload_url_expired', {
		values: { sent: at.range.first, bytes: size, status, speed: speed.toFixed(1) },
		details: detailsOf(at, { http_status: status }),
	});
}

/** The file itself failed on its way here, when TikTok knew of the post already. */
export function unread(at: Position, failure: TikTokFailure): TikTokFailure {
	return failure.with(detailsOf(at, {}));
}

/** @param hadUrl whether there was an address at least */
export function expiredTwice(publishId: string, hadUrl: boolean): TikTokFailure {
	return ownFailure('upload_url_expired', {
		headline: hadUrl
			? 'TikTok closed the upload twice before it took the first chunk.'
			: 'TikTok gave a publish ID but twice no address to upload to.',
		advice: 'Nothing was posted. Try again in a few minutes.',
		details: { publish_id: publishId, upload_state: 'none' },
	});
}

/**
 * TikTok may have the whole file. Whatever fails from then on, in this try or in a later one, this is
 * what the user must know.
 */
export function unconfirmed(
	{ publishId, size }: PostBeingSent,
	{ headline, details }: TikTokFailure,
): TikTokFailure {
	const { http_status, log_id } = details;
	return ownFailure('upload_unconfirmed', {
		values: { bytes: size },
		details: { publish_id: publishId, upload_state: 'unknown', http_status, log_id },
	}).after(`Cause: ${headline}`);
}

export const describeAnswer = ({ status }: PutAnswer) =>
	status === undefined ? 'no answer' : `HTTP ${status}`;

function detailsOf(
	{ plan, range, publishId }: Position,
	own: Partial<FailureDetails>,
): Partial<FailureDetails> {
	return {
		...own,
		publish_id: publishId,
		upload_state: range.index === 0 ? 'none' : 'partial',
		chunk: range.index + 1,
		chunks: plan.count,
		bytes_sent: range.first,
		bytes: plan.size,
	};
}

const chunkName = ({ plan, range }: Position) =>
	`chunk ${range.index + 1} of ${plan.count} (bytes ${range.first}-${range.last} of ${plan.size})`;
