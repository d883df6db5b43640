import { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import { wait } from '../shared/clock';
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

	/** Chunks that were read again, where the source has no rule of its own. */
	private rereads = 0;

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
	 * The bytes of one chunk. The chunk at hand and the next one are cheap; for any other the file is
	 * opened again, and read from its start when it opens nowhere else. So it is when its source breaks
	 * off or delivers fewer or more bytes than announced: once, unless the source has another rule.
	 * @throws TikTokFailure when it does so again
	 */
	async read(index: number): Promise<Buffer> {
		for (let attempt = 1; ; attempt++) {
			const read = await this.readOnce(index).catch((error: unknown) => {
				// Whoever cancels is no failure.
				if (!(error instanceof TikTokFailure)) throw error;
				return error;
			});
			if (!(read instanceof TikTokFailure)) return read;
			const pause = this.pauseBeforeReread(read, attempt);
			if (pause === undefined) throw read;
			this.letGoOfFile();
			if (pause > 0) await wait(pause, this.signal);
		}
	}

	/** Lets go of file and buffer, also half-way. Nobody waits for the store: it may have stalled. */
	close(): void {
		this.letGoOfFile();
		this.source.close?.();
		this.buffer = undefined;
		this.lent = 0;
	}

	private pauseBeforeReread(failure: TikTokFailure, attempt: number): number | undefined {
		if (this.source.pauseBeforeReread) return this.source.pauseBeforeReread(failure, attempt);
		this.rereads += 1;
		return this.rereads === 1 ? 0 : undefined;
	}

	private async readOnce(index: number): Promise<Buffer> {
		const { length } = chunkRange(this.plan, index);
		if (this.buffer && this.pieces && index === this.nextIndex - 1) {
			return this.buffer.subarray(0, length);
		}
		const isBehind = index > this.nextIndex && this.source.opensAnywhere;
		if (!this.pieces || index < this.nextIndex || isBehind) await this.open(index);
		while (this.nextIndex < index) await this.fill(chunkRange(this.plan, this.nextIndex));
		return await this.fill(chunkRange(this.plan, index));
	}

	private letGoOfFile(): void {
		this.pieces?.return?.().catch(() => undefined);
		this.pieces = undefined;
		this.rest = Buffer.alloc(0);
	}

	private async open(wanted: number): Promise<void> {
		this.letGoOfFile();
		const index = this.source.opensAnywhere ? wanted : 0;
		const { first } = chunkRange(this.plan, index);
		const bytes = await endingWith(this.source.bytes(first), this.signal);
		this.pieces = bytes[Symbol.asyncIterator]();
		this.nextIndex = index;
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
		const chunk = buffer.subarray(0, range.length);
		this.source.passed?.(range.index, chunk);
		return chunk;
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
