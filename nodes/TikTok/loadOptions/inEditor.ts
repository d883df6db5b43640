import type { ILoadOptionsFunctions, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { asFailure, inputFailure } from '../errors/failure';
import type { CredentialType } from '../request/connection';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';

/** How long an opened list is remembered: long enough for editing, short enough to see a change. */
export const LIST_AGE_MS = 3 * 60_000;

/** What a failed list shows: a resource locator headline and advice, a dropdown the headline alone. */
interface Shown {
	message: string;
	description?: string;
}

const inTwo = ({ headline, explanation }: TikTokFailure): Shown => ({
	message: headline,
	description: explanation,
});

/** For dropdowns: everything has to be in the headline. */
export const headlineOnly = ({ sentence }: TikTokFailure): Shown => ({ message: sentence });

/**
 * Loads a list of the editor. A failure reads as it would in a run; nothing of the request, which may
 * hold a secret, is in it.
 * @throws NodeApiError: of no other error does n8n show the editor more than the headline
 */
export async function inEditor<T>(
	context: ILoadOptionsFunctions,
	type: CredentialType,
	load: (session: Session) => Promise<T>,
	show: (failure: TikTokFailure) => Shown = inTwo,
): Promise<T> {
	try {
		requireCredential(context, type);
		return await load(await openOwnSession(context, type));
	} catch (error) {
		const failure = asFailure(error);
		const shown = show(failure);
		const details = { ...failure.details } as unknown as JsonObject;
		const nodeError = new NodeApiError(context.getNode(), details, { ...shown });
		// n8n swaps headlines that contain a network code for a generic one: ours say more.
		nodeError.message = shown.message;
		nodeError.description = shown.description;
		nodeError.httpCode = null;
		throw nodeError;
	}
}

/** The editor also loads lists while the credential is not chosen yet. */
function requireCredential(context: ILoadOptionsFunctions, type: CredentialType): void {
	if (context.getNode().credentials?.[type]) return;
	throw inputFailure('Choose the credential first.', 'The list comes from the connected account.');
}
