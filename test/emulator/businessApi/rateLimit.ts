import { Refusal } from './returnCodes';
import type { Calls, State } from './state';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const penaltyMs = 5 * minute;

/** The sandbox's own limits for each endpoint (§3.4). */
const sandboxLimits = { callsPerSecond: 1, callsPerMinute: 30, callsPerDay: 1000 };

/**
 * Limits of an app (§5): a broken second is over with the next, a broken minute takes five, a broken
 * day ends at midnight UTC. Answered with HTTP 200 and a code, without Retry-After.
 */
export function takeCall(state: State, appId: string, path: string, now: number): void {
	const { switches } = state;
	const limits = switches.sandbox ? sandboxLimits : switches;
	const key = switches.sandbox ? `${appId} ${path}` : appId;
	const calls: Calls = state.calls.get(key) ?? { windows: new Map(), closedUntil: 0 };
	state.calls.set(key, calls);
	const code = switches.sandbox ? 40016 : 40100;
	if (now < calls.closedUntil) throw new Refusal(code);
	const windows = [
		[second, limits.callsPerSecond],
		[minute, limits.callsPerMinute],
		[day, limits.callsPerDay],
	].map(([length, limit]) => {
		const begins = Math.floor(now / length) * length;
		const known = calls.windows.get(length);
		const window = known?.begins === begins ? known : { begins, count: 0 };
		calls.windows.set(length, window);
		return { length, limit, window };
	});
	const full = windows.find(({ limit, window }) => window.count >= limit);
	if (full) {
		if (full.length === minute) calls.closedUntil = now + penaltyMs;
		throw new Refusal(code);
	}
	for (const { window } of windows) window.count += 1;
}
