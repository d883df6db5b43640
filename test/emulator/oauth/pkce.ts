import { createHash } from 'node:crypto';

/** TikTok's challenge is lowercase hex, not base64url as in RFC 7636; fact sheet §1.4. */
export function challengeOf(verifier: string): string {
	return createHash('sha256').update(verifier).digest('hex');
}

export function isVerifier(text: string): boolean {
	return /^[A-Za-z0-9\-._~]{43,128}$/.test(text);
}
