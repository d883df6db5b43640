import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import type { HandedFile } from '../media/requireMedia';
import { nameOf } from '../media/requireMedia';
import { base64Bytes, base64Pieces } from '../shared/base64Pieces';
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
	const { id, announced } = await locate(context, binary.id);
	const pieces = async (pieceBytes: number) => await streamOf(context, id, pieceBytes, named);
	const size = announced ?? (await count(await pieces(COUNTING_BYTES)));
	return { ...named, binary: { ...binary, id }, size, pieces };
}

/** What went wrong in n8n's store, in words of ours. */
export function storeFailure(error: unknown, file: Pick<HandedFile, 'field' | 'fileName'>) {
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

/** The id under which the file is now, and the size that the store tells, where it tells one. */
async function locate(context: IExecuteSingleFunctions, id: string) {
	const announced = await announcedSize(context, id);
	if (announced !== undefined || !isTemporary({ id } as IBinaryData)) return { id, announced };
	const moved = id.replace(TEMPORARY, `/executions/${context.getExecutionId()}/`);
	const there = await announcedSize(context, moved);
	return there === undefined ? { id, announced } : { id: moved, announced: there };
}

/** `undefined` when the store tells nothing that can be a size: then the bytes are counted. */
async function announcedSize(
	context: IExecuteSingleFunctions,
	id: string,
): Promise<number | undefined> {
	const signal = context.getExecutionCancelSignal();
	try {
		const metadata = await endingWith(context.helpers.getBinaryMetadata(id), signal);
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
	file: Pick<HandedFile, 'field' | 'fileName'>,
): Promise<AsyncIterable<Buffer>> {
	const signal = context.getExecutionCancelSignal();
	const failure = (error: unknown) => {
		signal?.throwIfAborted();
		return storeFailure(error, file);
	};
	const opening = context.helpers.getBinaryStream(id, pieceBytes);
	try {
		return guarded(await endingWith(opening, signal), signal, failure);
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
	signal: AbortSignal | undefined,
	failure: (error: unknown) => TikTokFailure,
): AsyncIterable<Buffer> {
	const inner = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
	return {
		[Symbol.asyncIterator]: () => ({
			async next() {
				try {
					return await endingWith(inner.next(), signal);
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
