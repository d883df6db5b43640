import { TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import type { ChunkPlan } from './chunkPlan';
import { chunkRange } from './chunkPlan';
import type { VideoSource } from './videoSource';

/** A chunk that is read, or being read. */
interface Filling {
	index: number;
	bytes: Promise<Buffer>;
}

/**
 * Cuts the source into exactly the planned chunks. n8n's store delivers pieces of any size, down to
 * a few bytes and up to the whole file. Two buffers, each as large as the largest chunk, take turns:
 * while one is sent, as often as needed, the next chunk is read into the other. With a single buffer
 * reading and sending wait for each other, which took half as long again.
 */
export class ChunkReader {
	private readonly buffers: Buffer[] = [];

	private atHand?: Filling;

	private ahead?: Filling;

	private pieces?: AsyncIterator<Buffer>;

	/** What the last piece held beyond the chunk. */
	private rest: Buffer = Buffer.alloc(0);

	/** The chunk at which the source stands. */
	private nextIndex = 0;

	constructor(
		private readonly source: VideoSource,
		private readonly plan: ChunkPlan,
	) {}

	/**
	 * The bytes of one chunk, valid until another one is asked for. The chunk at hand and the next one
	 * are cheap; any earlier one reads the file again from the start, because n8n's store knows no
	 * ranges.
	 * @throws TikTokFailure when the store delivers fewer or more bytes than announced
	 */
	async read(index: number): Promise<Buffer> {
		if (this.atHand?.index !== index) {
			const next =
				this.ahead?.index === index ? this.ahead : { index, bytes: this.readFrom(index) };
			this.ahead = undefined;
			this.atHand = next;
			await next.bytes;
			this.readAhead(index + 1);
		}
		return await this.atHand.bytes;
	}

	/** Lets go of the file, also half-way. */
	async close(): Promise<void> {
		await this.settle();
		await this.pieces?.return?.();
		this.pieces = undefined;
		this.rest = Buffer.alloc(0);
	}

	/** An error is kept until somebody asks for this chunk. */
	private readAhead(index: number): void {
		if (index >= this.plan.count) return;
		this.ahead = { index, bytes: this.fill(index) };
		this.ahead.bytes.catch(() => {});
	}

	private async readFrom(index: number): Promise<Buffer> {
		await this.settle();
		if (!this.pieces || index < this.nextIndex) await this.rewind();
		while (this.nextIndex < index) await this.fill(this.nextIndex);
		return await this.fill(index);
	}

	/** Nobody else reads from the source afterwards. */
	private async settle(): Promise<void> {
		await this.ahead?.bytes.catch(() => {});
		this.ahead = undefined;
	}

	private async rewind(): Promise<void> {
		await this.close();
		this.pieces = (await this.source.bytes())[Symbol.asyncIterator]();
		this.nextIndex = 0;
	}

	/** Reads on to the end of the chunk at which the source stands. */
	private async fill(index: number): Promise<Buffer> {
		const range = chunkRange(this.plan, index);
		const buffer = this.bufferOf(index);
		let filled = 0;
		while (filled < range.length) {
			if (this.rest.length === 0 && !(await this.nextPiece())) {
				throw this.sizeMismatch(`ended after ${range.first + filled} bytes`);
			}
			const copied = this.rest.copy(buffer, filled, 0, range.length - filled);
			this.rest = this.rest.subarray(copied);
			filled += copied;
		}
		this.nextIndex = index + 1;
		const isLast = index === this.plan.count - 1;
		if (isLast && (this.rest.length > 0 || (await this.nextPiece()))) {
			throw this.sizeMismatch(`holds at least ${this.plan.size + this.rest.length} bytes`);
		}
		return buffer.subarray(0, range.length);
	}

	/** Neighbours never share a buffer. */
	private bufferOf(index: number): Buffer {
		const largest = chunkRange(this.plan, this.plan.count - 1).length;
		return (this.buffers[index % 2] ??= Buffer.allocUnsafeSlow(largest));
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
		return new TikTokFailure(
			`The file "${this.source.fileName}" should have ${this.plan.size} bytes, but n8n's store ${what}.`,
			'The file changed or was damaged after it was stored. Run the node that delivers it again.',
			'input',
			{ code: 'file_size_mismatch' satisfies OwnCode, retryable: false },
		);
	}
}
