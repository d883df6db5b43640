import type { Request, Response } from 'express';

import { newLogId, sendEnvelope } from '../businessApi/envelope';
import { meaningOf } from '../businessApi/returnCodes';
import { OAuthRefusal, sendOAuthRefusal } from '../oauth/refusal';
import { Refusal, sendRefusal } from '../request/envelope';
import type { World } from '../world';
import type { FaultAction } from './fault';

/** TikTok's refusal, in the envelope of the API that was called. */
export function refuse(
	world: World,
	req: Request,
	res: Response,
	{ status, code, message }: Extract<FaultAction, { kind: 'envelope' }>,
): void {
	if (req.recorded?.api === 'business') {
		if (typeof code !== 'number') throw new Error(`Business codes are numbers, unlike "${code}"`);
		const logId = newLogId(world.clock.now());
		res.setHeader('X-TT-LOGID', logId);
		res.status(status ?? 200);
		return sendEnvelope(res, logId, code, message ?? meaningOf(code), { data: {} });
	}
	if (typeof code === 'number') throw new Error(`The code ${code} is one of the Business API`);
	if (req.recorded?.api === 'oauth') {
		const usual = world.switches.oauthErrorStatus;
		return sendOAuthRefusal(res, status ?? usual, new OAuthRefusal(code, message ?? ''));
	}
	sendRefusal(world, res, new Refusal(status ?? 400, code, message));
}
