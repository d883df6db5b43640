/**
 * Hands on the pieces of a stream and frees each one as soon as the next is asked for. Left to
 * itself V8 frees them in full collections only, one for every 64 MB read: with the large heap of
 * n8n these took as long as the rest of the upload. For streams whose pieces belong to nobody else.
 */
export async function* freedPieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	for await (const piece of pieces) {
		yield piece;
		free(piece);
	}
}

/** Memory that the piece shares stays. Node.js 20 has no way to free any. */
export function free({ buffer, byteLength }: Buffer): void {
	if (buffer.byteLength !== byteLength) return;
	(buffer as { transfer?: (length: number) => unknown }).transfer?.(0);
}
