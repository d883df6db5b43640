import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/isObject';

/**
 * TikTok sends post ids as bare JSON numbers of 19 digits, which `JSON.parse` rounds to another
 * post (open API fact sheet §9.1). This reads JSON and keeps every integer that a JavaScript number
 * cannot hold as a string of its exact digits. The cost grows with the length of the text and with
 * nothing else, whatever the text is: each character is passed once.
 */

/** An integer of 16 digits and more; not a part of a fraction or an exponent. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Parses JSON text; integers of 16 and more digits become strings. Throws `SyntaxError` like `JSON.parse`. */
export function parseExactJson(text: string): unknown {
	let exact = '';
	let at = 0;
	while (at < text.length) {
		const opening = positionOf('"', text, at);
		const end = endOfString(text, opening);
		exact += text.slice(at, opening).replace(LONG_INTEGER, '"$&"') + text.slice(opening, end);
		at = end;
	}
	return JSON.parse(exact);
}

/** The same for text that should be one object: `undefined` when it is anything else. */
export function parseExactObject(text: string): IDataObject | undefined {
	try {
		const parsed = parseExactJson(text);
		return isObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** Behind the closing quote; digits inside a string stay untouched. */
function endOfString(text: string, opening: number): number {
	let closing = positionOf('"', text, opening + 1);
	while (isEscaped(text, closing)) closing = positionOf('"', text, closing + 1);
	return closing + 1;
}

function isEscaped(text: string, quote: number): boolean {
	let backslashes = 0;
	while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
	return quote < text.length && backslashes % 2 === 1;
}

/** The end of the text when there is none. */
function positionOf(character: string, text: string, from: number): number {
	const position = text.indexOf(character, from);
	return position < 0 ? text.length : position;
}
