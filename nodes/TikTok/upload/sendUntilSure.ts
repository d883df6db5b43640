import { askStatus } from '../api/status';
import { missingBytes } from '../request/retryPolicy';
import type { Session } from '../request/session';
import { wait } from '../shared/clock';
import { chunkStartingAt } from './chunkPlan';
import type { SendEnd, Upload } from './sendChunks';
import { positionOf, sendChunks } from './sendChunks';
import { givenUp } from './uploadFailures';

/**
 * How one try ended. By its status TikTok has everything, or the post failed meanwhile: whoever
 * finishes it asks.
 */
export type TryEnd = Exclude<SendEnd, 'unknown'> | 'completeByStatus';

/**
 * Sends the file; what the answers leave open TikTok's status decides.
 * @param resumed whether an earlier try has begun: then TikTok is asked how far it got
 * @throws TikTokFailure
 */
export async function sendUntilSure(
	session: Session,
	upload: Upload,
	resumed: boolean,
): Promise<TryEnd> {
	let from = resumed ? ((await chunksAtTikTok(session, upload)) ?? 0) : 0;
	for (let repeat = 0; from < upload.plan.count; repeat++) {
		const end = await sendChunks(upload, from);
		if (end !== 'unknown') return end;
		const attempts = repeat + 1;
		from = await nextChunk(session, upload, attempts);
		if (from === upload.plan.count) break;
		if (repeat === missingBytes.repeats) throw unclear(upload, attempts);
		await wait(missingBytes.pauseMs, session.signal);
		upload.resent++;
	}
	return 'completeByStatus';
}

const unclear = (upload: Upload, attempts: number) =>
	givenUp(positionOf(upload), upload.answer ?? {}, attempts);

/** Where to go on by TikTok's status; the chunk at hand when it does not tell. */
async function nextChunk(session: Session, upload: Upload, attempts: number): Promise<number> {
	try {
		return (await chunksAtTikTok(session, upload)) ?? upload.at;
	} catch {
		session.signal?.throwIfAborted();
		session.logger.warn('TikTok: the status of an upload could not be read');
		throw unclear(upload, attempts);
	}
}

/** How many chunks TikTok has, by its own status; `undefined` when it does not tell. */
async function chunksAtTikTok(
	session: Session,
	{ plan, post }: Upload,
): Promise<number | undefined> {
	const status = await askStatus(session, post.publishId);
	const stored = status.uploaded_bytes;
	if (status.outcome !== 'in_progress' || (stored ?? 0) >= plan.size) return plan.count;
	return stored === undefined ? undefined : chunkStartingAt(plan, stored);
}
