import type { Facts } from './probe';
import type { Answer } from './side';

/** Status and code: what every refusal is about. */
export function refusalFacts({ status, json }: Answer): Facts {
	return { status, code: String(json?.error?.code ?? json?.code ?? 'none') };
}

/** Of the OAuth endpoints, whose errors are flat. */
export function oauthFacts({ status, json }: Answer): Facts {
	return { status, error: String(json?.error ?? 'none') };
}

/** The answer's keys with their types: values belong to the account. */
export function shapeFacts(answer: Answer): Facts {
	return { ...refusalFacts(answer), shape: shapeOf(answer.json?.data ?? answer.json) };
}

/** `videos[].id: text`; an empty list says so, and nothing is compared below it. */
export function shapeOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) {
		if (value.length === 0) return [`${path}[]: ${emptyList}`];
		return [...new Set(value.flatMap((one) => shapeOf(one, `${path}[]`)))].sort();
	}
	if (typeof value === 'object' && value !== null) {
		const at = path === '' ? '' : `${path}.`;
		return Object.entries(value)
			.flatMap(([key, inner]) => shapeOf(inner, at + key))
			.sort();
	}
	const kind = typeof value === 'string' ? 'text' : value === null ? 'null' : typeof value;
	return [`${path}: ${kind}`];
}

const emptyList = 'empty';

/** Names of the facts in which two sides differ. */
export function differences(one: Facts, other: Facts): string[] {
	const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
	return names.filter((name) => !isSame(one[name], other[name]));
}

function isSame(one: Facts[string] | undefined, other: Facts[string] | undefined): boolean {
	if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
	const empty = [...one, ...other]
		.filter((entry) => entry.endsWith(`: ${emptyList}`))
		.map((entry) => entry.slice(0, -emptyList.length - 2));
	const counted = (list: string[]) =>
		list.filter((entry) => !empty.some((prefix) => entry.startsWith(prefix)));
	return JSON.stringify(counted(one).sort()) === JSON.stringify(counted(other).sort());
}
