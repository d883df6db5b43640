import type { DeclarativeRestApiSettings } from 'n8n-workflow';
import type { Quota } from '../limits';
import type { CallKind } from './retryPolicy';
import type { Scope } from '../connection/scopes';

/** One call of TikTok's API: where it is, who may make it, how often, and what may be repeated. */
export interface Endpoint {
	readonly method: 'GET' | 'POST';
	/** Every path ends in a slash; TikTok answers other forms with an error page. */
	readonly path: string;
	/** One of these must have been granted; empty for the Business API. */
	readonly scopes: readonly Scope[];
	readonly quota: Quota;
	readonly kind: CallKind;
}

/** The declarative part of a call, for the `routing` of an operation. */
export function requestTo(endpoint: Endpoint): DeclarativeRestApiSettings.HttpRequestOptions {
	return {
		method: endpoint.method,
		url: endpoint.path,
		...(endpoint.method === 'POST' && {
			headers: { 'Content-Type': 'application/json; charset=UTF-8' },
		}),
	};
}
