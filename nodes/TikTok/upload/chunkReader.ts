import { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import { endingWith } from '../shared/endingWith';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import { chunkRange } from './chunkPlan';
import type { VideoSource } from './videoSource';

/**
 * Cuts the source into exactly the planned chunks. n8n's store delivers pieces of any size, down to
 * a few bytes and up to the whole file; one buffer, as large as the largest chunk, is filled again
 * and again, unless a request may still read from it. A chunk stays valid until the next one is
 * read, so that it can be sent again.
 */
export class ChunkReader {
	private buffer?: Buffer;

	/** Requests that may still read from the buffer. */
	private lent = 0;

	private pieces?: AsyncIterator<Buffer>;

	/** What the last piece held beyond the chunk. */
	private rest: Buffer = Buffer.alloc(0);

	private nextIndex = 0;

	/** Whether the store has broken its word before. */
	private hasFailed = false;

	/**
	 * @param bufferOf gives a buffer of at least so many bytes
	 * @param signal ends waiting for the store
	 */
	constructor(
		private readonly source: VideoSource,
		private readonly plan: ChunkPlan,
		private readonly bufferOf: (bytes: number) => Buffer = Buffer.allocUnsafeSlow,
		private readonly signal?: AbortSignal,
	) {}

	/** Before the chunk at hand is sent. */
	lend(): void {
		this.lent += 1;
	}

	/** After an answer by which nobody reads from the chunk any more. */
	takeBack(): void {
		this.lent -= 1;
	}

	/** Whether others may write into the buffer once this reader is closed. */
	get isBufferFree(): boolean {
		return this.lent === 0;
	}

	/**
	 * The bytes of one chunk. The chunk at hand and the next one are cheap; any earlier one reads the
	 * file again from the start, because n8n's store knows no ranges. So is the file, once, when the
	 * store breaks off or delivers fewer or more bytes than announced.
	 * @throws TikTokFailure when it does so again
	 */
	async read(index: number): Promise<Buffer> {
		return await this.readOnce(index).catch(async (error: unknown) => {
			// Whoever cancels is no failure.
			if (this.hasFailed || !(error instanceof TikTokFailure)) throw error;
			this.hasFailed = true;
			this.letGoOfFile();
			return await this.readOnce(index);
		});
	}

	/** Lets go of file and buffer, also half-way. Nobody waits for the store: it may have stalled. */
	close(): void {
		this.letGoOfFile();
		this.buffer = undefined;
		this.lent = 0;
	}

	private async readOnce(index: number): Promise<Buffer> {
		const { length } = chunkRange(this.plan, index);
		if (this.buffer && this.pieces && index === this.nextIndex - 1) {
			return this.buffer.subarray(0, length);
		}
		if (!this.pieces || index < this.nextIndex) await this.rewind();
		while (this.nextIndex < index) await this.fill(chunkRange(this.plan, this.nextIndex));
		return await this.fill(chunkRange(this.plan, index));
	}

	private letGoOfFile(): void {
		this.pieces?.return?.().catch(() => undefined);
		this.pieces = undefined;
		this.rest = Buffer.alloc(0);
	}

	private async rewind(): Promise<void> {
		this.letGoOfFile();
		const bytes = await endingWith(this.source.bytes(), this.signal);
		this.pieces = bytes[Symbol.asyncIterator]();
		this.nextIndex = 0;
	}

	/** The buffer, or a fresh one while a request may still read from it. */
	private bufferToFill(): Buffer {
		if (this.buffer && this.lent === 0) return this.buffer;
		this.lent = 0;
		return (this.buffer = this.bufferOf(chunkRange(this.plan, this.plan.count - 1).length));
	}

	private async fill(range: ChunkRange): Promise<Buffer> {
		const buffer = this.bufferToFill();
		let filled = 0;
		while (filled < range.length) {
			if (this.rest.length === 0 && !(await this.nextPiece())) {
				throw this.sizeMismatch(`ended after ${range.first + filled} bytes`);
			}
			const copied = this.rest.copy(buffer, filled, 0, range.length - filled);
			this.rest = this.rest.subarray(copied);
			filled += copied;
		}
		this.nextIndex = range.index + 1;
		const isLast = range.index === this.plan.count - 1;
		if (isLast && (this.rest.length > 0 || (await this.nextPiece()))) {
			throw this.sizeMismatch(`holds at least ${this.plan.size + this.rest.length} bytes`);
		}
		return buffer.subarray(0, range.length);
	}

	private async nextPiece(): Promise<boolean> {
		for (;;) {
			if (!this.pieces) return false;
			const { done, value } = await endingWith(this.pieces.next(), this.signal);
			if (done) return false;
			this.rest = value as Buffer;
			if (this.rest.length > 0) return true;
		}
	}

	private sizeMismatch(what: string): TikTokFailure {
		return ownFailure('file_size_mismatch', {
			values: { file: this.source.name, bytes: this.plan.size, found: what },
		});
	}
}
