import type { Request } from 'express';
import { createHash } from 'node:crypto';

import type { RecordedRequest } from '../types';
import { invalidParams, Refusal } from './envelope';

declare module 'express-serve-static-core' {
	interface Request {
		/** The body's bytes, of every request but upload PUTs */
		bodyBytes?: Buffer;
		/** This request's entry in the request log; control requests have none */
		recorded?: RecordedRequest;
	}
}

const smallBodyLimit = 4 * 1024 * 1024;

export function isUpload(req: Request): boolean {
	return req.method === 'PUT' && req.path.startsWith('/video/');
}

/** Undefined when the body is too large or broke off. */
export async function readSmallBody(req: Request): Promise<Buffer | undefined> {
	const parts: Buffer[] = [];
	let bytes = 0;
	const end = await readStream(req, (part) => {
		bytes += part.length;
		if (bytes <= smallBodyLimit) parts.push(part);
	});
	return end === 'complete' && bytes <= smallBodyLimit ? Buffer.concat(parts) : undefined;
}

/**
 * Reads an upload to its end without keeping it, and notes length and hash in the request log.
 * 'broken' means the client or a fault cut the connection.
 */
export async function readUpload(
	req: Request,
	hashIt: boolean,
	onPart: (part: Buffer) => void = () => undefined,
): Promise<'complete' | 'broken'> {
	const hash = hashIt ? createHash('sha256') : undefined;
	const end = await readStream(req, (part) => {
		hash?.update(part);
		if (req.recorded) req.recorded.bytes += part.length;
		onPart(part);
	});
	if (req.recorded && hash) req.recorded.sha256 = hash.digest('hex');
	return end;
}

async function readStream(
	req: Request,
	onPart: (part: Buffer) => void,
): Promise<'complete' | 'broken'> {
	if (req.readableEnded) return 'complete';
	if (req.destroyed) return 'broken';
	return await new Promise((resolve) => {
		req.on('data', onPart);
		req.once('end', () => resolve('complete'));
		req.once('error', () => resolve('broken'));
		req.once('close', () => resolve('broken'));
	});
}

export function contentTypeOf(req: Request): string {
	return (req.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

/** What the request log shows: JSON, form fields, or the text itself. */
export function readableBody(req: Request): unknown {
	const raw = req.bodyBytes;
	if (!raw?.length) return undefined;
	const text = raw.toString('utf8');
	if (contentTypeOf(req) === 'application/x-www-form-urlencoded') {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The JSON object of a data endpoint (§0.1); an absent body counts as `{}` where allowed. */
export function jsonObject(req: Request, { optional = false } = {}): Record<string, unknown> {
	if (!req.bodyBytes?.length) {
		if (optional) return {};
		throw invalidParams('The request body is empty');
	}
	if (contentTypeOf(req) !== 'application/json') {
		throw invalidParams('The Content-Type of the request must be application/json');
	}
	let value: unknown;
	try {
		value = JSON.parse(req.bodyBytes.toString('utf8'));
	} catch {
		throw invalidParams('The request body is not valid JSON');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new Refusal(400, 'invalid_params', 'The request body must be a JSON object');
	}
	return value as Record<string, unknown>;
}
