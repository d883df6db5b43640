import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { asFailure, inputFailure } from '../errors/failure';
import type { CredentialType } from '../request/connection';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';

/** How long an opened list is remembered: long enough for editing, short enough to see a change. */
export const LIST_AGE_MS = 3 * 60_000;

/**
 * Loads a list of the editor. A failure reads as it would in a run; nothing of the request, which may
 * hold a secret, is in it.
 * @throws NodeOperationError
 */
export async function inEditor<T>(
	context: ILoadOptionsFunctions,
	type: CredentialType,
	load: (session: Session) => Promise<T>,
): Promise<T> {
	try {
		requireCredential(context, type);
		return await load(await openOwnSession(context, type));
	} catch (error) {
		const { headline, explanation } = asFailure(error);
		throw new NodeOperationError(context.getNode(), headline, { description: explanation });
	}
}

/** The editor also loads lists while the credential is not chosen yet. */
function requireCredential(context: ILoadOptionsFunctions, type: CredentialType): void {
	if (context.getNode().credentials?.[type]) return;
	throw inputFailure('Choose the credential first.', 'The list comes from the connected account.');
}
