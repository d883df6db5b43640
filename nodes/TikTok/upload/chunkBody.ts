/** Large enough to cost few turns of the event loop, small enough to be encrypted within one. */
const PIECE_BYTES = 1024 ** 2;

/**
 * The bytes of a chunk as n8n's HTTP helper sends them piece by piece: a Blob it reads as a stream, as
 * fast as the line takes it. A buffer it hands over whole; over TLS all of that is encrypted at once,
 * into a second copy, and taking it from there costs ten times the work. The pieces are no copies.
 * @param type becomes the request's Content-Type
 */
export function chunkBody(bytes: Uint8Array, type: string): Blob {
	return Object.defineProperties(new Blob([], { type }), {
		// n8n leaves out a body that has no enumerable property of its own.
		size: { value: bytes.length, enumerable: true },
		stream: { value: () => piecesOf(bytes), enumerable: true },
	});
}

function piecesOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += PIECE_BYTES)));
			else controller.close();
		},
	});
}
