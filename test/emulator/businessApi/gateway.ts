import type { Request, RequestHandler } from 'express';

import { checkScope, readGrant } from './accessToken';
import type { Endpoint } from './endpoint';
import { newLogId, sendEdgeRefusal, sendEnvelope } from './envelope';
import { Query } from './query';
import { takeCall } from './rateLimit';
import { Refusal } from './returnCodes';
import type { Context, State } from './state';

export const apiRoot = '/open_api/v1.3';

/** Everything under /open_api/: finds the endpoint, checks what all of them share, answers. */
export function gateway(
	endpoints: readonly Endpoint[],
	state: State,
	context: Context,
): RequestHandler {
	return (req, res, next) => {
		if (!req.path.startsWith('/open_api/')) return next();

		const logId = newLogId(context.clock.now());
		res.setHeader('X-TT-LOGID', logId);
		// Compared letter by letter: no trailing slash is another path, and unknown (§0).
		const atPath = endpoints.filter(({ path }) => apiRoot + path === req.path);
		if (atPath.length === 0) return sendEdgeRefusal(res, 404);
		const endpoint = atPath.find(({ method }) => method === req.method);
		if (!endpoint) return sendEdgeRefusal(res, 405);

		try {
			const data = answer(endpoint, req, state, context);
			sendEnvelope(res, logId, 0, 'OK', endpoint.flat ? data : { data }, state.switches.idsAs);
		} catch (error) {
			if (!(error instanceof Refusal)) return next(error);
			sendEnvelope(res, logId, error.code, error.message, { data: {} });
		}
	};
}

function answer(endpoint: Endpoint, req: Request, state: State, context: Context): object {
	const call = { req, query: new Query(req.url), state, context };
	if (endpoint.token === 'none') return endpoint.handle(call);

	const grant = readGrant(req, state);
	takeCall(state, grant.appId, endpoint.path, context.clock.now());
	if (endpoint.missingInSandbox && state.switches.sandbox) throw new Refusal(40008);
	checkScope(grant, endpoint.scopes);
	return endpoint.handle({ ...call, grant });
}
