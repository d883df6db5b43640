import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import { openEnvelope, rawAnswer } from '../../../../nodes/TikTok/request/envelope';

function open(status: number, body: unknown, headers: Record<string, string> = {}) {
	return openEnvelope(rawAnswer(status, headers, body));
}

function failureOf(status: number, body: unknown, headers?: Record<string, string>): TikTokFailure {
	try {
		open(status, body, headers);
	} catch (error) {
		expect(error).toBeInstanceOf(TikTokFailure);
		return error as TikTokFailure;
	}
	throw new Error('The answer was taken for a success.');
}

const refusal = (code: string, message = '', log_id = '202611220000000000000000000000AB') =>
	JSON.stringify({ data: {}, error: { code, message, log_id } });

const businessRefusal = (code: number, message = 'no') =>
	JSON.stringify({ code, message, request_id: '20261122000000000000000000000CD' });

describe('an answer that is a success', () => {
	it.each<[string, string, unknown]>([
		[
			'of the consumer API',
			'{"data":{"publish_id":"v_pub"},"error":{"code":"ok","message":"","log_id":"1"}}',
			{ publish_id: 'v_pub' },
		],
		['without data, as cancel answers', '{"error":{"code":"ok","message":""}}', {}],
		['of the Business API', '{"code":0,"message":"OK","data":{"terms":["a"]}}', { terms: ['a'] }],
		['of the Business API with nothing in it', '{"code":0,"message":"OK","data":{}}', {}],
	])('%s', (_, body, data) => {
		expect(open(200, body)).toEqual(data);
	});

	it.each(['', ',"data":null', ',"data":0', ',"data":[{"terms":["a"]}]', ',"data":"text"'])(
		'of the Business API without data, as in %j, is none',
		(data) => {
			expect(() => open(200, `{"code":0,"message":"OK"${data}}`)).toThrow(
				expect.objectContaining({
					details: expect.objectContaining({ code: 'unreadable_answer' }) as unknown,
				}),
			);
		},
	);

	it('of a part has the data, and TikTok tells in the log what is missing', () => {
		const warnings: string[] = [];
		const body = '{"code":20001,"message":"two ads were skipped","data":{"terms":["a"]}}';
		const data = openEnvelope(rawAnswer(200, {}, body), (text) => warnings.push(text));
		expect(data).toEqual({ terms: ['a'] });
		expect(warnings).toEqual([
			'TikTok could only do a part of it: two ads were skipped (TikTok code: 20001)',
		]);
	});

	it.each([
		[500, '{"code":0,"message":"OK","data":{"list":[]}}'],
		[403, '{"code":0,"data":{}}'],
		[502, '{"code":20001,"data":{"list":[1]}}'],
	])('with HTTP %d is none, whatever its code: %s', (status, body) => {
		expect(failureOf(status, body).details).toMatchObject({ http_status: status });
	});

	it.each([
		'{"code":20001,"message":"none was left","data":{}}',
		'{"code":20001,"message":"none was left"}',
	])('of a part without data is a failure with the words of TikTok: %s', (body) => {
		const failure = failureOf(200, body);
		expect(failure.headline).toBe('TikTok could only do a part of it.');
		expect(failure.explanation).toContain('TikTok says: none was left (TikTok code: 20001)');
		expect(failure.details).toMatchObject({ code: '20001', retryable: false });
	});

	it('keeps post ids exact', () => {
		const body = '{"data":{"ids":[7678907398077074696]},"error":{"code":"ok"}}';
		expect(open(200, body)).toEqual({ ids: ['7678907398077074696'] });
	});

	it('may arrive parsed', () => {
		expect(open(200, { data: { a: 1 }, error: { code: 'ok' } })).toEqual({ a: 1 });
	});
});

describe('a refusal', () => {
	it('with HTTP 200 is a failure too', () => {
		const failure = failureOf(200, refusal('spam_risk_too_many_posts'));
		expect(failure.details).toMatchObject({
			code: 'spam_risk_too_many_posts',
			log_id: '202611220000000000000000000000AB',
			http_status: 200,
			retryable: true,
		});
		expect(failure.isDailyCap).toBe(true);
	});

	it('carries data beside it, which is not mistaken for success', () => {
		const body = JSON.stringify({
			data: { creator_username: 'a' },
			error: { code: 'reached_active_user_cap', message: '' },
		});
		expect(failureOf(200, body).details.code).toBe('reached_active_user_cap');
	});

	it('shows what TikTok says, under what to do', () => {
		const failure = failureOf(400, refusal('invalid_params', 'The chunk size is invalid'));
		expect(failure.headline).toBe('TikTok did not accept one of the values.');
		expect(failure.advice).toContain('TikTok says: The chunk size is invalid');
		expect(failure.explanation).toContain('TikTok code: invalid_params');
		expect(failure.explanation).toContain('log id: 202611220000000000000000000000AB');
	});

	it('the singular spelling of the parameter error means the same', () => {
		expect(failureOf(400, refusal('invalid_param')).headline).toBe(
			failureOf(400, refusal('invalid_params')).headline,
		);
	});

	it('of the generic error page, without a wrapper, is read', () => {
		const body = '{"code":"rate_limit_exceeded","message":"","log_id":"L1"}';
		expect(failureOf(429, body).details).toMatchObject({
			code: 'rate_limit_exceeded',
			log_id: 'L1',
		});
	});

	it('without a log id takes the one of the header', () => {
		const body = '{"error":{"code":"internal_error","message":"","log_id":""}}';
		expect(failureOf(500, body, { 'X-Tt-Logid': 'H1' }).details.log_id).toBe('H1');
	});

	it.each([
		[408, '{"error":{"code":"request_timeout","message":"","log_id":""}}'],
		[408, '{"code":"408","message":"Request Timeout"}'],
		[499, '{"error":{"code":"","message":""}}'],
		[499, '<html>Client Closed Request</html>'],
	])('of a gateway that cut the request leaves open what TikTok did: %d %s', (status, body) => {
		const failure = failureOf(status, body);
		expect(failure.situation).toBe('serverError');
		expect(failure.details).toMatchObject({ http_status: status, retryable: true });
	});

	it('with HTTP 408 and a code of TikTok is that refusal', () => {
		expect(failureOf(408, refusal('spam_risk')).situation).toBe('refused');
	});

	it('with a code this node does not know names the code and keeps the log id', () => {
		const failure = failureOf(403, refusal('brand_new_code', 'Sorry'));
		expect(failure.headline).toBe('TikTok refused with the code brand_new_code.');
		expect(failure.advice).toContain('log id');
		expect(failure.advice).toContain('Sorry');
		expect(failure.details).toMatchObject({ code: 'brand_new_code', retryable: false });
	});

	it.each([
		[500, 'TikTok had an internal error.'],
		[503, 'TikTok had an internal error.'],
		[429, "TikTok's limit per minute for this account is used up."],
		[401, 'TikTok no longer accepts the connection of this account.'],
	])('with an unknown code and HTTP %d is understood by its status', (status, headline) => {
		expect(failureOf(status, refusal('brand_new_code')).headline).toBe(headline);
	});

	it('with a blank code and 5xx is an internal error that may pass', () => {
		const failure = failureOf(502, '{"error":{"code":"","message":""}}');
		expect(failure.details).toMatchObject({ code: 'http_502', retryable: true });
		expect(failure.situation).toBe('serverError');
	});

	it('with 5xx may still have been accepted, one with 4xx was not', () => {
		expect(failureOf(500, refusal('internal_error')).situation).toBe('serverError');
		expect(failureOf(400, refusal('invalid_params')).situation).toBe('refused');
	});
});

describe('a refusal of the Business API', () => {
	it.each([
		[40001, 'This connection has no permission for the ad account, the shop or the data.'],
		[40105, 'The access token is wrong or was revoked.'],
		[51010, 'An internal service of TikTok failed.'],
		[52003, 'An internal service of TikTok failed.'],
		[53999, 'An internal service of TikTok failed.'],
	])('code %d', (code, headline) => {
		const failure = failureOf(200, businessRefusal(code));
		expect(failure.headline).toBe(headline);
		expect(failure.details).toMatchObject({
			code: String(code),
			log_id: '20261122000000000000000000000CD',
		});
	});

	it.each([40016, 40100, 40133])('code %d is a limit, certainly not accepted', (code) => {
		const failure = failureOf(200, businessRefusal(code));
		expect(failure.situation).toBe('overBusinessLimit');
		expect(failure.details).toMatchObject({ retryable: true, retry_after_seconds: 300 });
	});

	it('with an unknown code names it', () => {
		expect(failureOf(200, businessRefusal(49999)).headline).toContain('49999');
	});
});

describe('an answer that is no envelope', () => {
	it.each<[string, number, string, string]>([
		['a web page', 502, '<html><body>Bad Gateway</body></html>', 'a web page (HTTP 502)'],
		['nothing', 200, '', 'nothing (HTTP 200)'],
		['blanks', 200, ' \n', 'nothing (HTTP 200)'],
		['half a body', 200, '{"data":{"publish_id":"v', 'not complete JSON (HTTP 200)'],
		['a list', 200, '[]', '(HTTP 200)'],
		['null', 200, 'null', '(HTTP 200)'],
		['an object of somebody else', 200, '{"hello":"world"}', '(HTTP 200)'],
		['plain text', 404, '404 page not found', '(HTTP 404)'],
	])('%s: the message says so, with the status', (_, status, body, text) => {
		const failure = failureOf(status, body, { 'x-tt-logid': 'H2' });
		expect(failure.headline).toMatch(/^TikTok answered with /);
		expect(failure.headline).toContain(text);
		expect(failure.explanation).toContain('log id: H2');
		expect(failure.details).toMatchObject({
			code: 'unreadable_answer',
			http_status: status,
			log_id: 'H2',
		});
	});

	it.each([200, 500, 502, 503, 504])('HTTP %d may have been accepted', (status) => {
		const failure = failureOf(status, '<html></html>');
		expect(failure.situation).toBe(status === 200 ? 'lost' : 'serverError');
		expect(failure.advice).toContain('Try again');
	});

	it('a page instead of the API points to the addresses in the credential', () => {
		const failure = failureOf(404, '<html></html>');
		expect(failure.advice).toContain('addresses in the credential');
		expect(failure.details.retryable).toBe(false);
	});

	it('a page with 429 is a limit: it says when to try again, and not to check addresses', () => {
		const failure = failureOf(429, '<html>Too many requests</html>');
		expect(failure.situation).toBe('overLimit');
		expect(failure.details).toMatchObject({ code: 'rate_limit_exceeded', retryable: true });
		expect(failure.advice).toContain('Try again');
		expect(failure.advice).not.toContain('addresses');
	});
});

describe('a Retry-After header', () => {
	it.each([
		['an envelope', refusal('rate_limit_exceeded')],
		['a page', '<html>Too many requests</html>'],
	])('beside %s is honoured and told', (_, body) => {
		const failure = failureOf(429, body, { 'Retry-After': '20' });
		expect(failure.details.retry_after_seconds).toBe(20);
		expect(failure.retryAfterMs).toBe(20_000);
	});

	it.each(['soon', '-5', '0', ''])('of %j is ignored', (value) => {
		const failure = failureOf(429, refusal('rate_limit_exceeded'), { 'retry-after': value });
		expect(failure.details.retry_after_seconds).toBe(60);
		expect(failure.retryAfterMs).toBe(0);
	});
});
