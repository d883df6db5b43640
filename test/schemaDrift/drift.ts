/** One way in which an API changes without notice. */
export type Change =
	| 'missing'
	| 'null'
	| 'otherType'
	| 'unknownValue'
	| 'otherAddress'
	| 'extraKey'
	| 'listInstead'
	| 'idAsNumber';

export interface Drift {
	/** Steps from the whole answer to the value that changed. */
	path: string[];
	change: Change;
	/** What stood there. */
	before: unknown;
	/** The whole answer after the change. */
	after: unknown;
}

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function pick<T>(random: Random, list: readonly T[]): T {
	return list[Math.floor(random() * list.length)];
}

/** One place of the answer, any of them, changed in one of the ways that can happen to it. */
export function drift(answer: unknown, random: Random): Drift {
	const { path, value } = pick(random, [...placesOf(answer)]);
	const change = pick(random, changesOf(path, value));
	return { path, change, before: value, after: changed(answer, path, change, random) };
}

interface Place {
	path: string[];
	value: unknown;
}

function* placesOf(value: unknown, path: string[] = []): Generator<Place> {
	if (path.length > 0) yield { path, value };
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) yield* placesOf(inner, [...path, key]);
}

const isId = (value: unknown) => typeof value === 'string' && /^[1-9]\d{5,18}$/.test(value);

const isAddress = (value: unknown) => typeof value === 'string' && /^https?:/.test(value);

/** None, half of one, and those at which nobody answers. */
const otherAddresses = [
	'',
	' ',
	'/video/?upload_id=1',
	'//127.0.0.1:9/video/',
	'ftp://127.0.0.1/video/',
	'javascript:alert(1)',
	'http://',
	'http://[/',
	'http://127.0.0.1:9/video/',
	'https://127.0.0.1:9/video/',
];

function changesOf(path: string[], value: unknown): Change[] {
	const changes: Change[] = ['missing', 'null', 'otherType', 'listInstead'];
	// `ok` is the one text of which another value would be another answer.
	if (typeof value === 'string' && path.at(-1) !== 'code') changes.push('unknownValue');
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		changes.push('extraKey');
	if (isId(value)) changes.push('idAsNumber');
	if (isAddress(value)) changes.push('otherAddress');
	return changes;
}

function changed(value: unknown, path: string[], change: Change, random: Random): unknown {
	const [first, ...rest] = path;
	const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
		string,
		unknown
	>;
	if (rest.length > 0) copy[first] = changed(copy[first], rest, change, random);
	else if (change === 'missing') {
		if (Array.isArray(copy)) copy.splice(Number(first), 1);
		else delete copy[first];
	} else copy[first] = newValue(copy[first], change, random);
	return copy;
}

function newValue(value: unknown, change: Change, random: Random): unknown {
	switch (change) {
		case 'otherAddress':
			return pick(random, otherAddresses);
		case 'null':
			return null;
		case 'unknownValue':
			return 'SOMETHING_NEW';
		case 'extraKey':
			return { ...(value as object), new_key: { since: 'today' } };
		case 'listInstead':
			return [value];
		case 'idAsNumber':
			return BigInt(value as string);
		default:
			return pick(random, otherTypes(value));
	}
}

function otherTypes(value: unknown): unknown[] {
	const all = ['text', '', 7, 0, -1.5, true, false, {}, { a: { b: 1 } }, []];
	return all.filter((other) => kindOf(other) !== kindOf(value));
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
