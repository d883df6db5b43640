import type { IDataObject } from 'n8n-workflow';
import { asFailure, TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import type { AcceptedPost } from '../posting/finishPost';
import { handOver } from '../posting/handOver';
import type { LedgerEntry } from '../run/ledger';
import { entryOf, startPost } from '../posting/startPost';
import { checkHeader } from './checkHeader';
import { asCreatorAllows } from '../posting/preflight';
import type { Endpoint } from '../request/endpoint';
import type { Session } from '../request/session';
import { askStatus } from '../resources/post/getStatus.operation';
import type { Place } from '../request/waitingLine';
import { elapsed, wait } from '../shared/clock';
import type { Task } from '../run/perItem';
import type { ChunkPlan } from './chunkPlan';
import { chunkStartingAt, planChunks } from './chunkPlan';
import { ChunkReader } from './chunkReader';
import { putChunkTo } from './putChunk';
import type { PreparedUpload } from './uploadOne';
import type { Upload, UploadEnd } from './sendFile';
import { sendFile } from './sendFile';
import type { UploadSlot } from './uploadSlots';
import { uploadSlots } from './uploadSlots';
import type { VideoSource } from './videoSource';
import { openVideo } from './videoSource';

/** How often the last chunk is sent again after TikTok's status said that it is missing. */
const LAST_CHUNK_REPEATS = 3;
const STATUS_LAG_MS = 3_000;

/**
 * Uploads one file of the item: slot, init, chunks. Within a repeated run it goes on where the
 * ledger says the earlier try ended.
 * @throws TikTokFailure with the publish ID and how far the file got
 */
export async function uploadVideo(
	task: Task,
	session: Session,
	{ init, preflight }: PreparedUpload,
	property: string,
): Promise<AcceptedPost> {
	const source = await openVideo(task.context, property);
	const plan = planChunks(source.size);
	const body = withFile(task.request.options.body as IDataObject, plan);
	const entry = entryOf(task, body, property);
	if (entry.uploadComplete) return accepted(entry.publishId as string, true);
	const limits = await preflight();

	const { slot, place } = entry.publishId
		? { slot: await uploadSlots.take(session.signal) }
		: await slotForNewPost(task, session, init);
	const startedAt = elapsed();
	let resent = 0;
	let decidedByStatus = false;
	let reader: ChunkReader | undefined;
	try {
		reader = new ChunkReader(source, plan, slot.buffer);
		const checkLast = limits && (await checkHeader(reader, plan, limits));
		for (let mayStartAnew = true; ; mayStartAnew = false) {
			const sent = asCreatorAllows(body, limits);
			const from = await positionOf(task, session, init, sent, entry, plan, place);
			const upload = { ...describeUpload(task, session, source, plan, reader, entry), checkLast };
			const end = from === plan.count ? completeByStatus : await sendAll(session, upload, from);
			resent += upload.resent;
			if (end.state === 'complete') {
				decidedByStatus = end.byStatus ?? false;
				// Where TikTok's answer was lost a request may still read from it.
				if (!decidedByStatus) slot.leaveBuffer();
				break;
			}
			if (end.state === 'unknown' || !mayStartAnew) throw notFinished(task, entry, plan, end);
			// The URL died before TikTok had anything: a new init cannot post twice.
			handOver.withdraw(session.connection.accountKey, entry.publishId as string);
			entry.publishId = entry.uploadUrl = undefined;
		}
	} catch (error) {
		// Whatever broke: a publish ID that TikTok gave must not get lost.
		throw asFailure(error).with({ publish_id: entry.publishId });
	} finally {
		await reader?.close();
		place?.giveBack();
		slot.giveBack();
	}
	entry.uploadComplete = true;
	entry.uploadUrl = undefined;
	task.ledger.accept({ item: task.itemIndex, publish_id: entry.publishId as string });
	return accepted(entry.publishId as string, decidedByStatus, {
		bytes: plan.size,
		seconds: Math.round((elapsed() - startedAt) / 100) / 10,
		chunks: plan.count,
		chunks_resent: resent,
		...(source.note && { note: source.note }),
	});
}

/** A slot and the place of the init, at the same moment: an upload that waits holds neither. */
async function slotForNewPost(
	{ ledger }: Task,
	session: Session,
	init: Endpoint,
): Promise<{ slot: UploadSlot; place?: Place }> {
	const { place, companion } = await session.takePlaceWith(init, uploadSlots, ledger.belowCap);
	return { place, slot: companion };
}

/** TikTok's status may also say that the post failed meanwhile: whoever finishes it asks. */
const completeByStatus: UploadEnd = { state: 'complete', byStatus: true };

const accepted = (publishId: string, resumed: boolean, upload?: IDataObject): AcceptedPost => ({
	publishId,
	initialStatus: 'PROCESSING_UPLOAD',
	resumed,
	upload,
});

/** The declared request, plus what only the file tells. */
function withFile(declared: IDataObject, plan: ChunkPlan): IDataObject {
	return {
		...declared,
		source_info: {
			...(declared.source_info as IDataObject),
			video_size: plan.size,
			chunk_size: plan.chunkSize,
			total_chunk_count: plan.count,
		},
	};
}

/** Starts the post, or finds how far an earlier try of this run got; returns the next chunk. */
async function positionOf(
	task: Task,
	session: Session,
	init: Endpoint,
	body: IDataObject,
	entry: LedgerEntry,
	plan: ChunkPlan,
	place?: Place,
): Promise<number> {
	if (!entry.publishId) {
		await startPost(task, session, init, body, entry, place);
		return 0;
	}
	return (await storedChunks(session, entry.publishId, plan)) ?? 0;
}

/** How many chunks TikTok has, by its own status; `undefined` when it does not tell. */
async function storedChunks(
	session: Session,
	publishId: string,
	plan: ChunkPlan,
): Promise<number | undefined> {
	const { outcome, uploaded_bytes } = await askStatus(session, publishId);
	if (outcome !== 'in_progress' || (uploaded_bytes ?? 0) >= plan.size) return plan.count;
	return uploaded_bytes === undefined ? undefined : chunkStartingAt(plan, uploaded_bytes);
}

function describeUpload(
	task: Task,
	session: Session,
	source: VideoSource,
	plan: ChunkPlan,
	reader: ChunkReader,
	entry: LedgerEntry,
): Upload {
	const { proxy, skipSslCertificateValidation } = task.request.options;
	return {
		plan,
		reader,
		put: putChunkTo(task.context, entry.uploadUrl as string, source.mimeType, {
			proxy,
			skipSslCertificateValidation: Boolean(skipSslCertificateValidation),
		}),
		publishId: entry.publishId as string,
		soFar: entry,
		signal: session.signal,
		log: (message, level = 'info') => session.logger[level](message),
		resent: 0,
	};
}

/** Sends the file; when the answer to the last chunk is lost, TikTok's status decides. */
async function sendAll(session: Session, upload: Upload, from: number): Promise<UploadEnd> {
	let end = await sendFile(upload, from);
	for (let repeat = 0; end.state === 'unknown' && repeat < LAST_CHUNK_REPEATS; repeat++) {
		const stored = await storedChunksOrUnknown(session, upload);
		if (stored === 'unknown') return end;
		if (stored === upload.plan.count) return completeByStatus;
		// The status may lag behind the bytes.
		await wait(STATUS_LAG_MS, session.signal);
		upload.resent++;
		end = await sendFile(upload, stored);
	}
	return end;
}

/** Where to go on; the last chunk when TikTok's status does not tell. */
async function storedChunksOrUnknown(
	session: Session,
	{ publishId, plan }: Upload,
): Promise<number | 'unknown'> {
	return await storedChunks(session, publishId, plan).then(
		(stored) => stored ?? plan.count - 1,
		() => {
			session.signal?.throwIfAborted();
			session.logger.warn('TikTok: the status of an uploaded post could not be read');
			return 'unknown';
		},
	);
}

function notFinished(
	task: Task,
	entry: LedgerEntry,
	plan: ChunkPlan,
	end: UploadEnd,
): TikTokFailure {
	const publishId = entry.publishId as string;
	if (end.state === 'expiredUnused') {
		return new TikTokFailure(
			'TikTok closed the upload twice before it took the first chunk.',
			'Nothing was posted. Try again in a few minutes.',
			'tiktok',
			{
				code: 'upload_url_expired' satisfies OwnCode,
				publish_id: publishId,
				upload_state: 'none',
				retryable: true,
			},
		);
	}
	task.ledger.accept({ item: task.itemIndex, publish_id: publishId, upload_state: 'unknown' });
	return new TikTokFailure(
		`All ${plan.size} bytes were sent, but TikTok confirmed neither the last chunk nor the post.`,
		'It may appear on the account. Ask with Get Publish Status and this publish ID before you upload the file again.',
		'network',
		{
			code: 'upload_unconfirmed' satisfies OwnCode,
			publish_id: publishId,
			upload_state: 'unknown',
			retryable: false,
		},
	);
}
