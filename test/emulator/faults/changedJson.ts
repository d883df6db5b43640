/**
 * A JSON text with one value changed. Integers that a double cannot hold are bigints on the way,
 * so every other digit of the answer stays as TikTok wrote it.
 */
export function changedJson(text: string, key: string, to: unknown): string {
	const value = parseExactly(text);
	const changed = replaced(value, key === '' ? [] : key.split('.'), to, key);
	return changed === undefined ? '' : writeExactly(changed);
}

function replaced(value: unknown, [first, ...rest]: string[], to: unknown, key: string): unknown {
	if (first === undefined) return typeof to === 'function' ? to(value) : to;
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) {
		throw new Error(`The answer has no "${key}" that could be changed`);
	}
	const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
	copy[first] = replaced(copy[first], rest, to, key);
	return copy;
}

/** Texts and numbers are matched as a whole, so that digits inside them are left alone. */
const textsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const longInteger = /^-?\d{16,}$/;

function parseExactly(text: string): unknown {
	const marked = text.replace(textsAndNumbers, (part) =>
		longInteger.test(part) ? `"@exact:${part}"` : part,
	);
	return JSON.parse(marked, (_key, value: unknown) =>
		typeof value === 'string' && value.startsWith('@exact:') ? BigInt(value.slice(7)) : value,
	);
}

function writeExactly(value: unknown): string {
	const text = JSON.stringify(value, (_key, item: unknown) =>
		typeof item === 'bigint' ? `@exact:${item}` : item,
	);
	return text.replace(/"@exact:(-?\d+)"/g, '$1');
}
