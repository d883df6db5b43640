import type { Response } from 'express';

import { logIdOf } from '../request/envelope';

/** Thrown by the token endpoints; becomes their flat error answer (§1.5). */
export class OAuthRefusal extends Error {
	constructor(
		readonly error: string,
		description: string,
	) {
		super(description);
	}
}

export function sendOAuthRefusal(res: Response, status: number, refusal: OAuthRefusal): void {
	res.status(status).json({
		error: refusal.error,
		error_description: refusal.message,
		log_id: logIdOf(res),
	});
}
