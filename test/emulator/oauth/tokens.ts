import { openIdOf, plainSecret, secret } from '../ids';
import { failUnfinished } from '../posting/lifecycle';
import type { AuthorizationCode, Token } from '../store';
import type { App, TokenBody } from '../types';
import { tellAuthorizationRemoved } from '../webhooks/postEvents';
import type { World } from '../world';

const day = 86_400_000;

export function issueCode(
	world: World,
	request: Omit<AuthorizationCode, 'code' | 'expiresAt' | 'used'>,
): string {
	const code = secret('');
	const expiresAt = world.clock.now() + world.switches.codeLifetimeMs;
	world.store.codes.set(code, { ...request, code, expiresAt, used: false });
	return code;
}

export function issueTokens(
	world: World,
	consent: { clientKey: string; username: string; scopes: string[] },
	lifetimeMs = day,
): TokenBody {
	const now = world.clock.now();
	const refreshToken: Token = {
		...consent,
		token: secret('rft.'),
		openId: openIdOf(consent.clientKey, consent.username),
		expiresAt: now + 365 * day,
		revoked: false,
	};
	world.store.refreshTokens.set(refreshToken.token, refreshToken);
	return tokenBody(world, refreshToken, now, lifetimeMs);
}

/** A refresh keeps the clock of the first grant running (§1.6). Undefined: not acceptable. */
export function refreshTokens(world: World, app: App, refreshToken: string): TokenBody | undefined {
	const { store, switches } = world;
	const now = world.clock.now();
	const old = store.refreshTokens.get(refreshToken);
	if (!old || old.clientKey !== app.clientKey || old.revoked || now >= old.expiresAt) {
		return undefined;
	}
	if (app.sandboxTargetUsers && switches.sandboxRefresh === 'invalid_grant') return undefined;
	if (old.retiredAt !== undefined && now - old.retiredAt >= switches.refreshReuseWindowMs) {
		return undefined;
	}
	if (!switches.refreshRotates) return tokenBody(world, old, now, day);
	old.retiredAt ??= now;
	const next: Token = { ...old, token: secret('rft.'), retiredAt: undefined };
	store.refreshTokens.set(next.token, next);
	return tokenBody(world, next, now, day);
}

/** A token for no user; opens none of the endpoints emulated here (§1.8). */
export function issueClientToken(): object {
	return { access_token: `clt.${plainSecret()}`, expires_in: 7200, token_type: 'Bearer' };
}

/** The app disappears from the user's permissions: all its tokens and running posts die (§1.7). */
export function removeAuthorization(
	world: World,
	clientKey: string,
	username: string,
	reason: number,
): void {
	const { store } = world;
	let wasConnected = false;
	for (const tokens of [store.accessTokens, store.refreshTokens]) {
		for (const token of tokens.values()) {
			if (token.clientKey !== clientKey || token.username !== username) continue;
			wasConnected ||= !token.revoked;
			token.revoked = true;
		}
	}
	for (const consents of store.consents.values()) {
		if (consents.get(clientKey)?.username === username) consents.delete(clientKey);
	}
	// The tokens are dead before the app hears of it (§13.3).
	if (wasConnected) tellAuthorizationRemoved(world, clientKey, username, reason);
	failUnfinished(world, clientKey, username, 'auth_removed');
}

function tokenBody(world: World, refreshToken: Token, now: number, lifetimeMs: number): TokenBody {
	const accessToken: Token = {
		...refreshToken,
		token: secret('act.'),
		expiresAt: now + lifetimeMs,
	};
	world.store.accessTokens.set(accessToken.token, accessToken);
	return {
		access_token: accessToken.token,
		expires_in: Math.floor(lifetimeMs / 1000),
		open_id: accessToken.openId,
		refresh_expires_in: Math.floor((refreshToken.expiresAt - now) / 1000),
		refresh_token: refreshToken.token,
		scope: accessToken.scopes.join(','),
		token_type: 'Bearer',
	};
}
