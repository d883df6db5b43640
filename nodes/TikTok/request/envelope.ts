import type {
	IDataObject,
	IExecuteSingleFunctions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';
import { businessError } from '../errors/businessErrors';
import type { ErrorEntry } from '../errors/errorEntry';
import type { Situation } from '../errors/failure';
import { TikTokFailure } from '../errors/failure';
import { openApiError, openApiErrors } from '../errors/openApiErrors';
import { asFailure, ownFailure } from '../errors/ownFailure';
import { isObject } from '../shared/isObject';
import { parseExactObject } from './exactJson';

/** An answer as it came over the line: unparsed, because parsing would round ids. */
export interface RawAnswer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** Opens the envelope of every answer of the declarative engine: items become TikTok's `data`. */
export async function openEnvelopeOfItem(
	this: IExecuteSingleFunctions,
	_items: INodeExecutionData[],
	response: IN8nHttpFullResponse,
): Promise<INodeExecutionData[]> {
	const answer = rawAnswer(response.statusCode, response.headers, response.body);
	return [{ json: openEnvelope(answer, (warning) => this.logger.warn(warning)) }];
}

export function rawAnswer(status: number, headers: unknown, body: unknown): RawAnswer {
	const text = typeof body === 'string' ? body : body ? JSON.stringify(body) : '';
	return { status, headers: { ...(headers as object) }, text };
}

/**
 * TikTok's `data`, or the failure that the answer is. A publish ID in it is in the failure, whatever
 * else is missing or wrong.
 * @param warn is told when TikTok delivers only a part of what was asked for
 * @throws TikTokFailure
 */
export function openEnvelope(answer: RawAnswer, warn?: (text: string) => void): IDataObject {
	if (answer.status >= 300 && answer.status < 400) throw redirected(answer);
	const body = parseExactObject(answer.text);
	try {
		return opened(answer, body, warn);
	} catch (error) {
		const data = body?.data as IDataObject | null | undefined;
		throw asFailure(error).with({ publish_id: publishIdOf(data ?? {}) });
	}
}

/** Not followed, so TikTok has not seen the request. */
const redirected = ({ status }: RawAnswer) =>
	ownFailure('unreadable_answer', {
		values: { what: 'a redirect', status },
		advice:
			"Check the addresses in the credential: TikTok's API does not redirect, something else does.",
		situation: 'refused',
		details: { http_status: status, retryable: false },
	});

/** Also an unusual one; `undefined` for what is no ID. */
export function publishIdOf({ publish_id }: IDataObject): string | undefined {
	const isId = typeof publish_id === 'number' || typeof publish_id === 'string';
	return isId ? String(publish_id).trim() || undefined : undefined;
}

/**
 * The consumer API wraps answers in
 * `{ data, error: { code, message, log_id } }` (open API fact sheet §10.1), the Business API in
 * `{ code, message, request_id, data }` (business fact sheet §0); both send refusals with HTTP 200.
 */
function opened(
	answer: RawAnswer,
	body: IDataObject | undefined,
	warn?: (text: string) => void,
): IDataObject {
	if (!body) throw unreadable(answer);

	const wrapped = body.error as IDataObject | undefined;
	if (wrapped && typeof wrapped === 'object') {
		// A code in a form that nobody documents says neither yes nor no.
		if (typeof wrapped.code !== 'string' && answer.status < 400) throw unreadable(answer);
		if (wrapped.code === 'ok' && answer.status < 400) return dataOf(body);
		return refuse(
			answer,
			typeof wrapped.code === 'string' ? wrapped.code : '',
			wrapped.message,
			wrapped.log_id ?? wrapped.logid,
		);
	}
	if (typeof body.code === 'number') {
		const data = dataOf(body);
		// Where nothing was found the list is empty; without data nothing was said.
		if (body.code === 0 && (answer.status >= 400 || !isObject(body.data))) throw unreadable(answer);
		if (body.code === 0) return data;
		// A partial success: its data can be used, its message says what is missing (business fact
		// sheet §4). Without data nothing was achieved.
		if (body.code === 20001 && answer.status < 400 && Object.keys(data).length > 0) {
			warn?.(
				`TikTok could only do a part of it: ${String(body.message ?? '')} (TikTok code: 20001)`,
			);
			return data;
		}
		return refuse(
			answer,
			String(body.code),
			body.message,
			body.request_id,
			businessError(body.code),
		);
	}
	// The generic error page of TikTok prints the inner object alone.
	if (typeof body.code === 'string') return refuse(answer, body.code, body.message, body.log_id);
	throw unreadable(answer);
}

function dataOf({ data }: IDataObject): IDataObject {
	return isObject(data) ? data : {};
}

function refuse(
	answer: RawAnswer,
	code: string,
	message: unknown,
	logId: unknown,
	entry: ErrorEntry | undefined = openApiError(code),
): never {
	const known = entry ?? unknownCode(answer.status, code);
	const said = typeof message === 'string' && message !== '' ? ` TikTok says: ${message}` : '';
	throw new TikTokFailure({
		headline: known.headline,
		advice: `${known.advice}${said}`,
		origin: 'tiktok',
		details: {
			code: code || `http_${answer.status}`,
			log_id: typeof logId === 'string' && logId !== '' ? logId : logIdOf(answer),
			http_status: answer.status,
			retryable: known.repeat !== 'no',
			retry_after_seconds: retryAfterOf(answer) ?? known.retryAfterSeconds,
		},
		situation: situationOf(answer, code, known),
		retryAfterMs: (retryAfterOf(answer) ?? 0) * 1000,
	});
}

function situationOf(answer: RawAnswer, code: string, entry: ErrorEntry): Situation {
	if (entry.repeat === 'rateLimit') return /^\d+$/.test(code) ? 'overBusinessLimit' : 'overLimit';
	if (answer.status >= 500 || entry.repeat === 'transient') return 'serverError';
	// Neither a success nor a refusal that we know.
	return answer.status < 300 && !Object.hasOwn(openApiErrors, code) ? 'unclear' : 'refused';
}

/** With an answer of its own a gateway cuts requests, too, on which TikTok behind it may have acted. */
const cutByGateway = [408, 499];

function unknownCode(status: number, code: string): ErrorEntry {
	if (status >= 500 || cutByGateway.includes(status)) return openApiErrors.internal_error;
	if (status === 429) return openApiErrors.rate_limit_exceeded;
	if (status === 401) return openApiErrors.access_token_invalid;
	return {
		headline: code
			? `TikTok refused with the code ${code}.`
			: `TikTok refused with HTTP ${status}.`,
		advice: "This node does not know the code; the log id lets TikTok's support look it up.",
		repeat: 'no',
	};
}

/** An answer that is no envelope: a gateway's page, nothing, or half a body. */
function unreadable(answer: RawAnswer): TikTokFailure {
	const looksLikePage = /^\s*</.test(answer.text);
	const what =
		answer.text.trim() === ''
			? 'nothing'
			: looksLikePage
				? 'a web page'
				: parseExactObject(answer.text)
					? 'JSON that is none of its envelopes'
					: 'text that is not complete JSON';
	// A gateway may refuse in TikTok's place, with a page instead of an envelope.
	if (answer.status === 429) return refuse(answer, 'rate_limit_exceeded', undefined, undefined);
	const isCut = answer.status >= 500 || cutByGateway.includes(answer.status);
	const gone = answer.status >= 400 && !isCut;
	return ownFailure('unreadable_answer', {
		values: { what, status: answer.status },
		...(gone && {
			advice:
				"Check the addresses in the credential: something other than TikTok's API seems to answer.",
			situation: 'refused',
		}),
		...(isCut && { situation: 'serverError' }),
		details: {
			log_id: logIdOf(answer),
			http_status: answer.status,
			retryable: !gone,
			retry_after_seconds: retryAfterOf(answer),
		},
	});
}

function header(answer: RawAnswer, name: string): string | undefined {
	const entry = Object.entries(answer.headers).find(([key]) => key.toLowerCase() === name);
	return entry && entry[1] !== undefined ? String(entry[1]) : undefined;
}

const logIdOf = (answer: RawAnswer) => header(answer, 'x-tt-logid');

/** TikTok documents no Retry-After (fact sheet §11); when a gateway sends seconds they are honoured. */
function retryAfterOf(answer: RawAnswer): number | undefined {
	const seconds = Number(header(answer, 'retry-after'));
	return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
