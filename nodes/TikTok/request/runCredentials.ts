import type { IExecuteSingleFunctions } from 'n8n-workflow';
import type { CredentialType } from '../connection/connection';
import type { Credential, CredentialReader } from './credential';
import { credentialIn } from './credential';

type ItemContext = Pick<IExecuteSingleFunctions, 'getExecuteData' | 'getItemIndex' | 'getNode'> &
	CredentialReader;

/**
 * The credentials of each run, shared by its items. A run is what n8n hands to all of them: held
 * weakly, gone with it.
 */
class RunCredentials {
	private readonly runs = new WeakMap<object, Map<string, Credential>>();

	/**
	 * The first item that asks reads for all: before its `getCredentials` is shadowed, so that what is
	 * asked is n8n itself.
	 */
	of(context: ItemContext, type: CredentialType): Credential {
		const run = context.getExecuteData();
		const known = this.runs.get(run) ?? new Map<string, Credential>();
		this.runs.set(run, known);
		const key = keyOf(context, type);
		const credential = known.get(key) ?? credentialIn(context, type);
		known.set(key, credential);
		return credential;
	}
}

/**
 * A pasted token may be an expression that is another for each item; the token of a connected account
 * is n8n's own. Nodes that are tools of one agent may share its run.
 */
function keyOf(context: ItemContext, type: CredentialType): string {
	const id = context.getNode().credentials?.[type]?.id ?? '';
	return type === 'tikTokBusinessApi' ? `${type} ${id} ${context.getItemIndex()}` : `${type} ${id}`;
}

/** The credentials of the runs of this process. */
export const runCredentials = new RunCredentials();
