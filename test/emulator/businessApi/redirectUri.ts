import type { App } from './state';

/** The address must match exactly (§3.1); `:*` in the registered one stands for any port. */
export function isRegistered(app: App, redirectUri: string): boolean {
	return app.redirectUris.some((registered) => {
		if (!registered.includes(':*')) return registered === redirectUri;
		const [before, after] = registered.split(':*');
		if (!redirectUri.startsWith(before) || !redirectUri.endsWith(after)) return false;
		return /^:\d{1,5}$/.test(redirectUri.slice(before.length, redirectUri.length - after.length));
	});
}
