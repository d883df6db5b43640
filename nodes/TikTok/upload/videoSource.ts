import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { inputFailure } from '../errors/ownFailure';
import { MAX_VIDEO_BYTES } from '../limits';
import type { FileVersion } from '../media/fileVersion';
import type { HandedFile } from '../media/requireMedia';
import { nameOf, requireBytes, requireVideo } from '../media/requireMedia';
import { openStored } from '../run/storedFile';
import { freedPieces } from './freedPieces';

/** A video that is to be sent: of the input item, wherever n8n keeps it, or at an address. */
export interface VideoSource {
	/** How errors call the file. */
	name: string;
	/** Bytes. */
	size: number;
	/** Of a file that may change: which version this is. */
	version?: FileVersion;
	/** Whether reading can begin at any byte, not only at the first. */
	opensAnywhere?: boolean;
	/**
	 * The bytes from some byte to the end, in pieces of any size, each valid until the next one is
	 * asked for. May be called again for another pass.
	 * @param from 0 unless it opens anywhere
	 */
	bytes(from: number): Promise<AsyncIterable<Buffer>>;
	/**
	 * Some bytes from anywhere, beside the reading that goes on; `undefined` where they cannot be had
	 * without the rest.
	 */
	peek?(first: number, bytes: number): Promise<Buffer | undefined>;
	/**
	 * As which type TikTok gets the file, by its first bytes.
	 * @throws TikTokFailure when it is no video that TikTok takes, saying what it looks like
	 */
	mimeTypeBy(first: Buffer): string;
	/**
	 * Before a chunk whose reading failed is read again; without it that is tried once.
	 * @returns ms; `undefined` to give up
	 */
	pauseBeforeReread?(failure: TikTokFailure, attempt: number): number | undefined;
	/**
	 * Told of each chunk that was read as a whole.
	 * @throws TikTokFailure when it is not what it was before
	 */
	passed?(index: number, bytes: Buffer): void;
	/** Lets go of what stays open between two passes. */
	close?(): void;
	/** Says when n8n itself had to load the whole file. */
	note?: string;
}

/** n8n's store reads in pieces of 64 KB when not asked for more, which takes twice the CPU time. */
const PIECE_BYTES = 1024 ** 2;

/** From here on the user is told that the binary mode costs memory. */
const NOTE_BYTES = 100_000_000;

/**
 * Finds the video in a binary field of the item.
 * @throws TikTokFailure when there is none, or one that TikTok refuses by its size
 */
export async function openVideo(
	context: IExecuteSingleFunctions,
	property: string,
): Promise<VideoSource> {
	const file = await openStored(context, property);
	const { binary, size } = file;
	requireSize(file);
	return {
		name: nameOf(file),
		size,
		mimeTypeBy: (first) => requireVideo(first, file),
		async bytes() {
			const pieces = await file.pieces(PIECE_BYTES);
			// n8n's file system mode is a file stream of Node.js, which makes each piece anew.
			return binary.id?.startsWith('filesystem') ? freedPieces(pieces) : pieces;
		},
		note: loadsWholeFile(binary) && size >= NOTE_BYTES ? wholeFileNote : undefined,
	};
}

const wholeFileNote =
	"n8n's binary mode loaded this file whole. Use the filesystem mode (N8N_DEFAULT_BINARY_DATA_MODE=filesystem) for large files.";

/** The database mode hands out one piece, the in-memory mode has everything in the item already. */
function loadsWholeFile(binary: IBinaryData): boolean {
	return !binary.id || binary.id.startsWith('database');
}

/** @throws TikTokFailure when TikTok refuses the file by its size */
export function requireSize(file: HandedFile): void {
	requireBytes(file);
	if (file.size > MAX_VIDEO_BYTES) {
		throw inputFailure(
			`The file ${nameOf(file)} has ${file.size} bytes; TikTok takes at most ${MAX_VIDEO_BYTES} (4 GiB).`,
			'Make the video smaller.',
			'file_too_large',
			{
				field: file.field,
				value: `${file.size} bytes`,
				rule: `TikTok takes at most ${MAX_VIDEO_BYTES} (4 GiB).`,
			},
		);
	}
}
