import * as n8n from 'n8n-workflow';

/**
 * n8n does not tell a node its version, but nodes see n8n's own package, or a second copy that was
 * installed beside them: it can only be guessed. The first two names appeared in it with n8n 2.31.0
 * (2.30.2 has neither), the third later: a newer n8n may drop one, hardly all.
 */
const SINCE_OLDEST_SUPPORTED = [
	'applyDynamicCredentialsUsage',
	'compareConnections',
	'N8N_NODES_API_VERSION',
];

/** What to add to an error that an older n8n may have caused, or told only half of. */
export const OLDER_N8N =
	'This n8n seems older than 2.31, which this node needs: update n8n. In older ones items and workers that renew a connection at the same time can disturb each other, and the reason of a failure is lost.';

export function isOlderThanSupported(): boolean {
	return !SINCE_OLDEST_SUPPORTED.some((name) => name in n8n);
}

/**
 * Whether the errors that n8n makes of HTTP answers lose them: those of n8n 2.31 to 2.33 keep the status
 * alone. Older ones cannot be asked for the answer instead: they would renew no token.
 */
export const errorsLoseAnswers =
	!isOlderThanSupported() && apiErrorOf(new Error()).cause === undefined;

function apiErrorOf(error: Error): n8n.NodeApiError {
	const node = { id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} };
	return new n8n.NodeApiError(node as n8n.INode, error as unknown as n8n.JsonObject);
}
