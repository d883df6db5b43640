/** Width and height of a JPEG or WebP as stored, from its first bytes; `undefined` when unclear. */
export function photoSides(head: Buffer): [number, number] | undefined {
	return head[0] === 0xff ? jpegSides(head) : webpSides(head);
}

/**
 * Hops from segment to segment until one begins a frame: FFC0 to FFCF but for three tables. Stray bytes
 * between two of them are skipped, an FF00 among them too.
 */
function jpegSides(head: Buffer): [number, number] | undefined {
	let at = 2;
	while (at + 9 < head.length) {
		at = head.indexOf(0xff, at);
		if (at < 0 || at + 9 >= head.length) return undefined;
		const code = head[at + 1];
		const isFrame = code >> 4 === 0xc && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
		if (isFrame) return [head.readUInt16BE(at + 7), head.readUInt16BE(at + 5)];
		if (code === 0xda) return undefined;
		if (code === 0xff) at += 1;
		else at += code === 0 ? 2 : 2 + head.readUInt16BE(at + 2);
	}
	return undefined;
}

function webpSides(head: Buffer): [number, number] | undefined {
	if (head.length < 30) return undefined;
	const format = head.toString('latin1', 12, 16);
	if (format === 'VP8X') return [head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1];
	if (format === 'VP8 ') return [head.readUInt16LE(26) % 16384, head.readUInt16LE(28) % 16384];
	if (format !== 'VP8L') return undefined;
	const bits = head.readUIntLE(21, 4);
	return [(bits % 16384) + 1, (Math.floor(bits / 16384) % 16384) + 1];
}
