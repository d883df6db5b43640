import type { Request, RequestHandler } from 'express';

import type { Clock } from '../clock';
import { logId } from '../ids';
import type { RecordedRequest } from '../types';
import { isUpload, readableBody, readSmallBody } from './requestBody';

/** Keeps the log of every request but those to the control endpoints. */
export class Recorder {
	readonly requests: RecordedRequest[] = [];
	inFlight = 0;
	private seq = 0;

	constructor(private readonly clock: Clock) {}

	middleware(): RequestHandler {
		return async (req, res, next) => {
			res.setHeader('x-tt-logid', logId(this.clock.now()));
			if (req.path.startsWith('/_emulator/')) {
				req.bodyBytes = await readSmallBody(req);
				return next();
			}
			const recorded = this.entry(req);
			req.recorded = recorded;
			this.requests.push(recorded);
			this.inFlight += 1;
			let isOpen = true;
			const settle = () => {
				if (isOpen) this.inFlight -= 1;
				isOpen = false;
				if (res.headersSent) recorded.status = res.statusCode;
			};
			res.once('finish', settle);
			res.once('close', settle);
			if (!isUpload(req)) {
				const body = await readSmallBody(req);
				if (!body) return void req.socket.destroy();
				req.bodyBytes = body;
				recorded.bytes = body.length;
				recorded.body = readableBody(req);
			}
			next();
		};
	}

	clear(): void {
		this.requests.length = 0;
		this.seq = 0;
	}

	private entry(req: Request): RecordedRequest {
		const rawQuery = req.originalUrl.split('?').slice(1).join('?');
		this.seq += 1;
		return {
			seq: this.seq,
			time: this.clock.now(),
			api: apiOf(req.path),
			method: req.method,
			path: req.path,
			query: Object.fromEntries(new URLSearchParams(rawQuery)),
			rawQuery,
			headers: Object.fromEntries(
				Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
			),
			bytes: 0,
		};
	}
}

function apiOf(path: string): RecordedRequest['api'] {
	if (path.startsWith('/v2/oauth/')) return 'oauth';
	if (path.startsWith('/v2/auth/')) return 'page';
	if (path.startsWith('/v2/')) return 'open';
	if (path.startsWith('/video/')) return 'upload';
	if (path.startsWith('/open_api/') || path.startsWith('/portal/')) return 'business';
	return 'page';
}
