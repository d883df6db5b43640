import { randomBytes } from 'node:crypto';
import type { Response } from 'express';

/** A JSON number with more digits than a double holds; JSON.stringify cannot write one itself. */
export class ExactNumber {
	constructor(private readonly digits: string) {}

	toJSON(): string {
		return `@exact:${this.digits}`;
	}
}

/** Time in UTC and some hex. The envelope's request_id is the X-TT-LOGID header of the answer. */
export function newLogId(now: number): string {
	const time = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
	return `${time}${randomBytes(10).toString('hex').toUpperCase()}`;
}

/** HTTP 200, the status of a fresh answer, for success and for application errors alike (§0). */
export function sendEnvelope(
	res: Response,
	requestId: string,
	code: number,
	message: string,
	content: object,
	idsAs: 'string' | 'number' = 'string',
): void {
	const given = JSON.stringify({ code, message, request_id: requestId, ...content });
	const text = idsAs === 'number' ? given.replace(/"([1-9]\d{15,18})"/g, '$1') : given;
	res.setHeader('Content-Type', 'application/json; charset=utf-8');
	res.end(text.replace(/"@exact:(\d+)"/g, '$1'));
}

/** What never reached the API answers in plain text, with a real HTTP status (§0, §4). */
export function sendEdgeRefusal(res: Response, status: 404 | 405): void {
	res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
	res.end(status === 404 ? '404 page not found' : '405 method not allowed');
}
