import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import type { HandedFile } from '../media/requireMedia';
import { nameOf } from '../media/requireMedia';
import { base64Bytes, base64Pieces } from '../shared/base64Pieces';
import { deadline } from '../shared/clock';
import { endingWith } from '../shared/endingWith';
import { findBinary } from './itemFiles';

/** A file of the input item, wherever n8n keeps it. */
export interface StoredFile extends HandedFile {
	/** As n8n describes it, with the id under which it is now. */
	binary: IBinaryData;
	/**
	 * The bytes from the start, in pieces of any size. Reading ends at once when the execution is
	 * cancelled, also while the store stalls.
	 * @param pieceBytes how much the store shall read at once, where it lets itself be asked
	 * @throws TikTokFailure, also while reading, when the file is gone or the store breaks off
	 */
	pieces(pieceBytes: number): Promise<AsyncIterable<Buffer>>;
}

/** For the words of errors. */
type NamedFile = Pick<HandedFile, 'field' | 'fileName'>;

type Stream = Awaited<ReturnType<IExecuteSingleFunctions['helpers']['getBinaryStream']>>;

/**
 * Finds the file in a binary field of the item.
 * @throws TikTokFailure that names field and file when there is none, or none any more
 */
export async function openStored(
	context: IExecuteSingleFunctions,
	field: string,
): Promise<StoredFile> {
	const binary = findBinary(context, field);
	const { fileName, mimeType, fileExtension } = binary;
	const named = { field, fileName, mimeType, fileExtension };
	if (!binary.id) {
		const text = binary.data ?? '';
		const pieces = async () => asyncPieces(text);
		return { ...named, binary, size: base64Bytes(text), pieces };
	}
	const { id, announced } = await locate(context, binary.id, named);
	const pieces = async (pieceBytes: number) => await streamOf(context, id, pieceBytes, named);
	const size = announced ?? (await count(await pieces(COUNTING_BYTES)));
	return { ...named, binary: { ...binary, id }, size, pieces };
}

/** What went wrong in n8n's store, in words of ours. */
export function storeFailure(error: unknown, file: NamedFile) {
	if (error instanceof TikTokFailure) return error;
	const { code, name, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
	const isGone = /ENOENT|NoSuchKey|file not found|no such file/i.test(`${code} ${name} ${message}`);
	return ownFailure(isGone ? 'file_not_found' : 'file_unreadable', {
		values: { file: nameOf(file) },
	});
}

/** Where n8n keeps files of webhooks and forms until it knows their execution (platform sheet §2.9). */
const TEMPORARY = '/executions/temp/';

/** Whether n8n moves the file when the execution ends, so that its id is none any more. */
export const isTemporary = ({ id }: IBinaryData) => id?.includes(TEMPORARY) ?? false;

const COUNTING_BYTES = 1024 ** 2;

/**
 * How long the store may be silent. In database mode n8n loads the whole file before it hands out
 * the first byte, hence so long; an upload slot must not depend on it for ever.
 */
const SILENCE_MS = 5 * 60_000;

/**
 * Waits for the store no longer than until the execution is cancelled, or the store was silent for
 * too long.
 * @throws the signal's reason, or TikTokFailure
 */
async function fromStore<T>(work: Promise<T>, file: NamedFile, signal?: AbortSignal): Promise<T> {
	const late = deadline(SILENCE_MS);
	return await endingWith(endingWith(work, late), signal).catch((error: unknown) => {
		if (!late.aborted || error !== late.reason) throw error;
		const values = { file: nameOf(file), minutes: SILENCE_MS / 60_000 };
		throw ownFailure('file_stalled', { values });
	});
}

/** The id under which the file is now, and the size that the store tells, where it tells one. */
async function locate(context: IExecuteSingleFunctions, id: string, file: NamedFile) {
	const announced = await announcedSize(context, id, file);
	if (announced !== undefined || !isTemporary({ id } as IBinaryData)) return { id, announced };
	const moved = id.replace(TEMPORARY, `/executions/${context.getExecutionId()}/`);
	const there = await announcedSize(context, moved, file);
	return there === undefined ? { id, announced } : { id: moved, announced: there };
}

/** `undefined` when the store tells nothing that can be a size: then the bytes are counted. */
async function announcedSize(
	context: IExecuteSingleFunctions,
	id: string,
	file: NamedFile,
): Promise<number | undefined> {
	const signal = context.getExecutionCancelSignal();
	try {
		const metadata = await fromStore(context.helpers.getBinaryMetadata(id), file, signal);
		const size = metadata?.fileSize;
		return Number.isSafeInteger(size) && size > 0 ? size : undefined;
	} catch {
		signal?.throwIfAborted();
		return undefined;
	}
}

async function count(pieces: AsyncIterable<Buffer>): Promise<number> {
	let bytes = 0;
	for await (const piece of pieces) bytes += piece.length;
	return bytes;
}

async function streamOf(
	context: IExecuteSingleFunctions,
	id: string,
	pieceBytes: number,
	file: NamedFile,
): Promise<AsyncIterable<Buffer>> {
	const signal = context.getExecutionCancelSignal();
	const failure = (error: unknown) => {
		signal?.throwIfAborted();
		return storeFailure(error, file);
	};
	const opening = context.helpers.getBinaryStream(id, pieceBytes);
	try {
		return guarded(await fromStore(opening, file, signal), file, signal, failure);
	} catch (error) {
		// A stream that comes after the end would stay open.
		opening.then(
			(stream) => stream.destroy(),
			() => undefined,
		);
		throw failure(error);
	}
}

/** Neither waits for a store that stalls, nor for one that does not let go. */
function guarded(
	stream: Stream,
	file: NamedFile,
	signal: AbortSignal | undefined,
	failure: (error: unknown) => TikTokFailure,
): AsyncIterable<Buffer> {
	const inner = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
	return {
		[Symbol.asyncIterator]: () => ({
			async next() {
				try {
					return await fromStore(inner.next(), file, signal);
				} catch (error) {
					stream.destroy();
					throw failure(error);
				}
			},
			async return() {
				stream.destroy();
				return { done: true, value: undefined };
			},
		}),
	};
}

async function* asyncPieces(base64: string): AsyncGenerator<Buffer> {
	yield* base64Pieces(base64);
}
