import type { App, AppType } from '../types';

/** Why TikTok's portal would not register this URI for the app type (fact sheet §1.2). */
export function redirectUriProblem(type: AppType, uri: string): string | undefined {
	if (uri.length >= 512) return 'A redirect URI must be shorter than 512 characters';
	if (uri.includes('?')) return 'A redirect URI must not have a query string';
	if (uri.includes('#')) return 'A redirect URI must not have a fragment';
	const parts = /^(https?):\/\/([^/:@\s]+)(?::(\d+|\*))?(\/[^\s]*)?$/.exec(uri);
	if (!parts) return 'A redirect URI must be an absolute https or http URL';
	const [, scheme, host, port] = parts;
	const isLocal = host === 'localhost' || host === '127.0.0.1';
	if (type === 'web') {
		if (scheme !== 'https') return 'A web app needs an https redirect URI';
		if (isLocal) return 'A web app cannot redirect to localhost';
		if (port === '*') return 'A web app cannot use a wildcard port';
		return undefined;
	}
	if (!isLocal) return 'A desktop app can only redirect to localhost or 127.0.0.1';
	if (port === undefined) return 'A desktop app needs a port in the redirect URI';
	return undefined;
}

export function assertRegistrable(type: AppType, uris: string[]): void {
	if (uris.length > 10) throw new Error('At most 10 redirect URIs can be registered');
	for (const uri of uris) {
		const problem = redirectUriProblem(type, uri);
		if (problem) throw new Error(`${problem}: ${uri}`);
	}
}

/** Character for character, except for a desktop app's wildcard port. */
export function isRegisteredRedirectUri(app: App, uri: string): boolean {
	if (redirectUriProblem(app.type, uri) || uri.includes('*')) return false;
	return app.redirectUris.some((registered) => {
		if (redirectUriProblem(app.type, registered)) return false;
		if (!registered.includes(':*')) return registered === uri;
		const [before, after] = registered.split(':*');
		if (!uri.startsWith(`${before}:`) || !uri.endsWith(after)) return false;
		return /^\d{1,5}$/.test(uri.slice(before.length + 1, uri.length - after.length));
	});
}
