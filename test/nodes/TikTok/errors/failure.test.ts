/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { runInNewContext } from 'node:vm';
import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import type { FailureOrigin } from '../../../../nodes/TikTok/errors/failure';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import type { PublishedItem } from '../../../../nodes/TikTok/errors/runSoFar';
import { asFailure, inputFailure } from '../../../../nodes/TikTok/errors/ownFailure';

const node: INode = {
	id: '1',
	name: 'TikTok',
	type: 'n8n-nodes-tiktok-suite.tikTok',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const nothingYet = { published: [], unconfirmed: [] };

function failure(origin: FailureOrigin, headline = 'TikTok refused.'): TikTokFailure {
	const details = {
		code: 'spam_risk',
		log_id: 'L1',
		http_status: 403,
		publish_id: 'v_pub_1',
		retryable: false,
	};
	return new TikTokFailure({ headline, advice: 'Try something else.', origin, details });
}

describe("n8n's error for a failure", () => {
	it.each<FailureOrigin>(['input', 'credential', 'tiktok', 'network', 'answer', 'cancelled'])(
		'of origin %s',
		(origin) => {
			const error = failure(origin).toNodeError(node, 3, nothingYet);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toBe('TikTok refused.');
			expect(error.context.itemIndex).toBe(3);
			expect(error.node).toBe(node);
		},
	);

	it('has the advice, code, log id and publish ID under the message', () => {
		expect(failure('tiktok').toNodeError(node, 0, nothingYet).description).toBe(
			'Try something else. (TikTok code: spam_risk, log id: L1, publish ID: v_pub_1)',
		);
	});

	it("of the user's own making has our code, which leads to its page, and none of TikTok", () => {
		const own = inputFailure('Caption is too long.', 'Shorten it.');
		const { description, httpCode } = own.toNodeError(node, 0, nothingYet);
		expect(description).toMatch(
			/^Shorten it\. \(code: <a href="https:\/\/github\.com\/\S+\/docs\/errors\.md#codes-of-this-node">invalid_input<\/a>\)$/,
		);
		// n8n writes "From TikTok: Error code …".
		expect(httpCode).toBe('invalid_input');
	});

	it('ends with what the others achieved, also after it was made', () => {
		const run = { published: [] as PublishedItem[], unconfirmed: [] as number[] };
		const error = failure('tiktok').toNodeError(node, 1, run);
		const alone = 'Try something else. (TikTok code: spam_risk, log id: L1, publish ID: v_pub_1)';
		run.published.push({ item: 1, publish_id: 'v_pub_1' });
		run.unconfirmed.push(1);
		expect(error.description).toBe(alone);
		run.published.push({ item: 0, publish_id: 'v_pub_0' });
		expect(error.description).toBe(`${alone} 1 other item was posted: v_pub_0.`);
		run.published.push(
			...Array.from({ length: 10 }, (_, index) => ({ item: index + 5, publish_id: `p${index}` })),
		);
		run.unconfirmed.push(3);
		expect(error.description).toBe(
			`${alone} 11 other items were posted: v_pub_0, p0, p1, p2, p3, p4, p5, p6, p7, p8 and 1 more. 1 other item was perhaps posted: number 3.`,
		);
		// n8n copies errors.
		expect({ ...error }.description).toBe(error.description);
	});

	it('carries what workflows need, and what the other items achieved meanwhile', () => {
		const run = { published: [] as PublishedItem[], unconfirmed: [] as number[] };
		const error = failure('tiktok').toNodeError(node, 1, run);
		run.published.push({ item: 0, publish_id: 'v_pub_0' });
		run.unconfirmed.push(2);
		expect(error.context.tiktok).toEqual({
			code: 'spam_risk',
			log_id: 'L1',
			http_status: 403,
			publish_id: 'v_pub_1',
			retryable: false,
			published: [{ item: 0, publish_id: 'v_pub_0' }],
			unconfirmed: [2],
		});
	});

	it('tells the HTTP status when there was one', () => {
		const withStatus = failure('tiktok').toNodeError(node, 0, nothingYet);
		expect(withStatus.httpCode).toBe('403');
	});

	it.each(['The proxy said ECONNREFUSED.', 'Status 404 came back.', 'ENOTFOUND: no such name.'])(
		'keeps its own words: %s',
		(headline) => {
			for (const origin of ['network', 'input'] as const) {
				expect(failure(origin, headline).toNodeError(node, 0, nothingYet).message).toBe(headline);
			}
		},
	);
});

describe('a failure on its way', () => {
	it('learns more and forgets nothing', () => {
		const known = failure('tiktok').with({
			publish_id: 'another',
			chunk: 7,
			log_id: 'another',
		});
		expect(known.details).toMatchObject({ publish_id: 'v_pub_1', log_id: 'L1', chunk: 7 });
		expect(known.headline).toBe('TikTok refused.');
		expect(known.origin).toBe('tiktok');
	});

	it('a value that is not known yet is filled in', () => {
		const bare = new TikTokFailure({
			headline: 'No.',
			advice: '',
			origin: 'tiktok',
			details: { code: 'c', log_id: undefined, retryable: true },
			situation: 'lost',
		});
		const filled = bare.with({ log_id: 'L2' });
		expect(filled.details.log_id).toBe('L2');
		expect(filled.situation).toBe('lost');
		expect(bare.details.log_id).toBeUndefined();
	});

	it('is one line for a table cell', () => {
		expect(failure('tiktok').sentence).toBe(
			'TikTok refused. Try something else. (TikTok code: spam_risk, log id: L1, publish ID: v_pub_1)',
		);
		expect(inputFailure('Empty.', 'Fill it.').sentence).toBe('Empty. Fill it.');
	});
});

describe('what is no failure of ours', () => {
	it('a failure stays what it is', () => {
		const known = failure('tiktok');
		expect(asFailure(known)).toBe(known);
	});

	it('keeps the message of a defect', () => {
		const unknown = asFailure(new TypeError('x is not a function'));
		expect(unknown.headline).toBe('x is not a function');
		expect(unknown.details).toEqual({ code: 'unexpected', retryable: false });
	});

	it('a cancelled execution says so', () => {
		const cancelled = asFailure(Object.assign(new Error('aborted'), { name: 'AbortError' }));
		expect(cancelled.headline).toBe('The execution was cancelled.');
		expect(cancelled.origin).toBe('cancelled');
		expect(cancelled.details).toEqual({ code: 'cancelled', retryable: false });
	});

	it.each([
		"Object.assign(new Error('aborted'), { name: 'AbortError' })",
		"({ name: 'AbortError', message: 'This operation was aborted' })",
	])('so does one whose error comes from another realm, which is no Error here: %s', (code) => {
		const thrown: unknown = runInNewContext(code);
		expect(thrown).not.toBeInstanceOf(Error);
		expect(asFailure(thrown).origin).toBe('cancelled');
	});

	it.each(['text', 7, undefined, null])('%j becomes a failure with a message', (thrown) => {
		expect(asFailure(thrown).headline).toBe(String(thrown));
	});
});
