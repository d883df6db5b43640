import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { asFailure, inputFailure } from '../errors/ownFailure';
import type { CredentialType } from '../connection/connection';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';

/** How long an opened list is remembered: long enough for editing, short enough to see a change. */
export const LIST_AGE_MS = 3 * 60_000;

/**
 * Asks for what a list of the editor shows.
 * @throws TikTokFailure
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
		throw asFailure(error);
	}
}

/**
 * The same for a resource locator, which shows headline and advice, the advice of a NodeApiError only.
 * Nothing of the request, which may hold a secret, is in it.
 * @throws NodeApiError
 */
export async function inLocator<T>(
	context: ILoadOptionsFunctions,
	type: CredentialType,
	load: (session: Session) => Promise<T>,
): Promise<T> {
	try {
		return await inEditor(context, type, load);
	} catch (error) {
		throw Object.assign(asFailure(error).toApiError(context.getNode()), { httpCode: null });
	}
}

/** The editor also loads lists while the credential is not chosen yet. */
function requireCredential(context: ILoadOptionsFunctions, type: CredentialType): void {
	if (hasCredential(context, type)) return;
	throw inputFailure('Choose the credential first.', 'The list comes from the connected account.');
}

export const hasCredential = (context: ILoadOptionsFunctions, type: CredentialType) =>
	context.getNode().credentials?.[type] !== undefined;
