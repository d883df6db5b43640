import { parseJson } from './json';
import { Refusal } from './returnCodes';

const largestInt64 = '9223372036854775807';

/** The query of one request, read the way TikTok's gateway reads it (§0, §1). */
export class Query {
	private readonly values: URLSearchParams;

	constructor(url: string) {
		const start = url.indexOf('?');
		this.values = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
	}

	optional(name: string): string | undefined {
		const all = this.values.getAll(name);
		if (all.length > 1) throw new Refusal(40002, `${name}: must be sent once`);
		return all[0];
	}

	required(name: string): string {
		const value = this.optional(name);
		if (value === undefined || value === '') throw new Refusal(40002, `${name}: is required`);
		return value;
	}

	/** The gateway converts ids to int64, so anything but digits fails (§1.1). */
	id(name: string): string {
		const value = this.required(name);
		if (!isInt64(value)) throw new Refusal(40002, `${name}: must be an integer id`);
		return value;
	}

	/** Enums are strict, and so is their case (§1.2, §1.4). */
	choice(name: string, choices: readonly string[], fallback?: string): string {
		const value = fallback === undefined ? this.required(name) : (this.optional(name) ?? fallback);
		if (!choices.includes(value)) {
			throw new Refusal(40002, `${name}: must be one of ${choices.join(', ')}`);
		}
		return value;
	}

	optionalList(name: string): string[] | undefined {
		const value = this.optional(name);
		return value === undefined ? undefined : parseList(name, value);
	}

	list(name: string): string[] {
		return parseList(name, this.required(name));
	}
}

/** An array is one parameter that holds JSON text: not repeated, not comma-joined (§0). */
function parseList(name: string, text: string): string[] {
	const parsed = parseJson(text);
	// Ids as bare numbers would already be rounded (§6), so a list of numbers is refused as well.
	if (!Array.isArray(parsed) || !parsed.every((item) => typeof item === 'string')) {
		throw new Refusal(40002, `${name}: must be a JSON array of strings in one parameter`);
	}
	return parsed as string[];
}

export function isInt64(value: string): boolean {
	if (!/^\d{1,19}$/.test(value)) return false;
	return value.length < largestInt64.length || value <= largestInt64;
}
