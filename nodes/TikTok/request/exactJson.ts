/**
 * TikTok sends post ids as bare JSON numbers of 19 digits, which `JSON.parse` rounds to another
 * post (open API fact sheet §9.1). This reads JSON and keeps every integer that a JavaScript number
 * cannot hold as a string of its exact digits.
 */

const LONG_INTEGER_DIGITS = 16;
/** A whole JSON string, or a number. Strings are matched so that digits inside them stay untouched. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON text; integers of 16 and more digits become strings. Throws `SyntaxError` like `JSON.parse`. */
export function parseExactJson(text: string): unknown {
	const quoted = text.replace(STRING_OR_NUMBER, (token) => {
		const isLongInteger =
			/^-?\d+$/.test(token) && token.replace('-', '').length >= LONG_INTEGER_DIGITS;
		return isLongInteger ? `"${token}"` : token;
	});
	return JSON.parse(quoted);
}
