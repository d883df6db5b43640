/** A multiple of 4 characters: each slice becomes whole bytes. */
const SLICE_CHARACTERS = 1024 ** 2;

/**
 * The bytes of a base64 text, in pieces, so that a large one is never there twice. Understands what
 * workflows and models make of base64: line breaks and blanks, the alphabet for URLs, the head of a
 * data URL.
 */
export function* base64Pieces(text: string): Generator<Buffer> {
	let rest = '';
	for (let at = headOf(text); at < text.length; at += SLICE_CHARACTERS) {
		const characters = rest + text.slice(at, at + SLICE_CHARACTERS).replace(/[^\w+/-]/g, '');
		const whole = characters.length - (characters.length % 4);
		if (whole > 0) yield Buffer.from(characters.slice(0, whole), 'base64');
		rest = characters.slice(whole);
	}
	if (rest.length > 1) yield Buffer.from(rest, 'base64');
}

/** How many bytes {@link base64Pieces} delivers. */
export function base64Bytes(text: string): number {
	let bytes = 0;
	for (const piece of base64Pieces(text)) bytes += piece.length;
	return bytes;
}

const headOf = (text: string) => /^\s*data:[^,]{0,200},/i.exec(text.slice(0, 300))?.[0].length ?? 0;
