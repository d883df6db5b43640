import type { IDataObject } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { LONGEST_MS } from '../shared/clock';
import type { RequestOptions } from './session';

/**
 * The node's options Proxy and Ignore SSL Issues, for requests that n8n's declarative engine does
 * not make itself: the lists of the editor. Read as the engine reads them.
 * @throws TikTokFailure when the proxy is no address; the address may hold a password and is not shown
 */
export function lineOptions({ proxy, allowUnauthorizedCerts }: IDataObject): RequestOptions {
	return {
		...(allowUnauthorizedCerts && { skipSslCertificateValidation: true }),
		...(typeof proxy === 'string' && proxy !== '' && { proxy: addressOf(proxy) }),
	};
}

/**
 * The node's option Timeout.
 * @returns whole milliseconds that timers can hold; `undefined` for what is no time
 */
export function timeoutOption({ timeout }: IDataObject): number | undefined {
	const milliseconds = Math.ceil(Number(timeout));
	return milliseconds > 0 ? Math.min(milliseconds, LONGEST_MS) : undefined;
}

function addressOf(proxy: string): NonNullable<RequestOptions['proxy']> {
	const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
	const port = url?.port || { 'http:': '80', 'https:': '443' }[url?.protocol ?? ''];
	if (!url?.hostname || !port) {
		throw inputFailure(
			'The option Proxy of this node is no address.',
			'It looks like http://myproxy:3128.',
		);
	}
	return {
		host: url.hostname,
		port: Number(port),
		protocol: url.protocol.slice(0, -1),
		...(url.username && {
			auth: {
				username: decoded(url.username),
				password: decoded(url.password),
			},
		}),
	};
}

/** A bare percent sign stands for itself. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
