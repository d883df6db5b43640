import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { MAX_VIDEO_BYTES, VIDEO_MIME_TYPES } from '../limits';
import { findBinary } from '../run/itemFiles';
import { freedPieces } from './freedPieces';

/** A video of the input item, wherever n8n keeps it. */
export interface VideoSource {
	fileName: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	/**
	 * The bytes from the start, in pieces of any size, each valid until the next one is asked for. May
	 * be called again for a second pass.
	 */
	bytes(): Promise<AsyncIterable<Buffer>>;
	/** Says when n8n itself had to load the whole file. */
	note?: string;
}

/** n8n's store reads in pieces of 64 KB when not asked for more, which takes twice the CPU time. */
const PIECE_BYTES = 1024 ** 2;

/** From here on the user is told that the binary mode costs memory. */
const NOTE_BYTES = 100_000_000;

const mimeTypeOfExtension: Record<string, string> = {
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
};

/**
 * Finds the video in a binary field of the item.
 * @throws TikTokFailure when there is none, or one that TikTok refuses by size or type
 */
export async function openVideo(
	context: IExecuteSingleFunctions,
	property: string,
): Promise<VideoSource> {
	const binary = findBinary(context, property);
	const mimeType = videoMimeType(binary, property);
	const stored = binary.id;
	const size = stored
		? (await context.helpers.getBinaryMetadata(stored)).fileSize
		: Buffer.byteLength(binary.data, 'base64');
	requireSize(size, property);
	return {
		fileName: binary.fileName ?? property,
		mimeType,
		size,
		bytes: async () => (stored ? await streamOf(context, stored) : inMemory(binary.data)),
		note: loadsWholeFile(binary) && size >= NOTE_BYTES ? wholeFileNote : undefined,
	};
}

/** n8n's file system mode is a file stream of Node.js, which makes each piece anew. */
async function streamOf(
	context: IExecuteSingleFunctions,
	stored: string,
): Promise<AsyncIterable<Buffer>> {
	const stream = await context.helpers.getBinaryStream(stored, PIECE_BYTES);
	const pieces = stream as AsyncIterable<Buffer>;
	return stored.startsWith('filesystem') ? freedPieces(pieces) : pieces;
}

async function* inMemory(base64: string): AsyncGenerator<Buffer> {
	yield Buffer.from(base64, 'base64');
}

const wholeFileNote =
	"n8n's binary mode loaded this file whole. Use the filesystem mode (N8N_DEFAULT_BINARY_DATA_MODE=filesystem) for large files.";

/** The database mode hands out one piece, the in-memory mode has everything in the item already. */
function loadsWholeFile(binary: IBinaryData): boolean {
	return !binary.id || binary.id.startsWith('database');
}

function videoMimeType(binary: IBinaryData, property: string): string {
	const known = VIDEO_MIME_TYPES.find((type) => type === binary.mimeType);
	if (known) return known;
	const extension = (binary.fileExtension ?? binary.fileName?.split('.').pop() ?? '').toLowerCase();
	// Downloads often come as application/octet-stream: the name then tells.
	const byName = mimeTypeOfExtension[extension];
	if (byName && !/^(image|audio|text)\//.test(binary.mimeType)) return byName;
	throw inputFailure(
		`The file in "${property}" is ${binary.mimeType}, which TikTok does not take as a video.`,
		`TikTok takes MP4, MOV and WebM (${VIDEO_MIME_TYPES.join(', ')}).`,
		'wrong_file_type',
	);
}

function requireSize(size: number, property: string): void {
	if (size === 0) {
		throw inputFailure(
			`The file in "${property}" is empty (0 bytes).`,
			'Check the node that delivered it.',
			'empty_file',
		);
	}
	if (size > MAX_VIDEO_BYTES) {
		throw inputFailure(
			`The file in "${property}" has ${size} bytes; TikTok takes at most ${MAX_VIDEO_BYTES} (4 GiB).`,
			'Make the video smaller.',
			'file_too_large',
		);
	}
}
