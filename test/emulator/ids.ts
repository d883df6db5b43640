import { createHash, randomBytes, randomInt } from 'node:crypto';

let counter = 0;

/** 19 digits, odd: above 2^53, so a client that parses it as a JSON number gets another id. */
export function snowflake(): string {
	counter += 1;
	const middle = String(randomInt(1e10)).padStart(10, '0');
	return `76${String(counter % 1e6).padStart(6, '0')}${middle}${[1, 3, 5, 7, 9][randomInt(5)]}`;
}

/** Tokens and codes of TikTok hold `*` and `!`, which break careless encoding (§1.3). */
export function secret(prefix: string): string {
	return `${prefix}${randomBytes(24).toString('hex')}*${randomInt(10)}!${randomInt(1000, 9999)}`;
}

export function plainSecret(): string {
	return randomBytes(24).toString('hex');
}

export function logId(now: number): string {
	const time = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
	return time + randomBytes(9).toString('hex').toUpperCase();
}

/** The user's id within one app: differs per app, says nothing about the user (§1.5). */
export function openIdOf(clientKey: string, username: string): string {
	return `-000${digest(`${clientKey}:${username}`).slice(0, 32)}`;
}

/** The same user across the developer's apps (§3). */
export function unionIdOf(username: string): string {
	return digest(`union:${username}`).slice(0, 36);
}

function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
