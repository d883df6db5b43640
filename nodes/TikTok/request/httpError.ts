import type { IDataObject } from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import { ownFailure, reconnect } from '../errors/ownFailure';
import { isOlderThanSupported, OLDER_N8N } from './supportedN8n';
import { isPassingTokenError, reasonIn } from '../connection/connection';
import { openEnvelope, rawAnswer } from './envelope';

/** An answer whose words nobody has kept. */
const UNTOLD = '{"error":{"code":""}}';

/** Of a broken line about which nothing is known. */
const NO_CODE = 'network_error';

interface HttpErrorShape {
	message?: string;
	code?: string;
	syscall?: string;
	config?: { url?: string };
	httpCode?: string | null;
	name?: string;
	cause?: unknown;
	body?: unknown;
	failure?: { cause?: string };
	response?: {
		status?: number;
		statusCode?: number;
		headers?: unknown;
		data?: unknown;
		body?: unknown;
	};
}

/**
 * Reads what n8n throws for a request: an error around axios' error, sometimes several layers deep.
 * Only status, headers and body are taken over: the rest of the object holds tokens.
 */
export function failureOfHttpError(error: unknown): TikTokFailure {
	const layers = layersOf(error);
	const own = layers.find((layer) => layer instanceof TikTokFailure);
	if (own) return own as TikTokFailure;
	const failure = failureOfLayers(layers);
	return mayComeFromOlderN8n(failure) && isOlderThanSupported()
		? failure.after(OLDER_N8N)
		: failure;
}

/**
 * Renewals that disturb each other, and errors of which nothing is left. Everything else is told by
 * an answer, or by the code of the network, and would be the same in any n8n.
 */
function mayComeFromOlderN8n({ origin, details }: TikTokFailure): boolean {
	return (
		origin === 'credential' ||
		details.code === ('token_not_renewed' satisfies OwnCode) ||
		details.code === NO_CODE
	);
}

function failureOfLayers(layers: HttpErrorShape[]): TikTokFailure {
	if (layers.some((layer) => layer.name === 'AbortError' || layer.name === 'CanceledError'))
		// Whoever is cancelled before sending never comes here: TikTok may have had the request.
		return ownFailure('cancelled', { situation: 'unclear' });
	const passing = layers.find(isPassingRefusal);
	if (passing) return ownFailure('token_not_renewed', { details: logIdIn(passing.body) });
	const refusals = layers.filter(isOAuthRefusal).map(({ body }) => (body ?? {}) as IDataObject);
	if (refusals.length > 0) return refused(refusals.find(({ error }) => error) ?? {});
	if (layers.some((layer) => codeOf(layer) === 'ESTATUS')) return ownFailure('token_not_renewed');
	const response = layers.find((layer) => layer.response)?.response;
	const status = response?.status ?? response?.statusCode;
	if (response && status) return failureOfAnswer(status, response);
	// All that n8n 2.31 to 2.33 keep of an answer.
	if (layers.some(({ httpCode }) => httpCode === '401'))
		return failureOfAnswer(401, { data: UNTOLD });
	return lineFailure(layers);
}

/** The HTTP status of an error, when there was an answer. */
export function statusOfHttpError(error: unknown): number | undefined {
	const response = layersOf(error).find((layer) => layer.response)?.response;
	return response?.status ?? response?.statusCode;
}

/** The answer's headers, when there was an answer. */
export function headersOfHttpError(error: unknown): Record<string, unknown> {
	return { ...(layersOf(error).find((layer) => layer.response)?.response?.headers as object) };
}

function layersOf(error: unknown): HttpErrorShape[] {
	const layers: HttpErrorShape[] = [];
	for (let at = error; at && typeof at === 'object' && layers.length < 8; ) {
		layers.push(at as HttpErrorShape);
		at = (at as HttpErrorShape).cause;
	}
	return layers;
}

function failureOfAnswer(
	status: number,
	response: NonNullable<HttpErrorShape['response']>,
): TikTokFailure {
	// A good status, yet an error: the line broke inside the body.
	if (status < 300) return cutOff(status);
	try {
		openEnvelope(rawAnswer(status, response.headers, response.data ?? response.body));
	} catch (failure) {
		return failure as TikTokFailure;
	}
	return cutOff(status);
}

const cutOff = (status: number) =>
	ownFailure('unreadable_answer', {
		headline: `TikTok's answer was cut off (HTTP ${status}).`,
		advice: 'The connection broke while TikTok answered. Try again in a few minutes.',
		details: { http_status: status },
	});

/** n8n could not renew the token, or has no token to begin with. */
function isOAuthRefusal(layer: HttpErrorShape): boolean {
	return (
		layer.failure?.cause === 'credential-invalid' ||
		codeOf(layer) === 'EAUTH' ||
		NO_TOKEN.test(layer.message ?? '')
	);
}

/** What n8n says when what is stored holds no token, or none to renew it with, be it since the middle of a run. */
const NO_TOKEN =
	/OAuth credentials not connected|needs to be reconnected|acquire OAuth2 access token|sign without access token|no refresh token is available/;

/** @param body of the token endpoint (open API fact sheet §1.5) */
const refused = (body: IDataObject) => reconnect(reasonIn(body), logIdIn(body));

function logIdIn(body: unknown): { log_id?: string } {
	const { log_id } = (body ?? {}) as IDataObject;
	return typeof log_id === 'string' ? { log_id } : {};
}

/** Of the network or of n8n's renewal. n8n 1 keeps nothing else of some errors, as if it were an HTTP status. */
const codeOf = ({ code, httpCode }: HttpErrorShape) => code ?? httpCode;

/** TikTok's own trouble while renewing; the connection itself is good (open API fact sheet §17b). */
function isPassingRefusal({ body, config, response }: HttpErrorShape): boolean {
	if (isPassingTokenError((body as { error?: unknown } | undefined)?.error)) return true;
	const status = response?.status;
	if (status === undefined || !isOfRenewal({ config })) return false;
	// A good status, yet an error: the answer was cut off.
	return status < 300 || status >= 500 || status === 429;
}

/** Of n8n's request for a new token, of both APIs. It follows an answer of TikTok's: a refused token. */
const isOfRenewal = ({ config }: HttpErrorShape) => /\/oauth\/token\/$/.test(config?.url ?? '');

/** n8n's client takes the type of a new token for a text, whatever TikTok calls it. */
const isOfUnreadableToken = ({ message }: HttpErrorShape) => /\btoken_type\b/.test(message ?? '');

/**
 * No answer at all: which part of the line failed decides whether TikTok may have acted. A renewal
 * that is lost leaves the request as it was, refused.
 */
function lineFailure(layers: HttpErrorShape[]): TikTokFailure {
	const code = layers.map(codeOf).find((value) => /^[A-Z][A-Z_]+$/.test(value ?? ''));
	const { trouble, neverSent } = lineTrouble(code ?? '', layers.some(isOfConnecting));
	const isRenewing = layers.some((layer) => isOfRenewal(layer) || isOfUnreadableToken(layer));
	if (isRenewing && !neverSent) return ownFailure('token_not_renewed');
	return ownFailure('network_…', {
		ending: code?.toLowerCase() ?? 'error',
		values: { trouble },
		situation: neverSent ? 'neverSent' : 'lost',
	});
}

/** Node.js names the step that failed; the same code can come while an established line is read. */
function isOfConnecting({ syscall, message }: HttpErrorShape): boolean {
	return /^(connect|getaddrinfo)\b/.test(syscall ?? message ?? '');
}

function lineTrouble(
	code: string,
	whileConnecting: boolean,
): { trouble: string; neverSent: boolean } {
	if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code) || whileConnecting) {
		return { trouble: 'TikTok could not be reached.', neverSent: true };
	}
	if (/CERT|^ERR_TLS_|^UNABLE_TO_/.test(code)) {
		return {
			trouble: 'The certificate of the server that answered for TikTok is not trusted.',
			neverSent: true,
		};
	}
	const timedOut = code === 'ETIMEDOUT' || code === 'ECONNABORTED';
	return {
		trouble: timedOut
			? 'TikTok did not answer in time.'
			: 'The connection to TikTok broke before an answer came.',
		neverSent: false,
	};
}
