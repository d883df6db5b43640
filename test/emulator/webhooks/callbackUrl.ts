/** TikTok's portal takes https only (§13.1); the emulator also http on this machine. */
export function assertCallable(url: string): void {
	if (url === '') return;
	const { protocol, hostname } = new URL(url);
	const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
	if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return;
	throw new Error(`A callback URL must start with https: ${url}`);
}
