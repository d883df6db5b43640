import { randomBytes } from 'node:crypto';

import { Refusal } from './returnCodes';
import type { App, Grant, State } from './state';

const oneHour = 60 * 60 * 1000;

/** An authorization code: about forty hex characters, one hour, one use (§3.1). */
export function createAuthCode(state: State, grant: Grant, now: number): string {
	const code = randomBytes(20).toString('hex');
	state.authCodes.set(code, { ...grant, expiresAt: now + oneHour, used: false });
	return code;
}

/** A long-term token: no expiry and no refresh token; it ends by revocation only (§3.2). */
export function createToken(state: State, grant: Grant): string {
	const token = randomBytes(20).toString('hex');
	state.tokens.set(token, { ...grant });
	return token;
}

export function redeemAuthCode(
	state: State,
	app: App,
	code: string,
	now: number,
): { token: string; grant: Grant } {
	const authCode = state.authCodes.get(code);
	if (!authCode || authCode.appId !== app.appId) throw new Refusal(40110);
	if (authCode.used || now >= authCode.expiresAt) throw new Refusal(40110);
	authCode.used = true;
	const { appId, advertiserIds, scope } = authCode;
	const grant: Grant = { appId, advertiserIds, scope };
	return { token: createToken(state, grant), grant };
}

/** §3.2: the sheet gives 40101 and 40113 for a mismatch; unknown app and wrong secret differ. */
export function appBySecret(state: State, appId: string, secret: string): App {
	const app = state.apps.get(appId);
	if (!app) throw new Refusal(40113);
	if (app.secret !== secret) throw new Refusal(40101);
	return app;
}
