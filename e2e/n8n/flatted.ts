type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/**
 * n8n answers execution data as one flat array: inside objects and lists every string is the
 * position of the real value, which is how it writes an object that occurs twice only once.
 */
export function parseFlatted<Result>(text: string): Result {
	const values = JSON.parse(text) as Plain[];
	const done = new Set<Plain>();

	const resolve = (reference: Plain): Plain => {
		if (typeof reference !== 'string') return reference;
		const value = values[Number(reference)];
		if (value === null || typeof value !== 'object' || done.has(value)) return value;
		done.add(value);
		for (const [key, inner] of Object.entries(value)) {
			(value as Record<string, Plain>)[key] = resolve(inner);
		}
		return value;
	};

	return resolve('0') as Result;
}
