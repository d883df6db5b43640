import type { Request } from 'express';

import type { Query } from './query';
import type { Context, Grant, State } from './state';

/** What a handler works with. */
export interface Call {
	req: Request;
	query: Query;
	state: State;
	context: Context;
}

export interface TokenCall extends Call {
	grant: Grant;
}

interface EndpointBase {
	method: 'GET' | 'POST';
	/** Relative to /open_api/v1.3; always ends in a slash (§0). */
	path: string;
	/** The answer's fields stand beside `code` and not in `data` (§3.2). */
	flat?: true;
	/** §3.4. */
	missingInSandbox?: true;
	/** Permission ids of which one suffices: the endpoint's own and those above it (§1.4). */
	scopes?: readonly string[];
}

export interface OpenEndpoint extends EndpointBase {
	token: 'none';
	handle(call: Call): object;
}

export interface TokenEndpoint extends EndpointBase {
	token: 'required';
	handle(call: TokenCall): object;
}

export type Endpoint = OpenEndpoint | TokenEndpoint;
