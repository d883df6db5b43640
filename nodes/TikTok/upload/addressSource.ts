import type { IExecuteSingleFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { asFailure, ownFailure } from '../errors/ownFailure';
import { CHUNK_BYTES, MAX_VIDEO_BYTES } from '../limits';
import { FileVersion } from '../media/fileVersion';
import type { HandedFile } from '../media/requireMedia';
import { nameOf, requireVideo } from '../media/requireMedia';
import { pauseBeforeRepeat } from '../request/retryPolicy';
import { wait } from '../shared/clock';
import { endingWith } from '../shared/endingWith';
import type { Address } from './address';
import { hostOf } from './address';
import type { AddressAnswer } from './addressAnswer';
import { askFor, marksOf } from './addressAnswer';
import { AddressDownload } from './addressDownload';
import { called, changed } from './addressFailures';
import { insteadOfFile, partOf } from './addressPart';
import { AddressStream } from './addressStream';
import { DownloadPace } from './downloadPace';
import type { Line } from './line';
import type { VideoSource } from './videoSource';
import { requireSize } from './videoSource';

/** So much of a file tells what it is. */
const HEAD_BYTES = 1_024;

/** Where a file is, and how to ask for it. */
export interface Download {
	context: IExecuteSingleFunctions;
	address: Address;
	line: Line;
}

/**
 * Opens the video at an address, as far as to know its size and its version. Its bytes come when they
 * are asked for, in one stream, and never touch n8n's store.
 * @param known the version that an earlier try has sent parts of
 * @throws TikTokFailure when there is no file, none of that version, or none that TikTok takes by its
 * size
 */
export async function openAddress(download: Download, known?: FileVersion): Promise<AddressSource> {
	const signal = signalOf(download);
	for (let attempt = 1; ; attempt++) {
		try {
			return await openOnce(download, known);
		} catch (error) {
			signal?.throwIfAborted();
			const failure = asFailure(error);
			const pause = pauseBeforeRepeat('download', failure, attempt);
			if (pause === undefined) throw failure;
			await wait(pause, signal);
		}
	}
}

async function openOnce(download: Download, known?: FileVersion): Promise<AddressSource> {
	const answer = await askForFile(download);
	return await orStop(answer, async () => {
		const pace = new DownloadPace();
		const marks = marksOf(answer);
		const { size } = marks;
		const held = size === undefined ? await heldWhole(answer, pace, signalOf(download)) : undefined;
		const file = handedFile(answer, size ?? bytesOf(held ?? []));
		requireSize(file);
		const version = known ?? new FileVersion(file.size, marks);
		const verdict = version.verdict({ ...marks, size: file.size });
		if (verdict === 'other' || (verdict === 'untold' && version.mark)) {
			throw changed(answer.address);
		}
		return new AddressSource(download, file, version, pace, held ?? answer);
	});
}

const signalOf = ({ context }: Download) => context.getExecutionCancelSignal();

/** What is made of an answer; when that fails, nobody goes on to read it. */
async function orStop<T>(answer: AddressAnswer, make: () => Promise<T>): Promise<T> {
	return await make().catch((error: unknown) => {
		answer.stop();
		throw error;
	});
}

/** A video at an address of the user. */
export class AddressSource implements VideoSource {
	readonly name: string;

	readonly size: number;

	/** Whether reading can begin at any byte. */
	readonly opensAnywhere: boolean;

	/** Whether the server says that it hands out ranges. */
	private readonly knowsRanges: boolean;

	private present?: AddressDownload;

	private readonly ask = async (headers?: Record<string, string>) =>
		await askForFile(this.download, headers);

	/** @param unread what the opening has brought: an answer, or all of the file */
	constructor(
		private readonly download: Download,
		private readonly file: HandedFile,
		readonly version: FileVersion,
		private readonly pace: DownloadPace,
		private unread?: AddressAnswer | Buffer[],
	) {
		this.name = nameOf(file);
		this.size = file.size;
		this.opensAnywhere = version.mark !== undefined;
		const answer = Array.isArray(unread) ? undefined : unread;
		this.knowsRanges = answer?.header('accept-ranges') === 'bytes';
	}

	mimeTypeBy(first: Buffer): string {
		return requireVideo(first, this.file);
	}

	async bytes(from: number): Promise<AsyncIterable<Buffer>> {
		const { unread } = this;
		this.unread = undefined;
		if (Array.isArray(unread) && from === 0) return handedOut(unread);
		const answer = Array.isArray(unread) ? undefined : unread;
		if (from > 0) answer?.stop();
		this.present?.stop();
		const { version, pace, signal } = this;
		const parts = { ask: this.ask, version, pace, signal };
		const download = new AddressDownload(parts, from, from > 0 ? undefined : answer);
		this.present = download;
		return { [Symbol.asyncIterator]: () => download };
	}

	async peek(first: number, bytes: number): Promise<Buffer | undefined> {
		if (!this.knowsRanges) return undefined;
		try {
			return await partOf(this.ask, this.version, { first, bytes }, this.signal);
		} catch {
			this.signal?.throwIfAborted();
			return undefined;
		}
	}

	/** A marked version goes on by itself; one without a mark is read again from its first byte. */
	pauseBeforeReread(failure: TikTokFailure, attempt: number): number | undefined {
		return this.opensAnywhere ? undefined : pauseBeforeRepeat('download', failure, attempt);
	}

	/** @throws TikTokFailure when the chunk has passed before with other bytes */
	passed(index: number, bytes: Buffer): void {
		if (!this.version.recognises(index, bytes)) throw changed(this.download.address);
	}

	close(): void {
		if (!Array.isArray(this.unread)) this.unread?.stop();
		this.unread = undefined;
		this.present?.stop();
	}

	private get signal(): AbortSignal | undefined {
		return signalOf(this.download);
	}
}

/**
 * The answer that holds the file, or says of a range that there is none.
 * @throws TikTokFailure for any other, saying what it says instead
 */
async function askForFile(
	{ context, address, line }: Download,
	headers?: Record<string, string>,
): Promise<AddressAnswer> {
	const answer = await askFor(context, address, line, headers);
	const { status } = answer;
	const isFile = status === 200 || status === 204;
	const isOfRange = headers?.Range !== undefined && (status === 206 || status === 416);
	return await orStop(answer, async () => {
		if (!isFile && !isOfRange) {
			throw await insteadOfFile(answer, context.getExecutionCancelSignal());
		}
		requireIdentity(answer);
		return answer;
	});
}

/**
 * Codings that n8n does not decode (IANA, HTTP Content Coding Registry); of those that it does it
 * leaves no trace but a wrong length. Anything else is none: stores pass on what was written there.
 */
const undecoded = /^(zstd|dcb|dcz|aes128gcm|exi|pack200-gzip)$/i;

function requireIdentity({ address, header }: AddressAnswer): void {
	const coding = header('content-encoding') ?? '';
	if (!coding.split(',').some((one) => undecoded.test(one.trim()))) return;
	const { host, field } = called(address);
	throw ownFailure('address_encoded', {
		headline: `${host} sends the file of ${field} compressed (${coding}), although asked not to.`,
	});
}

/**
 * All of a file whose size nobody tells.
 * @throws TikTokFailure when it is larger than one chunk, or no video
 */
async function heldWhole(
	answer: AddressAnswer,
	pace: DownloadPace,
	signal: AbortSignal | undefined,
): Promise<Buffer[]> {
	const stream = new AddressStream(answer, pace);
	const pieces: Buffer[] = [];
	for (let bytes = 0, isJudged = false; ; ) {
		const piece = await endingWith(stream.next(), signal);
		if (!piece) return pieces;
		pieces.push(Buffer.from(piece));
		bytes += piece.length;
		if (!isJudged && bytes >= HEAD_BYTES) {
			requireVideo(Buffer.concat(pieces), handedFile(answer, MAX_VIDEO_BYTES));
			isJudged = true;
		}
		if (bytes > CHUNK_BYTES) {
			const values = { ...called(answer.address), bytes: CHUNK_BYTES };
			throw ownFailure('address_without_size', { values });
		}
	}
}

const bytesOf = (pieces: Buffer[]) => pieces.reduce((sum, { length }) => sum + length, 0);

/** Each piece is forgotten once it is handed out. */
async function* handedOut(pieces: Buffer[]): AsyncGenerator<Buffer> {
	for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece;
}

/** @param size of the whole file */
export function handedFile({ address, header }: AddressAnswer, size: number): HandedFile {
	const fileExtension = /\.(\w{2,4})$/.exec(address.url.pathname)?.[1];
	const { field } = address;
	return { field, host: hostOf(address), mimeType: header('content-type'), fileExtension, size };
}
