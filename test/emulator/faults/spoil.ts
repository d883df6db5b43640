import type { NextFunction, Response } from 'express';

import { changedJson } from './changedJson';
import type { SpoiledAnswer } from './fault';
import type { Held } from './held';
import { sendInstead } from './substitute';

/** Lets the handler change state, and spoils the answer that it then gives. */
export function spoilAnswer(
	res: Response,
	action: SpoiledAnswer,
	held: Held,
	fail: NextFunction,
): void {
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
		spoil(res, action, Buffer.concat(parts), held).catch(fail);
		return res;
	}) as typeof res.end;
}

async function spoil(
	res: Response,
	action: SpoiledAnswer,
	body: Buffer,
	held: Held,
): Promise<void> {
	const { socket } = res.req;
	switch (action.kind) {
		case 'resetAfter':
			return void socket.destroy();
		case 'after':
			return sendInstead(res, action);
		case 'empty':
			return sendInstead(res, { status: action.status ?? res.statusCode });
		case 'late':
			if (await held.pass(action.ms, socket)) res.end(body);
			else socket.destroy();
			return;
		case 'truncate':
			promise(res, body);
			return void res.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy());
		case 'headersOnly':
			promise(res, body);
			if (action.cut) socket.end();
			else held.forever(socket);
			return;
		case 'drip':
			promise(res, body);
			return await drip(res, body, action, held);
		case 'drift': {
			const text = changedJson(body.toString('utf8'), action.key, action.to);
			res.setHeader('Content-Length', Buffer.byteLength(text));
			return void res.end(text);
		}
	}
}

/** Sends the headers; an answer without a body promises one byte, so that it too can break. */
function promise(res: Response, body: Buffer): void {
	res.setHeader('Content-Length', String(Math.max(body.length, 1)));
	res.flushHeaders();
}

async function drip(
	res: Response,
	body: Buffer,
	{ pauseMs, atMost = 50 }: { pauseMs: number; atMost?: number },
	held: Held,
): Promise<void> {
	const bytes = body.length > 0 ? body : Buffer.from(' ');
	const slow = Math.min(atMost, bytes.length);
	for (let index = 0; index < slow; index += 1) {
		if (!(await held.pass(pauseMs, res.req.socket))) return void res.req.socket.destroy();
		res.write(bytes.subarray(index, index + 1));
	}
	res.end(bytes.subarray(slow));
}
