import type { PublishStatus } from '../api/publishStatus';
import { askStatus } from '../api/status';
import { asFailure, inputFailure, ownFailure } from '../errors/ownFailure';
import { missingBytes } from '../request/retryPolicy';
import type { Session } from '../request/session';
import { KeptKeys } from '../run/keptKeys';
import { KeyedPost } from '../run/keyedPost';
import type { LedgerEntry } from '../run/ledger';
import { nameOfKey, onceKeys } from '../run/onceKeys';
import type { Task } from '../run/perItem';
import type { RememberedPost } from '../run/rememberedPost';
import { wait } from '../shared/clock';
import type { AcceptedPost } from './finishPost';

const MAX_ONCE_KEY = 255;

/**
 * The Once Key of a post of the item.
 * @param file where every file of the item is a post of its own
 * @throws TikTokFailure when it is too long
 */
function onceKeyOf({ parameters }: Task, file?: string): string | undefined {
	const key = parameters.text('onceKey').trim();
	if (key.length > MAX_ONCE_KEY) {
		throw inputFailure(
			`Once Key is too long: ${key.length}/${MAX_ONCE_KEY} characters.`,
			"Use what names the post, such as the row's ID.",
		);
	}
	if (key === '') return undefined;
	return file === undefined ? key : JSON.stringify([key, file]);
}

/**
 * Starts a post, unless one was started under the item's Once Key: in this execution or another, now
 * or earlier. Who comes while it is being started waits.
 * @param file where every file of the item is a post of its own
 * @returns the new post, or the earlier one with its status
 * @throws TikTokFailure; also when nobody knows whether the earlier one was posted
 */
export async function startOnce(
	task: Task,
	session: Session,
	entry: LedgerEntry,
	source: AcceptedPost['source'],
	start: () => Promise<AcceptedPost>,
	file?: string,
): Promise<AcceptedPost> {
	const key = onceKeyOf(task, file);
	if (key === undefined) return await start();
	const name = nameOfKey(session.connection.accountKey, key);
	return await onceKeys.inTurn(
		name,
		async (known) => {
			const keyed = new KeyedPost(name, known, new KeptKeys(task.context));
			const { post } = keyed;
			const earlier = post && !isOwn(entry, post) && (await earlierPost(session, post));
			if (earlier) {
				await keyed.keep();
				return { ...earlier, source, resumed: true };
			}
			entry.once = keyed;
			try {
				// The try before has let go of the key, and this one goes on with the same post.
				if (entry.post.at === 'sending') await keyed.note(entry.post);
				const started = await start();
				await keyed.note(entry.post);
				return started;
			} catch (error) {
				const failure = asFailure(error);
				await keyed.settle(entry.post, failure.origin === 'cancelled');
				throw failure;
			}
		},
		session.signal,
	);
}

/**
 * For Check Only: the ID of the post that was started under the item's Once Key. Nothing is kept.
 * @throws TikTokFailure as {@link startOnce}
 */
export async function postedUnderKey(
	task: Task,
	session: Session,
	file?: string,
): Promise<string | undefined> {
	const key = onceKeyOf(task, file);
	if (key === undefined) return undefined;
	const name = nameOfKey(session.connection.accountKey, key);
	return await onceKeys.inTurn(
		name,
		async (known) => {
			const { post } = new KeyedPost(name, known, new KeptKeys(task.context));
			return post && (await earlierPost(session, post))?.publishId;
		},
		session.signal,
	);
}

/** What an earlier try of the same run has started goes on by its ledger. */
function isOwn({ post }: LedgerEntry, { publishId }: RememberedPost): boolean {
	if (post.at === 'lost') return true;
	return post.at !== 'notStarted' && post.publishId === publishId;
}

/** How TikTok says that it does not know an ID (open API fact sheet §9.1). */
const unknownId = ['invalid_publish_id', 'invalid_params'];

/** The post that was started under the key, as it is now; `undefined` when TikTok has none. */
async function earlierPost(
	session: Session,
	post: RememberedPost,
): Promise<Pick<AcceptedPost, 'publishId' | 'earlier'> | undefined> {
	const { publishId } = post;
	if (publishId === undefined) throw unclear();
	try {
		const status = await settledStatus(session, publishId, post);
		return status && { publishId, earlier: { status } };
	} catch (error) {
		const failure = asFailure(error);
		const isUnknown = unknownId.includes(failure.details.code);
		if (isUnknown && post.state === 'accepted') return { publishId, earlier: {} };
		if (isUnknown) throw unclear(publishId);
		throw failure.ofPosted(publishId);
	}
}

/** `undefined` when the post failed, or its file never arrived in full: it may be started anew. */
async function settledStatus(
	session: Session,
	publishId: string,
	{ state, size }: RememberedPost,
): Promise<PublishStatus | undefined> {
	for (let repeat = 0; ; repeat++) {
		const status = await askStatus(session, publishId);
		if (status.outcome === 'failed') return undefined;
		if (status.outcome !== 'in_progress' || state !== 'sending') return status;
		if (status.uploaded_bytes === undefined || size === undefined) throw unclear(publishId);
		if (status.uploaded_bytes >= size) return status;
		// The status may lag behind the bytes.
		if (repeat === missingBytes.repeats) return undefined;
		await wait(missingBytes.pauseMs, session.signal);
	}
}

const unclear = (publish_id?: string) =>
	ownFailure('once_key_unclear', { details: { publish_id, accepted: 'unknown' } });
