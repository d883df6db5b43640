import type { MediaKindName } from './mediaKinds';

/** What n8n writes instead of the bytes when it keeps a file elsewhere, with or without the id. */
const storageWord = /^(filesystem(-v2)?|database|s3|azure-blob|azure|default)(:\S*)?$/;

/** The first words of a text, without white space before them; the first that fits wins. */
const beginnings: ReadonlyArray<readonly [RegExp, MediaKindName]> = [
	[/^#EXTM3U/, 'playlist'],
	[/^data:[\w./+-]*(;[\w=-]+)*;base64,/i, 'base64'],
	[/^(<!doctype svg[^>]*>\s*)?<svg[\s>]/i, 'svg'],
	[/^<(!doctype html|html|head|body|script|meta|title)[\s>]/i, 'html'],
	[/^<[?!a-z]/i, 'xml'],
	[/^(\{\s*("|\}|$)|\[\s*(["{[\d\]-]|true|false|null|$))/, 'json'],
];

/** What may stand before the first tag: one declaration or comment. */
const PROLOGUE = /^(<\?xml[^>]*>|<!--(?:(?!-->)[^])*-->)\s*/i;

/** Every Base64 text of an MP4, JPEG, WebP or Matroska file begins so. */
const encodedMedia = /^(AAAA|\/9j\/|UklGR|GkXfo)[A-Za-z0-9+/=\s]*$/;

/**
 * What a text is, if it is one.
 * @param head the first bytes of the file
 * @param size of the whole file
 */
export function recogniseText(head: Buffer, size: number): MediaKindName | undefined {
	const text = textOf(head);
	if (text === undefined) return undefined;
	const tag = behindPrologue(text);
	const known = beginnings.find(([pattern]) => pattern.test(tag));
	if (known) return known[1];
	if (size <= head.length && storageWord.test(text)) return 'storageWord';
	return encodedMedia.test(text) ? 'base64' : 'text';
}

/** A text that consists of a prologue alone is what the prologue says. */
function behindPrologue(text: string): string {
	let rest = text;
	for (let found = PROLOGUE.exec(rest); found; found = PROLOGUE.exec(rest)) {
		rest = rest.slice(found[0].length);
	}
	return rest.startsWith('<') ? rest : text;
}

/** The bytes as text without white space around it; `undefined` when they are none. */
function textOf(head: Buffer): string | undefined {
	if (head.length === 0) return undefined;
	const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
	const text = isUtf16 ? head.toString('utf16le', 2) : head.toString('utf8');
	// A character may be cut at the end of the head.
	const whole = text.replace(/^\ufeff/, '').replace(/\ufffd{1,3}$/, '');
	return isUtf16 || ![...whole].some(isNoLetter) ? whole.trim() : undefined;
}

/** Control characters that no text has, and what is no character at all. */
function isNoLetter(character: string): boolean {
	const code = character.charCodeAt(0);
	const isSpaceOrEscape = (code >= 9 && code <= 13) || code === 27;
	return (code < 32 && !isSpaceOrEscape) || code === 127 || code === 0xfffd;
}
