import type {
	IDataObject,
	ILoadOptionsFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import type { CredentialType } from '../connection/connection';
import { readConnection } from '../connection/connection';
import { openEnvelope, rawAnswer } from './envelope';
import { lineOptions, timeoutOption } from './lineOptions';
import { Session } from './session';
import { businessHeader, withTokenRefresh } from './tokenRefresh';

/** n8n grants a poll 36 s with its durable scheduler, and nobody waits longer for a dropdown. */
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Opens a session outside the declarative engine: for dropdowns in the editor and for triggers. The
 * same pacing, repeats and envelopes apply; only the way a request is signed differs.
 */
export async function openOwnSession(
	context: ILoadOptionsFunctions | IPollFunctions,
	type: CredentialType,
): Promise<Session> {
	const nodeOptions = nodeOptionsOf(context);
	const { signing, credential } = withTokenRefresh(context, type);
	const data = await credential.read();
	return new Session({
		credential,
		connection: readConnection(type, data),
		base: {
			...lineOptions(nodeOptions),
			baseURL: String(data.apiBaseUrl),
			url: '',
			encoding: 'text',
			returnFullResponse: true,
			headers: { Accept: 'application/json', ...(await businessHeader(credential)) },
		},
		timeout: timeoutOption(nodeOptions) ?? ANSWER_TIMEOUT_MS,
		logger: context.logger,
		send: async (options) => {
			const response = (await context.helpers.httpRequestWithAuthentication.call(
				signing,
				type,
				options as IHttpRequestOptions,
			)) as IN8nHttpFullResponse;
			const answer = rawAnswer(response.statusCode, response.headers, response.body);
			return openEnvelope(answer, (warning) => context.logger.warn(warning));
		},
	});
}

/** Proxy, certificates and timeout, as they stand in the editor now. Triggers have no such options. */
function nodeOptionsOf(context: ILoadOptionsFunctions | IPollFunctions): IDataObject {
	if (!('getCurrentNodeParameter' in context)) return {};
	return (context.getCurrentNodeParameter('requestOptions') ?? {}) as IDataObject;
}
