import type { Request, RequestHandler, Response } from 'express';

import { isUpload, readUpload } from '../request/requestBody';
import type { World } from '../world';
import type { FaultAction } from './fault';
import type { Faults } from './faults';
import type { Held } from './held';
import { refuse } from './refuse';
import { spoilAnswer } from './spoil';
import { sendInstead } from './substitute';

/** Plays the script: answers in TikTok's place, or lets TikTok act and spoils its answer. */
export function faultMiddleware(world: World, faults: Faults): RequestHandler {
	return async (req, res, next) => {
		const action = req.recorded && faults.ofRequest(req);
		if (!action) return next();
		switch (action.kind) {
			case 'reset':
				return await reset(req, action.afterBytes ?? 0);
			case 'hang':
				faults.held.forever(req.socket);
				return await drain(req);
			case 'early':
				return await answerEarly(req, res, action, faults.held);
			case 'status':
				await drain(req);
				return sendInstead(res, action);
			case 'redirect':
				await drain(req);
				return sendInstead(res, { status: action.status ?? 307, headers: { Location: action.to } });
			case 'envelope':
				await drain(req);
				return refuse(world, req, res, action);
			case 'delay':
				if (await faults.held.pass(action.ms, req.socket, { evenAlone: true })) return next();
				return void req.socket.destroy();
			default:
				spoilAnswer(res, action, faults.held, next);
				return next();
		}
	};
}

/** A gateway that refuses reads the body first, so the client sees the answer, not a broken pipe. */
async function drain(req: Request): Promise<void> {
	if (isUpload(req)) await readUpload(req, true);
}

async function reset(req: Request, afterBytes: number): Promise<void> {
	if (isUpload(req) && afterBytes > 0) {
		await readUntil(req, afterBytes, () => req.socket.destroy());
	}
	req.socket.destroy();
}

/** Other bodies than uploads are small and have been read by now. */
async function answerEarly(
	req: Request,
	res: Response,
	action: Extract<FaultAction, { kind: 'early' }>,
	held: Held,
): Promise<void> {
	if (action.close) res.setHeader('Connection', 'close');
	if (!isUpload(req)) return sendInstead(res, action);
	await readUntil(req, action.afterBytes ?? 0, async () => {
		req.pause();
		// Node throws away the body of a request that is answered before reading has begun.
		req.read(0);
		sendInstead(res, action);
		if (!action.close && (await held.pass(action.pauseMs ?? 0, req.socket))) req.resume();
	});
}

/** Reads an upload to its end and calls back once, when so many of its bytes have come. */
async function readUntil(req: Request, bytes: number, then: () => unknown): Promise<void> {
	let missing = bytes;
	const end = readUpload(req, true, (part) => {
		const wasMissing = missing > 0;
		missing -= part.length;
		if (wasMissing && missing <= 0) void then();
	});
	if (bytes <= 0) void then();
	await end;
}
