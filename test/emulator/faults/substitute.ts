import type { Response } from 'express';

import type { Substitute } from './fault';

/** Sends the test's own answer; headers that TikTok has set already stay unless overwritten. */
export function sendInstead(
	res: Response,
	{ status, body = '', headers, contentType }: Substitute,
): void {
	const isText = typeof body === 'string';
	const text = isText ? body : JSON.stringify(body);
	const type = contentType ?? (isText ? 'text/html; charset=utf-8' : 'application/json');
	if (text) res.setHeader('Content-Type', type);
	else res.removeHeader('Content-Type');
	res.removeHeader('Content-Length');
	for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
	res.statusCode = status;
	res.end(text);
}
