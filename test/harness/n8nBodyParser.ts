/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Request, RequestHandler } from 'express';
import { createGunzip, createInflate } from 'node:zlib';

/**
 * How n8n reads the body of a webhook call, after middlewares/body-parser.js of the `n8n` package,
 * which is not installed here: the bytes are kept as `rawBody`, and JSON that does not parse is
 * refused before the node is asked.
 */

const PAYLOAD_LIMIT = 16 * 1024 * 1024;

export class UnreadableBody extends Error {
	constructor(readonly status: 400 | 413 | 422) {
		super(`The body was refused with ${status}`);
	}
}

export const rawBodyReader: RequestHandler = (req, _res, next) => {
	const [type, ...parameters] = (req.headers['content-type'] ?? '').split(';');
	const charset = parameters.find((one) => one.trim().startsWith('charset='))?.split('=')[1];
	Object.assign(req, {
		contentType: type.toLowerCase() || undefined,
		encoding: charset ?? 'utf-8',
	});
	req.readRawBody = async () => {
		if (req.rawBody) return;
		if (req.destroyed || !req.readable) throw new UnreadableBody(400);
		req.rawBody = await bytesOf(req);
	};
	next();
};

export async function parseBody(req: Request): Promise<void> {
	// Files go to a parser of their own, which leaves nothing to read and no raw body.
	if (req.contentType?.startsWith('multipart/')) {
		await bytesOf(req);
		return;
	}
	await req.readRawBody();
	const text = req.rawBody?.toString(req.encoding) ?? '';
	if (text === '') req.body = {};
	else if (req.contentType === 'text/plain') req.body = text;
	else if (req.contentType === 'application/json') {
		req.body = jsonOrUndefined(text.replace(/^\uFEFF/, ''));
		if (req.body === undefined) throw new UnreadableBody(422);
	}
}

async function bytesOf(req: Request): Promise<Buffer> {
	const decoder = decoderFor(req.headers['content-encoding']);
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of (decoder ? req.pipe(decoder) : req) as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > PAYLOAD_LIMIT) throw new UnreadableBody(413);
		parts.push(part);
	}
	return Buffer.concat(parts);
}

function decoderFor(encoding?: string) {
	if (encoding === 'gzip') return createGunzip();
	return encoding === 'deflate' ? createInflate() : undefined;
}

function jsonOrUndefined(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
