import type { IDataObject } from 'n8n-workflow';
import { videoUploads } from '../api/inits';
import type { AcceptedPost } from '../posting/finishPost';
import { handOver } from '../posting/handOver';
import type { Preflight } from '../posting/preflight';
import { asCreatorAllows } from '../posting/preflight';
import { startPost } from '../posting/startPost';
import type { VideoPost } from '../posting/videoPost';
import type { Session } from '../request/session';
import type { Place } from '../request/waitingLine';
import type { LedgerEntry, PostBeingSent } from '../run/ledger';
import type { Task } from '../run/perItem';
import { elapsed } from '../shared/clock';
import { HeaderCheck } from './checkHeader';
import type { ChunkPlan } from './chunkPlan';
import { planChunks, withFile } from './chunkPlan';
import { ChunkReader } from './chunkReader';
import type { TryEnd } from './sendUntilSure';
import { sendUntilSure } from './sendUntilSure';
import { lineOf } from './line';
import { putChunkTo } from './putChunk';
import { expiredTwice } from './uploadFailures';
import type { UploadTurn } from './uploadTurn';
import type { VideoSource } from './videoSource';

/** One file on its way to TikTok, and how far it got. */
export class Transfer {
	/** The publish ID that was given up for another one, while there is no other. */
	withdrawnId?: string;

	private readonly plan: ChunkPlan;
	private readonly reader: ChunkReader;
	private body: IDataObject;
	private mimeType = '';
	private check?: HeaderCheck;
	private readonly startedAt = elapsed();
	private resent = 0;

	/** @param turn with a slot */
	constructor(
		private readonly task: Task,
		private readonly session: Session,
		private readonly post: VideoPost,
		private readonly source: VideoSource,
		private readonly entry: LedgerEntry,
		private readonly turn: UploadTurn,
	) {
		this.plan = planChunks(source.size);
		this.body = withFile(post.body, this.plan);
		this.reader = new ChunkReader(
			source,
			this.plan,
			(bytes) => this.turn.bufferOf(bytes),
			session.signal,
		);
	}

	/**
	 * Judges the file by its first bytes, and makes the post as the creator allows it.
	 * @param limits what the creator may post; without Check File Before Posting only the kind of the file counts
	 * @throws TikTokFailure when it is no video, or naming the value and the limit
	 */
	async judge(limits: Preflight): Promise<void> {
		const first = await this.reader.read(0);
		this.mimeType = this.source.mimeTypeBy(first);
		this.check = this.task.parameters.flag('preflight')
			? new HeaderCheck(limits, this.post.mode)
			: undefined;
		await this.check?.beforeInit(this.source, first);
		this.body = asCreatorAllows(this.body, limits);
	}

	/**
	 * Brings the file to TikTok: a first try and, when its upload URL died unused, a second one.
	 * @throws TikTokFailure
	 */
	async send(): Promise<AcceptedPost> {
		const first = await this.tryOnce();
		const end = first === 'expiredUnused' ? await this.tryAnew() : first;
		const { publishId, uploadUrl } = this.entry.post as PostBeingSent;
		if (end === 'expiredUnused') throw expiredTwice(publishId, uploadUrl !== undefined);
		this.entry.post = { at: 'accepted', publishId };
		this.task.ledger.accept({ item: this.task.itemIndex, publish_id: publishId });
		return {
			publishId,
			source: 'FILE_UPLOAD',
			resumed: end === 'completeByStatus',
			upload: {
				bytes: this.plan.size,
				seconds: Math.round((elapsed() - this.startedAt) / 100) / 10,
				chunks: this.plan.count,
				chunks_resent: this.resent,
				...(this.source.note && { note: this.source.note }),
			},
		};
	}

	/** Lets go of slot and file. The slot comes back first, whatever the file's stream does. */
	close(): void {
		this.turn.giveBackSlot(this.reader.isBufferFree);
		this.reader.close();
	}

	/** The URL died before TikTok had anything: a new init cannot post twice. */
	private async tryAnew(): Promise<TryEnd> {
		this.withdrawnId = (this.entry.post as PostBeingSent).publishId;
		handOver.withdraw(this.session.connection.accountKey, this.withdrawnId);
		this.entry.post = { at: 'notStarted' };
		return await this.tryOnce();
	}

	/** Starts the post, or goes on with what an earlier try of this run has started. */
	private async tryOnce(): Promise<TryEnd> {
		const resumed = this.entry.post.at === 'sending';
		if (!resumed) {
			const letGo = () => this.close();
			const nextPlace = async (before?: Place) => await this.turn.nextPlace(before, letGo);
			const init = videoUploads[this.post.mode];
			await startPost(this.task, this.session, init, this.body, this.entry, nextPlace);
		}
		const post = this.entry.post as PostBeingSent;
		return post.uploadUrl ? await this.sendTo(post, post.uploadUrl, resumed) : 'expiredUnused';
	}

	private async sendTo(post: PostBeingSent, url: string, resumed: boolean): Promise<TryEnd> {
		const { logger, signal } = this.session;
		const upload = {
			plan: this.plan,
			reader: this.reader,
			put: putChunkTo(this.task.context, url, this.mimeType, lineOf(this.task)),
			post,
			check: this.check?.ofChunk,
			signal,
			log: (message: string, level: 'info' | 'warn' = 'info') => logger[level](message),
			resent: 0,
			at: 0,
		};
		try {
			return await sendUntilSure(this.session, upload, resumed);
		} finally {
			this.resent += upload.resent;
		}
	}
}
