import type { Request } from 'express';

import { invalidParams } from '../request/envelope';

/** The `fields` query parameter: mandatory, comma list of documented names (§3, §4). */
export function requestedFields(req: Request, known: readonly string[]): string[] {
	const query = new URLSearchParams(req.originalUrl.split('?').slice(1).join('?'));
	const fields = (query.get('fields') ?? '')
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '');
	if (fields.length === 0) {
		throw invalidParams('Fields is required, please provide fields in the request');
	}
	const unknown = fields.find((field) => !known.includes(field));
	if (unknown !== undefined) throw invalidParams(`Invalid fields: ${unknown}`);
	return fields;
}

export function pick(values: Record<string, unknown>, fields: string[]): Record<string, unknown> {
	return Object.fromEntries(fields.map((field) => [field, values[field]]));
}
