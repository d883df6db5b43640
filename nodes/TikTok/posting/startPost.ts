import type { IDataObject } from 'n8n-workflow';
import type { Init } from '../api/inits';
import { TikTokFailure } from '../errors/failure';
import { asFailure, ownFailure } from '../errors/ownFailure';
import { publishIdOf } from '../request/envelope';
import { lastResort } from '../request/retryPolicy';
import type { Session } from '../request/session';
import type { Place } from '../request/waitingLine';
import type { LedgerEntry, OnceNotes, PostBeingSent } from '../run/ledger';
import type { Task } from '../run/perItem';
import { isWebAddress } from '../shared/addresses';
import { now } from '../shared/clock';
import type { PostNote, PostOrigin } from './handOver';
import { handOver } from './handOver';

/** The status that TikTok gives a fresh post, by the source of its media; asking would cost a call. */
export const initialStatus = {
	FILE_UPLOAD: 'PROCESSING_UPLOAD',
	PULL_FROM_URL: 'PROCESSING_DOWNLOAD',
} as const;

type Source = keyof typeof initialStatus;

/** What may come of the init of a draft that was never finished. */
export const ABANDONED_DRAFT =
	"Nothing was posted, but the attempt may hold one of the account's five draft spaces for a day.";

/**
 * The ledger's entry for a post of the item. Within a run the item and the file name the post:
 * captions with the time in them or links signed anew differ between tries and are still the same
 * post. Calls of a model share item and run, so there the request tells them apart.
 */
export function entryOf(task: Task, body: IDataObject, file?: string): LedgerEntry {
	return task.ledger.entry(task.itemIndex, task.isTool ? { body, file } : { file });
}

/**
 * Sends an init and notes it in the run's ledger, so that a repeat of the run finds it. A publish ID
 * is noted whatever else the answer lacks, also when it is a failure.
 * @param nextPlace takes the place of each attempt, where something else is taken with it
 * @returns the publish ID; for a file the upload URL may be missing all the same
 * @throws TikTokFailure; after a lost answer to a pull it says that TikTok may have posted
 */
export async function startPost(
	task: Task,
	session: Session,
	init: Init,
	body: IDataObject,
	entry: LedgerEntry,
	nextPlace?: (before?: Place) => Promise<Place>,
): Promise<string> {
	if (entry.post.at === 'lost') throw entry.post.failure;
	const belowCap = task.ledger.belowCap(init.mode);
	belowCap.throwIfAborted();
	const { source } = body.source_info as { source: Source };
	const { once } = entry;
	const take = nextPlace ?? (once && placeAndNote(session, init, once, belowCap));
	try {
		const data = await session.call(init, { body }, belowCap, take);
		const publishId = publishIdOf(data);
		if (!publishId) throw incomplete();
		entry.post =
			source === 'FILE_UPLOAD'
				? beingSent(body, publishId, data.upload_url)
				: { at: 'accepted', publishId };
		handOver.add(noteOf(task, session, body, publishId));
		await once?.note(entry.post);
		return publishId;
	} catch (error) {
		const failure = asFailure(error);
		const publishId = failure.details.publish_id;
		if (publishId) handOver.add(noteOf(task, session, body, publishId));
		if (publishId && source === 'FILE_UPLOAD') entry.post = beingSent(body, publishId);
		throw noteFailure(task, init, entry, failure);
	}
}

/**
 * A pull may be posted as soon as it is sent: that it may be is noted before, for a crash on the way.
 * Where TikTok has said no to the attempt before, there is nothing to note while it waits.
 */
function placeAndNote(session: Session, init: Init, once: OnceNotes, belowCap: AbortSignal) {
	return async (before?: Place): Promise<Place> => {
		if (before) await once.forget();
		const place = await session.takePlace(init, before, belowCap);
		await once.beforePull();
		return place;
	};
}

const beingSent = (
	{ source_info }: IDataObject,
	publishId: string,
	uploadUrl?: unknown,
): PostBeingSent => ({
	at: 'sending',
	publishId,
	size: Number((source_info as IDataObject).video_size),
	uploadUrl: isWebAddress(uploadUrl) ? uploadUrl : undefined,
	someStored: false,
	mayBePosted: false,
});

/** A good answer that lacks what matters is as bad as a lost one. */
const incomplete = () =>
	ownFailure('unreadable_answer', {
		headline: 'TikTok answered without a publish ID.',
		advice: 'Try again in a few minutes.',
	});

/** What the TikTok Trigger learns of the post. */
function noteOf(task: Task, session: Session, body: IDataObject, publishId: string): PostNote {
	const { post_info, source_info } = body as Record<string, IDataObject | undefined>;
	return {
		accountKey: session.connection.accountKey,
		publishId,
		at: now(),
		status: initialStatus[source_info?.source as Source],
		isManual: task.context.getMode() === 'manual',
		...(post_info?.privacy_level && { privacyLevel: String(post_info.privacy_level) }),
		origin: originOf(task, body),
	};
}

function originOf({ context }: Task, { media_type, post_info }: IDataObject): PostOrigin {
	const { title, description } = (post_info ?? {}) as IDataObject;
	const caption = title || description;
	const { id, name } = context.getWorkflow();
	return {
		mediaType: media_type === 'PHOTO' ? 'PHOTO' : 'VIDEO',
		...(caption && { caption: String(caption) }),
		workflow: { ...(id && { id }), ...(name && { name }) },
	};
}

function noteFailure(
	task: Task,
	init: Init,
	entry: LedgerEntry,
	error: TikTokFailure,
): TikTokFailure {
	if (error.isDailyCap) task.ledger.reachCap(init.mode, error);
	switch (lastResort(init.kind, error)) {
		case 'mayBePosted': {
			const failure = lostPull(error);
			entry.post = { at: 'lost', failure };
			const { publish_id } = failure.details;
			const item = task.itemIndex;
			if (publish_id) task.ledger.accept({ item, publish_id, upload_state: 'unknown' });
			else task.ledger.leaveUnconfirmed(item);
			return failure;
		}
		case 'mayHoldDraft':
			return error.after(ABANDONED_DRAFT).with({ upload_state: 'none' });
		default:
			return error;
	}
}

/** A pull needs nothing further from us: once accepted it becomes a post. */
function lostPull({ headline, origin, details }: TikTokFailure): TikTokFailure {
	return new TikTokFailure({
		headline: details.publish_id
			? 'TikTok gave this post an ID, but its answer makes no sense: it may have accepted it.'
			: "TikTok's answer was lost; it may have accepted this post.",
		advice: `The request was not repeated, because that could post twice. Look at the account's posts or inbox in TikTok before you run it again. Cause: ${headline}`,
		origin,
		details: { ...details, retryable: false, accepted: 'unknown' },
	});
}
