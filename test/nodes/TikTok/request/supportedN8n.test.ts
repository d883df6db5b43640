import type * as N8nWorkflow from 'n8n-workflow';
import type * as HttpError from '../../../../nodes/TikTok/request/httpError';

/** n8n-workflow as n8n 2.30 had it: these came with 2.31 or later. */
function httpErrorInOlderN8n(): typeof HttpError {
	let found: typeof HttpError | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => {
			const later = ['applyDynamicCredentialsUsage', 'compareConnections', 'N8N_NODES_API_VERSION'];
			const now = jest.requireActual<typeof N8nWorkflow>('n8n-workflow');
			return Object.fromEntries(Object.entries(now).filter(([name]) => !later.includes(name)));
		});
		found = jest.requireActual<typeof HttpError>('../../../../nodes/TikTok/request/httpError');
	});
	jest.dontMock('n8n-workflow');
	return found as typeof HttpError;
}

const inThisN8n = () =>
	jest.requireActual<typeof HttpError>('../../../../nodes/TikTok/request/httpError');

const lost = new Error('The provided authorization grant is invalid');
const refused = {
	response: { status: 403, data: '{"error":{"code":"spam_risk_too_many_posts","log_id":"L"}}' },
};
const gatewayPage = {
	status: 502,
	headers: { 'content-type': 'text/html' },
	data: '<html><body>502 Bad Gateway</body></html>',
};

describe('an n8n older than 2.31', () => {
	it('is named in an error that it may have caused', () => {
		const { failureOfHttpError } = httpErrorInOlderN8n();

		expect(failureOfHttpError(lost).sentence).toContain('This n8n seems older than 2.31');
		expect(failureOfHttpError({ ...lost, code: 'ESTATUS' }).sentence).toContain('older than 2.31');
		expect(failureOfHttpError({ ...lost, code: 'EAUTH' }).sentence).toMatch(
			/^Reconnect the credential.*older than 2\.31/,
		);
	});

	it.each([
		["TikTok's refusal", refused],
		['a cancelled execution', Object.assign(new Error('aborted'), { name: 'AbortError' })],
		['a name that is not found', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })],
		['the same as n8n 1 tells it', { message: 'getaddrinfo', httpCode: 'ENOTFOUND' }],
		['a refused connection', { code: 'ECONNREFUSED' }],
		['a certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
		["a gateway's page", { response: gatewayPage }],
		['an answer that was cut off', { response: { ...gatewayPage, status: 200 } }],
	])('is not blamed for %s', (_what, error) => {
		const { failureOfHttpError } = httpErrorInOlderN8n();

		expect(failureOfHttpError(error).sentence).not.toContain('older');
	});
});

it('the n8n of the tests is not taken for an older one', () => {
	const { failureOfHttpError } = inThisN8n();

	expect(failureOfHttpError(lost).sentence).not.toContain('older');
});
