import { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import type { ChunkPlan, ChunkRange } from './chunkPlan';
import { chunkRange } from './chunkPlan';
import type { VideoSource } from './videoSource';

/**
 * Cuts the source into exactly the planned chunks. n8n's store delivers pieces of any size, down to
 * a few bytes and up to the whole file; one buffer, as large as the largest chunk, is filled again
 * and again. A chunk stays valid until the next one is read, so that it can be sent again.
 */
export class ChunkReader {
	private readonly buffer: Buffer;

	private pieces?: AsyncIterator<Buffer>;

	/** What the last piece held beyond the chunk. */
	private rest: Buffer = Buffer.alloc(0);

	private nextIndex = 0;

	/** Whether the store has broken its word before. */
	private hasFailed = false;

	/** @param bufferOf gives the buffer, of at least so many bytes */
	constructor(
		private readonly source: VideoSource,
		private readonly plan: ChunkPlan,
		bufferOf: (bytes: number) => Buffer = Buffer.allocUnsafeSlow,
	) {
		this.buffer = bufferOf(chunkRange(plan, plan.count - 1).length);
	}

	/**
	 * The bytes of one chunk. The chunk at hand and the next one are cheap; any earlier one reads the
	 * file again from the start, because n8n's store knows no ranges. So is the file, once, when the
	 * store breaks off or delivers fewer or more bytes than announced.
	 * @throws TikTokFailure when it does so again
	 */
	async read(index: number): Promise<Buffer> {
		try {
			return await this.readOnce(index);
		} catch (error) {
			// Whoever cancels is no failure.
			if (this.hasFailed || !(error instanceof TikTokFailure)) throw error;
			this.hasFailed = true;
			this.close();
			return await this.readOnce(index);
		}
	}

	/** Lets go of the file, also half-way and also when the store never answers. */
	close(): void {
		this.pieces?.return?.().catch(() => {});
		this.pieces = undefined;
		this.rest = Buffer.alloc(0);
	}

	private async readOnce(index: number): Promise<Buffer> {
		const { length } = chunkRange(this.plan, index);
		if (this.pieces && index === this.nextIndex - 1) return this.buffer.subarray(0, length);
		if (!this.pieces || index < this.nextIndex) await this.rewind();
		while (this.nextIndex < index) await this.fill(chunkRange(this.plan, this.nextIndex));
		return await this.fill(chunkRange(this.plan, index));
	}

	private async rewind(): Promise<void> {
		this.close();
		this.pieces = (await this.source.bytes())[Symbol.asyncIterator]();
		this.nextIndex = 0;
	}

	private async fill(range: ChunkRange): Promise<Buffer> {
		let filled = 0;
		while (filled < range.length) {
			if (this.rest.length === 0 && !(await this.nextPiece())) {
				throw this.sizeMismatch(`ended after ${range.first + filled} bytes`);
			}
			const copied = this.rest.copy(this.buffer, filled, 0, range.length - filled);
			this.rest = this.rest.subarray(copied);
			filled += copied;
		}
		this.nextIndex = range.index + 1;
		const isLast = range.index === this.plan.count - 1;
		if (isLast && (this.rest.length > 0 || (await this.nextPiece()))) {
			throw this.sizeMismatch(`holds at least ${this.plan.size + this.rest.length} bytes`);
		}
		return this.buffer.subarray(0, range.length);
	}

	private async nextPiece(): Promise<boolean> {
		for (;;) {
			const { done, value } = (await this.pieces?.next()) ?? { done: true, value: undefined };
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
