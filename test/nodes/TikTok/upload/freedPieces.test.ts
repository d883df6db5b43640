import { freedPieces } from '../../../../nodes/TikTok/upload/freedPieces';

/** A piece as Node's file stream makes them, on a Node.js that can free it or not. */
function piece(text: string) {
	const memory = new Uint8Array(Buffer.from(text)).buffer;
	const transfer = jest.fn();
	Object.defineProperty(memory, 'transfer', { value: transfer, configurable: true });
	return { bytes: Buffer.from(memory), transfer };
}

async function* stream(pieces: Buffer[], onEnd?: () => void) {
	try {
		yield* pieces;
	} finally {
		onEnd?.();
	}
}

it('frees a piece when the next one is asked for, never earlier', async () => {
	const [first, second] = [piece('abc'), piece('def')];
	const pieces = freedPieces(stream([first.bytes, second.bytes]));

	expect((await pieces.next()).value?.toString()).toBe('abc');
	expect(first.transfer).not.toHaveBeenCalled();
	expect((await pieces.next()).value?.toString()).toBe('def');
	expect(first.transfer.mock.calls).toEqual([[0]]);
	expect(second.transfer).not.toHaveBeenCalled();
	expect((await pieces.next()).done).toBe(true);
	expect(second.transfer.mock.calls).toEqual([[0]]);
});

it('leaves memory alone that a piece shares', async () => {
	const whole = piece('abcdef');
	const pieces = freedPieces(stream([whole.bytes.subarray(0, 3), whole.bytes.subarray(3)]));
	for await (const part of pieces) expect(part).toHaveLength(3);
	expect(whole.transfer).not.toHaveBeenCalled();
});

it('hands pieces on where nothing can be freed', async () => {
	const { bytes } = piece('abc');
	Object.defineProperty(bytes.buffer, 'transfer', { value: undefined });
	const seen: string[] = [];
	for await (const part of freedPieces(stream([bytes, bytes]))) seen.push(part.toString());
	expect(seen).toEqual(['abc', 'abc']);
});

it('lets go of the stream half-way', async () => {
	const ended = jest.fn();
	const pieces = freedPieces(stream([piece('abc').bytes, piece('def').bytes], ended));
	await pieces.next();
	await pieces.return(undefined);
	expect(ended).toHaveBeenCalledTimes(1);
});
