import type { Request } from 'express';

import { parseJson } from './json';
import { Refusal } from './returnCodes';

export type Format = 'json' | 'form';

/** The surrounding emulator has read the body already and left it here. */
export function rawBody(req: Request): string {
	return (req as Request & { bodyBytes?: Buffer }).bodyBytes?.toString('utf8') ?? '';
}

/** The fields of a POST body. The declared content type decides, never the look of the bytes. */
export class Body {
	private readonly fields: Map<string, unknown>;

	constructor(req: Request, accepted: readonly Format[]) {
		const format = declaredFormat(req);
		if (format === undefined || !accepted.includes(format)) {
			throw new Refusal(40002, `Content-Type: the body must be ${accepted.join(' or ')}`);
		}
		this.fields = format === 'json' ? jsonFields(rawBody(req)) : formFields(rawBody(req));
	}

	/** A number where an id belongs is refused: it would already be rounded (§6). */
	text(name: string): string {
		const value = this.fields.get(name);
		if (value === undefined || value === null || value === '') {
			throw new Refusal(40002, `${name}: is required`);
		}
		if (typeof value !== 'string') throw new Refusal(40002, `${name}: must be a string`);
		return value;
	}

	flag(name: string, fallback: boolean): boolean {
		const value = this.fields.get(name) ?? fallback;
		if (typeof value !== 'boolean') throw new Refusal(40002, `${name}: must be true or false`);
		return value;
	}
}

function declaredFormat(req: Request): Format | undefined {
	const type = (req.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
	if (type === 'application/json') return 'json';
	if (type === 'application/x-www-form-urlencoded') return 'form';
	return undefined;
}

function jsonFields(text: string): Map<string, unknown> {
	const parsed = parseJson(text);
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new Refusal(40002, 'body: must be a JSON object');
	}
	return new Map(Object.entries(parsed));
}

function formFields(text: string): Map<string, unknown> {
	const fields = new Map<string, unknown>();
	for (const [name, value] of new URLSearchParams(text)) {
		if (fields.has(name)) throw new Refusal(40002, `${name}: must be sent once`);
		fields.set(name, value);
	}
	return fields;
}
