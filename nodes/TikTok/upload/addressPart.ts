import type { TikTokFailure } from '../errors/failure';
import type { FileVersion } from '../media/fileVersion';
import { endingWith } from '../shared/endingWith';
import type { AddressAnswer } from './addressAnswer';
import { firstByteOf, marksOf } from './addressAnswer';
import { answeredInstead } from './addressFailures';
import { AddressStream } from './addressStream';
import { DownloadPace } from './downloadPace';

/** Answers of which a part is wanted, and never the rest. */

/** So much of an answer without the file is read, to tell what it says. */
const TOLD_BYTES = 4_096;

/**
 * The first bytes of an answer, or all it has.
 * @throws TikTokFailure when the connection breaks before
 */
export async function firstBytes(
	answer: AddressAnswer,
	most: number,
	signal?: AbortSignal,
): Promise<Buffer> {
	const stream = new AddressStream(answer, new DownloadPace());
	const pieces: Buffer[] = [];
	try {
		for (let bytes = 0; bytes < most; ) {
			const piece = await endingWith(stream.next(), signal);
			if (!piece) break;
			// A piece is valid until the next one is asked for.
			pieces.push(Buffer.from(piece));
			bytes += piece.length;
		}
		return Buffer.concat(pieces).subarray(0, most);
	} finally {
		answer.stop();
	}
}

/**
 * Some bytes of one version of a file, by a range; `undefined` when the server does not hand out
 * just those.
 * @param ask asks for the file
 * @throws TikTokFailure
 */
export async function partOf(
	ask: (headers: Record<string, string>) => Promise<AddressAnswer>,
	version: FileVersion,
	{ first, bytes }: { first: number; bytes: number },
	signal?: AbortSignal,
): Promise<Buffer | undefined> {
	const { mark } = version;
	if (mark === undefined) return undefined;
	const answer = await ask({ Range: `bytes=${first}-${first + bytes - 1}`, 'If-Range': mark });
	if (firstByteOf(answer) !== first || version.verdict(marksOf(answer)) !== 'same') {
		answer.stop();
		return undefined;
	}
	const part = await firstBytes(answer, bytes, signal);
	return part.length === bytes ? part : undefined;
}

/** What an answer without the file says. */
export async function insteadOfFile(
	answer: AddressAnswer,
	signal?: AbortSignal,
): Promise<TikTokFailure> {
	// Where the body breaks off the status tells enough.
	const body = await firstBytes(answer, TOLD_BYTES, signal).catch(() => Buffer.alloc(0));
	return answeredInstead(answer.address, answer.status, body.toString('latin1'));
}
