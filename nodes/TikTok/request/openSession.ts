import type {
	DeclarativeRestApiSettings,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecutePaginationFunctions,
} from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import type { CredentialType } from '../connection/connection';
import { readConnection } from '../connection/connection';
import { timeoutOption } from './lineOptions';
import { runCredentials } from './runCredentials';
import type { RequestOptions } from './session';
import { Session } from './session';

/**
 * Opens the session of one item of the TikTok node: requests go through n8n's declarative engine,
 * which signs them, renews the token and opens the envelope.
 */
export async function openSession(
	context: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
): Promise<Session> {
	const type = context.getNodeParameter('authentication') as CredentialType;
	requireFittingCredential(type, context.getNodeParameter('resource') as string);
	const nodeOptions = context.getNodeParameter('requestOptions', {}) as IDataObject;
	const credential = runCredentials.of(context, type);
	const data = await credential.read();
	return new Session({
		credential,
		connection: readConnection(type, data),
		base: { ...request.options, ...addressOf(data, request.options) },
		timeout: timeoutOption(nodeOptions),
		logger: context.logger,
		signal: context.getExecutionCancelSignal(),
		send: async (options) => {
			const items = await context.makeRoutingRequest({ ...request, options });
			return items[0].json;
		},
	});
}

/**
 * Where the credential sends its requests. A list of domains in it is meant for n8n's HTTP Request
 * node; to this list n8n itself adds the node's own address, but does not know it yet.
 */
function addressOf(
	{ apiBaseUrl }: ICredentialDataDecryptedObject,
	{ allowedDomains }: RequestOptions,
): RequestOptions {
	const baseURL = String(apiBaseUrl);
	if (!allowedDomains || !URL.canParse(baseURL)) return { baseURL };
	return { baseURL, allowedDomains: `${new URL(baseURL).hostname}, ${allowedDomains}` };
}

/**
 * n8n picks the credential by `authentication` alone. A workflow built by hand or by a model may
 * hold a value of another resource; the editor itself resets it.
 */
function requireFittingCredential(type: CredentialType, resource: string): void {
	const isBusiness = type !== 'tikTokOAuth2Api';
	if (isBusiness === (resource === 'adAccount')) return;
	throw inputFailure(
		`The credential type "${type}" does not fit the resource "${resource}".`,
		isBusiness
			? 'Choose the resource again in the editor, or set the parameter "authentication" to "tikTokOAuth2Api".'
			: 'Choose Authentication again: ad accounts need a TikTok Business credential.',
	);
}
