import type { ErrorRequestHandler, Response } from 'express';

import type { World } from '../world';

const policy =
	'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/';

/** Message texts seen in live answers; fact sheet §10.4. */
const messages: Record<string, string> = {
	access_token_invalid: 'The access token is invalid or not found in the request.',
	scope_not_authorized:
		'The user did not authorize the scope required for completing this request.',
	scope_permission_missed: 'The scope permission is missed for the requested fields.',
	rate_limit_exceeded: 'The API rate limit was exceeded. Please try again later.',
	internal_error: 'Something is wrong. Please try again later.',
	invalid_publish_id: 'The publish_id does not exist.',
	token_not_authorized_for_specified_publish_id:
		'The access token is not authorized for the specified publish_id.',
	publish_not_cancellable: 'The publish request can no longer be cancelled.',
	app_version_check_failed: 'The TikTok app version of the user is not supported.',
	url_ownership_unverified:
		'Please review our URL ownership verification rules at https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide/#pull_from_url',
	spam_risk_too_many_posts: policy,
	spam_risk_user_banned_from_posting: policy,
	reached_active_user_cap: policy,
	spam_risk_too_many_pending_share: policy,
	unaudited_client_can_only_post_to_private_accounts: policy,
	privacy_level_option_mismatch: policy,
};

/** Thrown by handlers; becomes TikTok's error envelope. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message = messages[code] ?? '',
		readonly details: { data?: unknown; retryAfterMs?: number } = {},
	) {
		super(message);
	}
}

export function invalidParams(message: string): Refusal {
	return new Refusal(400, 'invalid_params', message);
}

export function logIdOf(res: Response): string {
	return String(res.getHeader('x-tt-logid') ?? '');
}

export function sendOk(res: Response, data: object): void {
	sendOkText(res, JSON.stringify(data));
}

/** For bodies that JSON.stringify cannot write, such as 19-digit numbers. */
export function sendOkText(res: Response, dataJson: string): void {
	const error = JSON.stringify({ code: 'ok', message: '', log_id: logIdOf(res) });
	res.type('json').send(`{"data":${dataJson},"error":${error}}`);
}

export function sendRefusal(world: World, res: Response, refusal: Refusal): void {
	const { switches } = world;
	const { data, retryAfterMs } = refusal.details;
	if (retryAfterMs !== undefined && switches.retryAfterHeader) {
		res.setHeader('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
	}
	const isPosting = res.req.path.startsWith('/v2/post/');
	const code =
		refusal.code === 'invalid_params' && isPosting ? switches.invalidParamsSpelling : refusal.code;
	const error = { code, message: refusal.message, log_id: logIdOf(res) };
	const withData = data !== undefined || !switches.errorsWithoutData;
	res.status(refusal.status).json(withData ? { data: data ?? {}, error } : { error });
}

/** Last handler of the consumer API: refusals become envelopes, anything else a 500. */
export function refusalHandler(world: World): ErrorRequestHandler {
	return (error, _req, res, next) => {
		if (res.headersSent) return next(error);
		if (error instanceof Refusal) return sendRefusal(world, res, error);
		const text = error instanceof Error ? error.message : String(error);
		sendRefusal(world, res, new Refusal(500, 'internal_error', `Emulator defect: ${text}`));
	};
}
