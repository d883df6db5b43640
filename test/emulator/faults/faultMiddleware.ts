/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Request, RequestHandler, Response } from 'express';
import { setTimeout as realDelay } from 'node:timers/promises';

import { Refusal, sendRefusal } from '../request/envelope';
import type { FaultAction, Faults } from './faults';
import { isUpload, readUpload } from '../request/requestBody';
import type { World } from '../world';

export function faultMiddleware(world: World, faults: Faults): RequestHandler {
	return async (req, res, next) => {
		const action = req.recorded && faults.take(req.method, req.path);
		if (!action) return next();
		switch (action.kind) {
			case 'reset':
				return await reset(req, action.afterBytes ?? 0);
			case 'hang':
				faults.hang(req.socket);
				return await drain(req);
			case 'delay':
				await realDelay(action.ms);
				return next();
			case 'status':
				await drain(req);
				return sendInstead(res, action);
			case 'envelope':
				await drain(req);
				return sendRefusal(world, res, new Refusal(action.status, action.code, action.message));
			default:
				interceptAnswer(res, action);
				return next();
		}
	};
}

/** A gateway that refuses reads the body first, so the client sees the answer, not a broken pipe. */
async function drain(req: Request): Promise<void> {
	if (isUpload(req)) await readUpload(req, true);
}

async function reset(req: Request, afterBytes: number): Promise<void> {
	let bytes = 0;
	if (isUpload(req) && afterBytes > 0) {
		await readUpload(req, false, (part) => {
			bytes += part.length;
			if (bytes >= afterBytes) req.socket.destroy();
		});
	}
	req.socket.destroy();
}

type Substitute = {
	status: number;
	body?: string | object;
	headers?: Record<string, string>;
	contentType?: string;
};

function sendInstead(res: Response, { status, body = '', headers, contentType }: Substitute): void {
	const isText = typeof body === 'string';
	const text = isText ? body : JSON.stringify(body);
	for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, value);
	const type = contentType ?? (isText ? 'text/html; charset=utf-8' : 'application/json');
	if (text) res.setHeader('Content-Type', type);
	else res.removeHeader('Content-Type');
	res.removeHeader('Content-Length');
	res.statusCode = status;
	res.end(text);
}

/** Lets the handler change state, then spoils its answer. */
function interceptAnswer(res: Response, action: FaultAction): void {
	const originals = { write: res.write, end: res.end };
	const parts: Buffer[] = [];
	const keep = (part: unknown): void => {
		if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part));
	};
	res.write = ((part: unknown) => {
		keep(part);
		return true;
	}) as typeof res.write;
	res.end = ((part: unknown) => {
		keep(part);
		Object.assign(res, originals);
		spoil(res, action, Buffer.concat(parts));
		return res;
	}) as typeof res.end;
}

function spoil(res: Response, action: FaultAction, body: Buffer): void {
	if (action.kind === 'resetAfter') {
		res.socket?.destroy();
	} else if (action.kind === 'truncate') {
		res.setHeader('Content-Length', String(Math.max(body.length, 1)));
		res.flushHeaders();
		res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.destroy());
	} else if (action.kind === 'empty') {
		sendInstead(res, { status: action.status ?? res.statusCode });
	} else if (action.kind === 'after') {
		sendInstead(res, action);
	}
}
