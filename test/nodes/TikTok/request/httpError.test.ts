import { AxiosError, AxiosHeaders, CanceledError, type InternalAxiosRequestConfig } from 'axios';
import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, OperationalError } from 'n8n-workflow';
import { inputFailure, reconnect } from '../../../../nodes/TikTok/errors/ownFailure';
import {
	failureOfHttpError,
	headersOfHttpError,
	statusOfHttpError,
} from '../../../../nodes/TikTok/request/httpError';

const node: INode = {
	id: '1',
	name: 'TikTok',
	type: 'n8n-nodes-tiktok-suite.tikTok',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const bearer = 'act.very-secret';
const uploadUrl = 'https://upload.example.com/?upload_token=very-secret';

/** What axios throws, with the request in it that must not be shown to anybody. */
function axiosError(
	code: string | undefined,
	answer?: { status: number; data: unknown; headers?: Record<string, string> },
	url = uploadUrl,
): AxiosError {
	const config = {
		url,
		headers: new AxiosHeaders({ Authorization: `Bearer ${bearer}` }),
	} as InternalAxiosRequestConfig;
	const response = answer && { statusText: '', headers: {}, config, ...answer };
	return new AxiosError('Request failed', code, config, {}, response);
}

/** How n8n wraps it, once by the request helper and once more by the node's engine. */
const wrappings: Array<[string, (error: Error) => unknown]> = [
	['bare', (error) => error],
	['as an API error', (error) => new NodeApiError(node, error as unknown as JsonObject)],
	[
		'wrapped twice',
		(error) => new NodeOperationError(node, new NodeApiError(node, error as unknown as JsonObject)),
	],
	['as a cause', (error) => new OperationalError('Request failed', { cause: error })],
];

const refused = {
	status: 403,
	data: JSON.stringify({
		error: { code: 'url_ownership_unverified', message: 'Please review', log_id: 'L1' },
	}),
};

it('of n8n 2.31, which keeps the status alone, a refused token is one', () => {
	expect(failureOfHttpError({ name: 'NodeApiError', httpCode: '401' })).toMatchObject({
		headline: 'TikTok no longer accepts the connection of this account.',
		details: { code: 'http_401', http_status: 401, retryable: false },
		situation: 'refused',
	});
});

describe.each(wrappings)('what n8n throws, %s', (_, wrap) => {
	it("holds TikTok's answer", () => {
		const failure = failureOfHttpError(wrap(axiosError('ERR_BAD_REQUEST', refused)));
		expect(failure.headline).toBe('TikTok does not know that you own the address of this media.');
		expect(failure.details).toMatchObject({
			code: 'url_ownership_unverified',
			http_status: 403,
			log_id: 'L1',
		});
	});

	it('holds an answer that n8n has parsed already', () => {
		const parsed = { status: 403, data: JSON.parse(refused.data) as unknown };
		const failure = failureOfHttpError(wrap(axiosError('ERR_BAD_REQUEST', parsed)));
		expect(failure.details.code).toBe('url_ownership_unverified');
	});

	it('holds a web page', () => {
		const page = { status: 502, data: '<html>Bad Gateway</html>' };
		const failure = failureOfHttpError(wrap(axiosError('ERR_BAD_RESPONSE', page)));
		expect(failure.headline).toBe('TikTok answered with a web page (HTTP 502).');
	});

	it('gives away neither token nor upload address', () => {
		const failure = failureOfHttpError(wrap(axiosError('ERR_BAD_REQUEST', refused)));
		const told = JSON.stringify([failure, failure.details, failure.sentence, failure.stack]);
		expect(told).not.toContain('very-secret');
		expect(failure.cause).toBeUndefined();
	});

	it.each([
		['ECONNREFUSED', 'TikTok could not be reached.', false],
		['ENOTFOUND', 'TikTok could not be reached.', false],
		['EAI_AGAIN', 'TikTok could not be reached.', false],
		['ETIMEDOUT', 'TikTok did not answer in time.', true],
		['ECONNABORTED', 'TikTok did not answer in time.', true],
		['ECONNRESET', 'The connection to TikTok broke before an answer came.', true],
		['EPIPE', 'The connection to TikTok broke before an answer came.', true],
	])('%s: %s', (code, headline, mayHaveArrived) => {
		const failure = failureOfHttpError(wrap(axiosError(code)));
		expect(failure.headline).toBe(headline);
		expect(failure.origin).toBe('network');
		expect(failure.situation).toBe(mayHaveArrived ? 'lost' : 'neverSent');
		expect(failure.details).toEqual({
			code: `network_${code.toLowerCase()}`,
			retryable: true,
		});
	});

	it.each([
		['connect EHOSTUNREACH 203.0.113.7:443', 'TikTok could not be reached.', 'neverSent'],
		['connect ENETUNREACH 203.0.113.7:443', 'TikTok could not be reached.', 'neverSent'],
		['connect ETIMEDOUT 203.0.113.7:443', 'TikTok could not be reached.', 'neverSent'],
		['read EHOSTUNREACH', 'The connection to TikTok broke before an answer came.', 'lost'],
		['read ENETUNREACH', 'The connection to TikTok broke before an answer came.', 'lost'],
		['read ETIMEDOUT', 'TikTok did not answer in time.', 'lost'],
		['', 'The connection to TikTok broke before an answer came.', 'lost'],
	])('%s: %s', (message, headline, situation) => {
		const code = /E[A-Z]+/.exec(message)?.[0] ?? 'EHOSTUNREACH';
		const failure = failureOfHttpError(wrap(Object.assign(axiosError(code), { message })));
		expect(failure).toMatchObject({ headline, situation });
	});

	describe.each([
		'https://open.tiktokapis.com/v2/oauth/token/',
		'https://business-api.tiktok.com/open_api/v1.3/oauth/token/',
	])('of a renewal at %s', (url) => {
		it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_BAD_RESPONSE', undefined])(
			'%s: the request itself was refused, the connection is good',
			(code) => {
				const failure = failureOfHttpError(wrap(axiosError(code, undefined, url)));
				expect(failure.situation).toBe('neverSent');
				expect(failure.details).toEqual({ code: 'token_not_renewed', retryable: true });
			},
		);

		it.each([200, 429, 500, 504])(
			'an answer of HTTP %i that cannot be read is the same',
			(status) => {
				const cut = axiosError('ERR_BAD_RESPONSE', { status, data: '{"access' }, url);
				expect(failureOfHttpError(wrap(cut)).details.code).toBe('token_not_renewed');
			},
		);

		it.each(['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])(
			'%s is told as what it is',
			(code) => {
				const failure = failureOfHttpError(wrap(axiosError(code, undefined, url)));
				expect(failure.situation).toBe('neverSent');
				expect(failure.details.code).toBe(`network_${code.toLowerCase()}`);
			},
		);
	});

	it('a cancelled request is no failure of TikTok', () => {
		const failure = failureOfHttpError(wrap(new CanceledError('canceled')));
		expect(failure.origin).toBe('cancelled');
		expect(failure.headline).toBe('The execution was cancelled.');
		expect(failure.details).toEqual({ code: 'cancelled', retryable: false });
		expect(failure.isPassing).toBe(false);
	});
});

describe('a certificate that n8n does not trust', () => {
	it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
		'%s: nothing was sent, so TikTok accepted nothing',
		(code) => {
			const error = new NodeApiError(node, axiosError(code) as unknown as JsonObject);
			expect(failureOfHttpError(error).situation).toBe('neverSent');
		},
	);
});

describe('a refused token', () => {
	it('that is stored no more when n8n signs asks to reconnect', () => {
		const failure = failureOfHttpError(new Error('Unable to sign without access token'));
		expect(failure.details).toEqual({ code: 'reconnect', retryable: false });
	});

	it.each([
		[{ error: 'invalid_grant', error_description: '' }, 'invalid_grant'],
		[{ error: { code: 'x' } }, 'TikTok refused to renew the connection.'],
	])('says what can be read of %j', (body, reason) => {
		const error = Object.assign(new Error('Refused'), { code: 'EAUTH', body });
		expect(failureOfHttpError(error).headline).toBe(`Reconnect the credential: ${reason}`);
	});

	it('that n8n could not renew asks to reconnect', () => {
		const error = new NodeOperationError(node, 'The credential "T" needs to be reconnected.', {
			failure: { cause: 'credential-invalid' },
		} as object);
		const failure = failureOfHttpError(error);
		expect(failure.headline).toMatch(/^Reconnect the credential/);
		expect(failure.origin).toBe('credential');
		expect(failure.details).toEqual({ code: 'reconnect', retryable: false });
	});

	it("shows TikTok's reason when n8n lets it through", () => {
		const error = Object.assign(new Error('Client authentication failed'), {
			code: 'EAUTH',
			body: {
				error: 'invalid_client',
				error_description: 'Client key or secret is incorrect.',
				log_id: 'L1',
			},
		});
		const failure = failureOfHttpError(new NodeApiError(node, error as unknown as JsonObject));
		expect(failure.headline).toBe('Reconnect the credential: Client key or secret is incorrect.');
		expect(failure.details).toMatchObject({ code: 'reconnect', log_id: 'L1' });
	});

	it('that TikTok could not renew just now keeps the log id', () => {
		const body = { error: 'server_error', log_id: 'L1' };
		const failure = failureOfHttpError(Object.assign(new Error('No'), { code: 'ESTATUS', body }));
		expect(failure.details).toMatchObject({ code: 'token_not_renewed', log_id: 'L1' });
	});

	it.each([
		['EAUTH', 'reconnect'],
		['ESTATUS', 'token_not_renewed'],
	])('is known by %s, also where n8n 1 drops all the rest', (httpCode, code) => {
		const error = new NodeApiError(
			node,
			{ message: 'The provided grant is invalid' },
			{ httpCode },
		);
		expect(failureOfHttpError(error).details.code).toBe(code);
	});

	it('a credential that was never connected asks to connect', () => {
		const error = new OperationalError('OAuth credentials not connected');
		expect(failureOfHttpError(error).headline).toMatch(/^Reconnect the credential/);
	});

	it('says how to reconnect, with and without a reason', () => {
		expect(reconnect('the refresh token is invalid.').headline).toBe(
			'Reconnect the credential: the refresh token is invalid.',
		);
		expect(reconnect().headline).toMatch(/^Reconnect the credential: \S.*\.$/);
		expect(reconnect().advice).toContain('press Connect');
	});
});

describe('what else may be thrown', () => {
	it('our own failure travels unchanged through all layers', () => {
		const own = inputFailure('H', 'A');
		const outer = new Error('outer', { cause: new Error('inner', { cause: own }) });
		expect(failureOfHttpError(outer)).toBe(own);
	});

	it('an answer with a good start whose body broke off says that it was cut off', () => {
		const cut = { status: 200, data: '{"data":{},"error":{"code":"ok"}}' };
		const failure = failureOfHttpError(axiosError('ERR_BAD_RESPONSE', cut));
		expect(failure.headline).toBe("TikTok's answer was cut off (HTTP 200).");
		expect(failure.situation).toBe('lost');
	});

	it('layers that refer to each other are no endless loop', () => {
		const error = new Error('a') as Error & { cause?: unknown };
		error.cause = error;
		expect(failureOfHttpError(error).origin).toBe('network');
	});

	it.each([undefined, null, 'text', 7])('%j is a failure with a sentence', (thrown) => {
		expect(failureOfHttpError(thrown).headline).toMatch(/\.$/);
	});

	it('errors of older request code are read too', () => {
		const error = { name: 'StatusCodeError', response: { statusCode: 429, body: '' } };
		expect(failureOfHttpError(error).situation).toBe('overLimit');
	});
});

describe('status and headers of an upload answer', () => {
	it('are found under all layers', () => {
		const answer = { status: 416, data: '', headers: { 'content-range': 'bytes 0-99/450' } };
		const error = new NodeApiError(node, axiosError('E', answer) as unknown as JsonObject);
		expect(statusOfHttpError(error)).toBe(416);
		expect(headersOfHttpError(error)).toMatchObject({ 'content-range': 'bytes 0-99/450' });
	});

	it('are absent when no answer came', () => {
		expect(statusOfHttpError(axiosError('ECONNRESET'))).toBeUndefined();
		expect(headersOfHttpError(axiosError('ECONNRESET'))).toEqual({});
	});
});
