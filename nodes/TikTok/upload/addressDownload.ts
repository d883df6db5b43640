import type { TikTokFailure } from '../errors/failure';
import { asFailure, ownFailure } from '../errors/ownFailure';
import type { FileVersion } from '../media/fileVersion';
import { pauseBeforeRepeat } from '../request/retryPolicy';
import { wait } from '../shared/clock';
import type { AddressAnswer } from './addressAnswer';
import { firstByteOf, marksOf } from './addressAnswer';
import { called, changed } from './addressFailures';
import { AddressStream } from './addressStream';
import type { DownloadPace } from './downloadPace';

/** Only a connection that brought so much has gone on: others use up the repeats. */
const PROGRESS_BYTES = 1_000_000;

export interface DownloadParts {
	/** Asks for the file; the answer holds all of it, or all from the byte that a Range header named. */
	ask(headers?: Record<string, string>): Promise<AddressAnswer>;
	version: FileVersion;
	pace: DownloadPace;
	signal?: AbortSignal;
}

/**
 * The bytes of one version of a file at an address, from some byte to the end, over as many
 * connections as it takes. Where the server tells versions apart, a broken connection is taken up at
 * the byte where it broke: by a range, or by skipping when the server knows none. Otherwise it is the
 * reader who begins anew and compares.
 */
export class AddressDownload implements AsyncIterator<Buffer> {
	private stream?: AddressStream;

	/** Bytes of the stream that were delivered before. */
	private skip = 0;

	/** Where the present connection, or the last that went on, took up. */
	private takenUpAt = 0;

	private attempts = 0;

	private knowsRanges = true;

	/** @param position the first byte; @param answer unread, which begins at the file's first byte */
	constructor(
		private readonly parts: DownloadParts,
		private position: number,
		answer?: AddressAnswer,
	) {
		if (answer) this.takeUp(answer, position);
	}

	/** @throws TikTokFailure */
	async next(): Promise<IteratorResult<Buffer, undefined>> {
		for (;;) {
			try {
				const piece = await this.nextPiece(this.stream ?? (await this.open()));
				if (!piece) return { done: true, value: undefined };
				if (piece.length > 0) return { done: false, value: piece };
			} catch (error) {
				this.stop();
				// What breaks behind the last byte breaks nothing.
				if (this.position === this.parts.version.size) return { done: true, value: undefined };
				await this.pauseAfter(asFailure(error));
			}
		}
	}

	async return(): Promise<IteratorResult<Buffer, undefined>> {
		this.stop();
		return { done: true, value: undefined };
	}

	stop(): void {
		this.stream?.stop();
		this.stream = undefined;
	}

	private async nextPiece(stream: AddressStream): Promise<Buffer | undefined> {
		const { size } = this.parts.version;
		const piece = await stream.next();
		if (!piece && this.position < size) throw otherLength(stream, size, `${this.position}`);
		if (!piece) return undefined;
		const fresh = piece.subarray(Math.min(this.skip, piece.length));
		this.skip -= piece.length - fresh.length;
		if (this.position + fresh.length > size) throw otherLength(stream, size, 'more');
		this.position += fresh.length;
		if (this.position - this.takenUpAt >= PROGRESS_BYTES) this.attempts = 0;
		return fresh;
	}

	private async pauseAfter(failure: TikTokFailure): Promise<void> {
		const { version, signal } = this.parts;
		signal?.throwIfAborted();
		this.attempts += 1;
		const pause = pauseBeforeRepeat('download', failure, this.attempts);
		if (pause === undefined || version.mark === undefined) throw failure;
		await wait(pause, signal);
	}

	private async open(): Promise<AddressStream> {
		const { version, ask } = this.parts;
		const { mark } = version;
		const isPart = this.position > 0 && mark !== undefined && this.knowsRanges;
		const answer = await ask(
			isPart ? { Range: `bytes=${this.position}-`, 'If-Range': mark } : undefined,
		);
		const marks = marksOf(answer);
		const verdict = version.verdict(marks);
		const isSame = verdict === 'same' || (verdict === 'untold' && mark === undefined);
		if (answer.status === 200 && isSame) return this.takeUp(answer, this.position);
		if (firstByteOf(answer) === this.position && isSame) return this.takeUp(answer, 0);
		answer.stop();
		if (verdict === 'other' || !isPart) throw changed(answer.address);
		// A part that does not say of what, or another one than asked for.
		this.knowsRanges = false;
		return await this.open();
	}

	private takeUp(answer: AddressAnswer, skip: number): AddressStream {
		this.skip = skip;
		this.takenUpAt = this.position;
		this.stream = new AddressStream(answer, this.parts.pace);
		return this.stream;
	}
}

/** What decodes to another length than announced was compressed; nothing else ends well and wrong. */
const otherLength = ({ address }: AddressStream, bytes: number, found: string) =>
	ownFailure('address_encoded', { values: { ...called(address), bytes, found } });
