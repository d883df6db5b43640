import type { Request } from 'express';

import type { Token } from '../store';
import type { World } from '../world';
import { Refusal } from './envelope';

export type Quota = 'init' | 'status' | 'creatorInfo' | 'read';

/**
 * The gate of every data endpoint: a living user token, then the quota, then the scope.
 * TikTok does not document the order; a refused scope costs a slot here.
 */
export function admit(
	world: World,
	req: Request,
	{ quota, endpoint = req.path }: { quota?: Quota; endpoint?: string },
): Token {
	const token = bearerToken(world, req);
	if (quota) takeSlot(world, quota, endpoint, token);
	return token;
}

/** Any one of the scopes opens the endpoint. */
export function requireScope(token: Token, ...scopes: string[]): void {
	if (!scopes.some((scope) => token.scopes.includes(scope))) {
		throw new Refusal(401, 'scope_not_authorized');
	}
}

function bearerToken(world: World, req: Request): Token {
	const [, text] = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
	const token = world.store.accessTokens.get(text ?? '');
	if (!token || token.revoked || world.clock.now() >= token.expiresAt) {
		throw new Refusal(401, 'access_token_invalid');
	}
	return token;
}

/** Limits count per user access token and endpoint (§11). */
function takeSlot(world: World, quota: Quota, endpoint: string, token: Token): void {
	const { switches, quotas, clock } = world;
	const limits: Record<Quota, number> = {
		init: switches.initQuotaPerMinute,
		status: switches.statusQuotaPerMinute,
		creatorInfo: switches.creatorInfoQuotaPerMinute,
		read: switches.readQuotaPerMinute,
	};
	const bucket = quota === 'init' && switches.initBucketsShared ? 'init' : endpoint;
	const key = `${bucket} ${token.token}`;
	const waitMs = quotas.take(key, limits[quota], switches.quotaWindowMs, clock.now());
	if (waitMs !== undefined) {
		throw new Refusal(429, 'rate_limit_exceeded', undefined, { retryAfterMs: waitMs });
	}
}
