import type { Request } from 'express';

import { Refusal } from './returnCodes';
import type { Grant, State } from './state';

/**
 * Only the Access-Token header counts, without a scheme word. A token in the query or in
 * `Authorization` is as good as none (introduction of the sheet, §10).
 */
export function readGrant(req: Request, state: State): Grant {
	const token = req.get('Access-Token');
	if (!token) throw new Refusal(40104);
	const grant = state.tokens.get(token);
	if (!grant) throw new Refusal(40105);
	// Which code a refusal would carry is as undocumented as the refusal itself (§12.4).
	if (req.get('Authorization') && state.switches.bearerBesideAccessToken === 'refuse') {
		throw new Refusal(40105, 'Authorization: must not be sent beside Access-Token');
	}
	return grant;
}

export function checkScope(grant: Grant, scopes: readonly string[] | undefined): void {
	if (!scopes || scopes.some((scope) => grant.scope.includes(scope))) return;
	throw new Refusal(40001, `scope: one of ${scopes.join(', ')} is needed`);
}
