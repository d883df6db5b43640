import fc from 'fast-check';
import { chunkBody } from '../../../../nodes/TikTok/upload/chunkBody';

const MiB = 1024 ** 2;

async function piecesOf(body: Blob): Promise<Uint8Array[]> {
	const pieces: Uint8Array[] = [];
	for await (const piece of body.stream() as unknown as AsyncIterable<Uint8Array>)
		pieces.push(piece);
	return pieces;
}

it('delivers exactly its bytes in pieces of at most 1 MiB, each time anew, and copies none', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 5 * MiB }), fc.nat(99), async (length, offset) => {
			const whole = Buffer.alloc(offset + length, 'abcdefg');
			const bytes = whole.subarray(offset);
			const body = chunkBody(bytes, 'video/mp4');
			expect([body.size, body.type]).toEqual([length, 'video/mp4']);
			for (let time = 1; time <= 2; time++) {
				const pieces = await piecesOf(body);
				expect(pieces.map(({ length: size }) => size <= MiB)).not.toContain(false);
				expect(new Set(pieces.map(({ buffer }) => buffer))).toEqual(new Set([whole.buffer]));
				expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
			}
		}),
		{
			numRuns: 20,
			examples: [
				[MiB, 0],
				[MiB + 1, 0],
			],
		},
	);
});
