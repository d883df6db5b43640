import type { IDataObject } from 'n8n-workflow';
import { videoUploads } from '../api/inits';
import { askStatus } from '../api/status';
import type { AcceptedPost } from '../posting/finishPost';
import { handOver } from '../posting/handOver';
import type { Preflight } from '../posting/preflight';
import { asCreatorAllows } from '../posting/preflight';
import { entryOf, startPost } from '../posting/startPost';
import type { VideoPost } from '../posting/videoPost';
import type { Endpoint } from '../request/endpoint';
import { missingLastChunk } from '../request/retryPolicy';
import type { Session } from '../request/session';
import type { Place } from '../request/waitingLine';
import type { LedgerEntry, PostBeingSent } from '../run/ledger';
import type { Task } from '../run/perItem';
import { elapsed, wait } from '../shared/clock';
import type { ChunkCheck } from './checkHeader';
import { headerCheck } from './checkHeader';
import type { ChunkPlan } from './chunkPlan';
import { chunkRange, chunkStartingAt, planChunks } from './chunkPlan';
import { ChunkReader } from './chunkReader';
import { putChunkTo } from './putChunk';
import type { SendEnd, Upload } from './sendFile';
import { sendFile } from './sendFile';
import { expiredTwice, unconfirmed } from './uploadFailures';
import type { UploadSlot } from './uploadSlots';
import { uploadSlots } from './uploadSlots';
import type { VideoSource } from './videoSource';

/** How one try ended; TikTok's status may also say that the post failed meanwhile: whoever finishes it asks. */
type TryEnd = SendEnd | 'completeByStatus';

/** One file on its way to TikTok, and how far it got. */
export class Transfer {
	/** Whether an earlier try of this run has brought it there. */
	readonly wasAccepted: boolean;

	private readonly init: Endpoint;
	private readonly plan: ChunkPlan;
	private readonly entry: LedgerEntry;
	private body: IDataObject;
	private place?: Place;
	private slot?: UploadSlot;
	private reader?: ChunkReader;
	private mimeType = '';
	private check?: ChunkCheck;
	private startedAt = elapsed();
	private resent = 0;
	private decidedByStatus = false;

	/** @param name what tells the file from others of the item */
	constructor(
		private readonly task: Task,
		private readonly session: Session,
		{ mode, body }: VideoPost,
		private readonly source: VideoSource,
		name: string,
	) {
		this.init = videoUploads[mode];
		this.plan = planChunks(source.size);
		this.body = withFile(body, this.plan);
		this.entry = entryOf(task, this.body, name);
		this.wasAccepted = this.entry.post.at === 'accepted';
	}

	get publishId(): string | undefined {
		return 'publishId' in this.entry.post ? this.entry.post.publishId : undefined;
	}

	/** For the end of the operation, once the file is there. */
	get accepted(): AcceptedPost {
		const head = { publishId: this.publishId as string, source: 'FILE_UPLOAD' as const };
		if (this.wasAccepted) return { ...head, resumed: true };
		return {
			...head,
			resumed: this.decidedByStatus,
			upload: {
				bytes: this.plan.size,
				seconds: Math.round((elapsed() - this.startedAt) / 100) / 10,
				chunks: this.plan.count,
				chunks_resent: this.resent,
				...(this.source.note && { note: this.source.note }),
			},
		};
	}

	/**
	 * Waits for a slot. For a new post it comes together with the place of the init: an upload that
	 * waits holds neither, and no upload URL ages while it does.
	 */
	async takeSlot(): Promise<void> {
		if (this.entry.post.at === 'notStarted') {
			const { belowCap } = this.task.ledger;
			const taken = await this.session.takePlaceWith(this.init, uploadSlots, belowCap);
			this.place = taken.place;
			this.slot = taken.companion;
		} else {
			this.slot = await uploadSlots.take(this.session.signal);
		}
		this.startedAt = elapsed();
	}

	/**
	 * Judges the file by its first bytes, and makes the post as the creator allows it.
	 * @param limits what preflight found; when it is switched off, only the kind of the file counts
	 * @throws TikTokFailure when it is no video, or naming the value and the limit
	 */
	async judge(limits: Preflight): Promise<void> {
		this.reader = new ChunkReader(this.source, this.plan, (bytes) => this.bufferOf(bytes));
		const first = await this.reader.read(0);
		this.mimeType = this.source.mimeTypeBy(first);
		this.check = this.task.parameters.flag('preflight') ? headerCheck(limits) : undefined;
		this.check?.(first, chunkRange(this.plan, 0));
		this.body = asCreatorAllows(this.body, limits);
	}

	/**
	 * Brings the file to TikTok: a first try and, when its upload URL died unused, a second one.
	 * @throws TikTokFailure
	 */
	async send(): Promise<void> {
		const first = await this.tryOnce();
		const end = first === 'expiredUnused' ? await this.tryAnew() : first;
		const publishId = this.publishId as string;
		const item = this.task.itemIndex;
		if (end === 'expiredUnused') throw expiredTwice(publishId);
		if (end === 'unknown') {
			this.task.ledger.accept({ item, publish_id: publishId, upload_state: 'unknown' });
			throw unconfirmed(publishId, this.plan.size);
		}
		this.decidedByStatus = end === 'completeByStatus';
		// Where TikTok's answer was lost a request may still read from the buffer.
		if (end === 'complete') this.slot?.leaveBuffer();
		this.entry.post = { at: 'accepted', publishId };
		this.task.ledger.accept({ item, publish_id: publishId });
	}

	/** Lets go of the file, the slot and a place that was not used. */
	close(): void {
		this.slot?.giveBack();
		this.place?.giveBack();
		this.reader?.close();
	}

	private bufferOf(bytes: number): Buffer {
		return this.slot?.buffer(bytes) ?? Buffer.allocUnsafeSlow(bytes);
	}

	/** The URL died before TikTok had anything: a new init cannot post twice. */
	private async tryAnew(): Promise<TryEnd> {
		handOver.withdraw(this.session.connection.accountKey, this.publishId as string);
		this.entry.post = { at: 'notStarted' };
		return await this.tryOnce();
	}

	private async tryOnce(): Promise<TryEnd> {
		const from = await this.startOrResume();
		return from === this.plan.count ? 'completeByStatus' : await this.sendFrom(from);
	}

	/** Starts the post, or finds how far an earlier try of this run got; returns the next chunk. */
	private async startOrResume(): Promise<number> {
		if (this.publishId !== undefined) return (await this.storedChunks()) ?? 0;
		await startPost(this.task, this.session, this.init, this.body, this.entry, this.place);
		return 0;
	}

	/** Sends the file; when the answer to the last chunk is lost, TikTok's status decides. */
	private async sendFrom(from: number): Promise<TryEnd> {
		const upload = this.describe();
		try {
			let end = await sendFile(upload, from);
			for (let repeat = 0; end === 'unknown' && repeat < missingLastChunk.repeats; repeat++) {
				const stored = await this.storedChunksOrUnknown();
				if (stored === 'unknown') break;
				if (stored === this.plan.count) return 'completeByStatus';
				await wait(missingLastChunk.pauseMs, this.session.signal);
				upload.resent++;
				end = await sendFile(upload, stored);
			}
			return end;
		} finally {
			this.resent += upload.resent;
		}
	}

	private describe(): Upload {
		const { logger, signal } = this.session;
		const { proxy, skipSslCertificateValidation } = this.task.request.options;
		const post = this.entry.post as PostBeingSent;
		return {
			plan: this.plan,
			reader: this.reader as ChunkReader,
			put: putChunkTo(this.task.context, post.uploadUrl, this.mimeType, {
				proxy,
				skipSslCertificateValidation: Boolean(skipSslCertificateValidation),
			}),
			post,
			check: this.check,
			signal,
			log: (message, level = 'info') => logger[level](message),
			resent: 0,
		};
	}

	/** How many chunks TikTok has, by its own status; `undefined` when it does not tell. */
	private async storedChunks(): Promise<number | undefined> {
		const status = await askStatus(this.session, this.publishId as string);
		const stored = status.uploaded_bytes;
		if (status.outcome !== 'in_progress' || (stored ?? 0) >= this.plan.size) return this.plan.count;
		return stored === undefined ? undefined : chunkStartingAt(this.plan, stored);
	}

	/** Where to go on; the last chunk when TikTok's status does not tell. */
	private async storedChunksOrUnknown(): Promise<number | 'unknown'> {
		try {
			return (await this.storedChunks()) ?? this.plan.count - 1;
		} catch {
			this.session.signal?.throwIfAborted();
			this.session.logger.warn('TikTok: the status of an uploaded post could not be read');
			return 'unknown';
		}
	}
}

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
