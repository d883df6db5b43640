import type { IDataObject } from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import type { Endpoint } from '../request/endpoint';
import { lastResort } from '../request/retryPolicy';
import type { Session } from '../request/session';
import type { Place } from '../request/waitingLine';
import { now } from '../shared/clock';
import type { Task } from '../run/perItem';
import type { PostNote } from './handOver';
import { handOver } from './handOver';
import type { LedgerEntry } from '../run/ledger';

/** TikTok's answer to an init. The upload URL is a secret and comes for files only. */
export interface StartedPost {
	publishId: string;
	uploadUrl?: string;
}

/**
 * The ledger's entry for a post of the item. Within a run the item and the file name the post:
 * captions with the time in them or links signed anew differ between tries and are still the same
 * post. Calls of a model share item and run, so there the request tells them apart.
 */
export function entryOf(task: Task, body: IDataObject, file?: string): LedgerEntry {
	return task.ledger.entry(task.itemIndex, task.isTool ? { body, file } : { file });
}

/**
 * Sends an init and notes it in the run's ledger, so that a repeat of the run finds it.
 * @param place in the init's quota, where it was taken before
 * @throws TikTokFailure; after a lost answer to a pull it says that TikTok may have posted
 */
export async function startPost(
	task: Task,
	session: Session,
	endpoint: Endpoint,
	body: IDataObject,
	entry: LedgerEntry,
	place?: Place,
): Promise<StartedPost> {
	if (entry.lost) throw entry.lost;
	const { belowCap } = task.ledger;
	belowCap.throwIfAborted();
	let data: IDataObject;
	try {
		data = await session.call(endpoint, { body }, belowCap, place);
		const isFile = (body.source_info as IDataObject).source === 'FILE_UPLOAD';
		if (!data.publish_id || (isFile && !data.upload_url)) throw incomplete();
	} catch (error) {
		throw noteFailure(task, endpoint, entry, error);
	}
	entry.publishId = String(data.publish_id);
	entry.uploadUrl = data.upload_url ? String(data.upload_url) : undefined;
	handOver.add(noteOf(task, session, body, entry.publishId));
	return { publishId: entry.publishId, uploadUrl: entry.uploadUrl };
}

/** A good answer that lacks what matters is as bad as a lost one. */
function incomplete(): TikTokFailure {
	return new TikTokFailure(
		'TikTok answered without a publish ID or without an upload URL.',
		'Try again in a few minutes.',
		'answer',
		{ code: 'unreadable_answer' satisfies OwnCode, retryable: true },
		{ transient: true, ambiguous: true },
	);
}

/** What the TikTok Trigger learns of the post. */
function noteOf(task: Task, session: Session, body: IDataObject, publishId: string): PostNote {
	const { post_info, source_info } = body as Record<string, IDataObject | undefined>;
	return {
		accountKey: session.connection.accountKey,
		publishId,
		at: now(),
		status: initialStatus(source_info?.source),
		isManual: task.context.getMode() === 'manual',
		...(post_info?.privacy_level && { privacyLevel: String(post_info.privacy_level) }),
	};
}

/** The status that TikTok gives a fresh post; asking would cost a call. */
const initialStatus = (source: unknown) =>
	source === 'FILE_UPLOAD' ? 'PROCESSING_UPLOAD' : 'PROCESSING_DOWNLOAD';

function noteFailure(task: Task, endpoint: Endpoint, entry: LedgerEntry, error: unknown): unknown {
	if (!(error instanceof TikTokFailure)) return error;
	if (error.traits.dailyCap) task.ledger.reachCap(error);
	switch (lastResort(endpoint.kind, error)) {
		case 'mayBePosted':
			entry.lost = lostPull(error);
			task.ledger.unconfirmed.push(task.itemIndex);
			return entry.lost;
		case 'mayHoldDraft':
			return lostDraft(error);
		default:
			return error;
	}
}

/** A pull needs nothing further from us: once accepted it becomes a post. */
function lostPull(cause: TikTokFailure): TikTokFailure {
	return new TikTokFailure(
		"TikTok's answer was lost; it may have accepted this post.",
		`The request was not repeated, because that could post twice. Look at the account's posts or inbox in TikTok before you run it again. Cause: ${cause.headline}`,
		cause.origin,
		{ ...cause.details, retryable: false, accepted: 'unknown' },
	);
}

/** Without its bytes a draft never appears, but it may hold one of five places. */
function lostDraft(cause: TikTokFailure): TikTokFailure {
	return new TikTokFailure(
		cause.headline,
		`${cause.advice} Nothing was posted, but the attempt may hold one of the account's five draft places for a day.`,
		cause.origin,
		{ ...cause.details, upload_state: 'none' },
		cause.traits,
	);
}
