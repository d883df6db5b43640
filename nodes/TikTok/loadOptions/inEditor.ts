import type { ILoadOptionsFunctions, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { asFailure, inputFailure } from '../errors/ownFailure';
import type { CredentialType } from '../connection/connection';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';

/** How long an opened list is remembered: long enough for editing, short enough to see a change. */
export const LIST_AGE_MS = 3 * 60_000;

type NodeFailure = (node: INode, failure: TikTokFailure) => Error;

/** The editor shows of a failed dropdown one text, and of a NodeApiError "[object Object]". */
export const inDropdown: NodeFailure = (node, { sentence }) =>
	new NodeOperationError(node, sentence);

/** A resource locator shows headline and advice, the advice of a NodeApiError only. */
export const inLocator: NodeFailure = (node, failure) =>
	Object.assign(failure.toApiError(node), { httpCode: null });

/**
 * Loads a list of the editor. A failure reads as it would in a run; nothing of the request, which may
 * hold a secret, is in it.
 * @throws NodeApiError | NodeOperationError
 */
export async function inEditor<T>(
	context: ILoadOptionsFunctions,
	type: CredentialType,
	nodeFailure: NodeFailure,
	load: (session: Session) => Promise<T>,
): Promise<T> {
	try {
		requireCredential(context, type);
		return await load(await openOwnSession(context, type));
	} catch (error) {
		throw nodeFailure(context.getNode(), asFailure(error));
	}
}

/** The editor also loads lists while the credential is not chosen yet. */
function requireCredential(context: ILoadOptionsFunctions, type: CredentialType): void {
	if (context.getNode().credentials?.[type]) return;
	throw inputFailure('Choose the credential first.', 'The list comes from the connected account.');
}
