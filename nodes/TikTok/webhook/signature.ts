import { createHmac, timingSafeEqual } from 'crypto';

/**
 * TikTok signs each delivery: `TikTok-Signature: t=<unix seconds>,s=<hex>`, where `s` is the
 * HMAC-SHA256 of `<t>.<raw body>` with the app's client secret (open API fact sheet §13.4). The
 * digest covers the bytes as received, so nothing here parses the body.
 */

export interface Signature {
	/** Unix seconds, exactly as written: the digits are part of what was signed. */
	timestamp: string;
	digest: Uint8Array;
}

/** TikTok's header has about 80. Anybody can send one, so what is longer is not even split. */
const MAX_CHARACTERS = 300;

const DIGEST = /^[0-9a-f]{64}$/i;
const TIMESTAMP = /^\d{1,12}$/;

/** `undefined` for anything that is not one timestamp and one digest. */
export function parseSignature(header: unknown): Signature | undefined {
	if (typeof header !== 'string' || header.length > MAX_CHARACTERS) return undefined;
	const parts = new Map<string, string>();
	for (const part of header.split(',')) {
		const equals = part.indexOf('=');
		const name = part.slice(0, Math.max(equals, 0)).trim();
		// Two headers arrive joined by a comma: which of both was meant is not ours to guess.
		if (name === '' || parts.has(name)) return undefined;
		parts.set(name, part.slice(equals + 1).trim());
	}
	const timestamp = parts.get('t') ?? '';
	const digest = parts.get('s') ?? '';
	if (!TIMESTAMP.test(timestamp) || !DIGEST.test(digest)) return undefined;
	return { timestamp, digest: Buffer.from(digest, 'hex') };
}

/** Whether the holder of `secret` signed exactly these bytes. Takes the same time either way. */
export function isSignedWith(secret: string, signature: Signature, rawBody: Uint8Array): boolean {
	// An empty key would let anybody sign.
	if (secret === '') return false;
	const expected = createHmac('sha256', secret)
		.update(`${signature.timestamp}.`)
		.update(rawBody)
		.digest();
	return timingSafeEqual(expected, signature.digest);
}

/** How far the signature's time is from now, in either direction. */
export function ageOf(signature: Signature, nowMs: number): number {
	return Math.abs(nowMs - Number(signature.timestamp) * 1000);
}
