import { fixture as getAll } from '../fixtures/video/getAll';
import { fixture as upload } from '../fixtures/video/upload';
import { fixture as getStats } from '../fixtures/creator/getStats';
import type { ExpectedAnswer, ExpectedRequest, FixtureCase } from '../fixtures/fixture';
import { runFixtureCase } from './fixtureCase';
import { createSetting, type Setting } from './setting';

let setting: Setting;
beforeAll(async () => {
	setting = await createSetting();
});
afterAll(async () => await setting.close());

const [chunks, pages, stats] = [upload.minimal, getAll.full, getStats.minimal];

/** The case with one of its requests changed. */
function withRequest(
	fixtureCase: FixtureCase,
	index: number,
	change: Partial<ExpectedRequest>,
): FixtureCase {
	const requests = fixtureCase.requests.map((request, position) =>
		position === index ? { ...request, ...change } : request,
	);
	return { ...fixtureCase, requests };
}

const withAnswer = (fixtureCase: FixtureCase, change: Partial<ExpectedAnswer>): FixtureCase => ({
	...fixtureCase,
	answer: { outputKeys: [], ...fixtureCase.answer, ...change },
});

const range = { first: 0, last: 999_998, total: 1_000_000 };

describe('a fixture that differs from what the node does fails', () => {
	it.each([
		['another method', withRequest(stats, 0, { method: 'POST' })],
		['another path', withRequest(stats, 0, { path: '/v2/user/info' })],
		['another value in the query', withRequest(stats, 0, { query: { fields: 'likes_count' } })],
		['a parameter that is not expected', withRequest(stats, 0, { query: {} })],
		['a name that is not listed', withRequest(pages, 0, { listedIn: { fields: ['id'] } })],
		['another header', withRequest(stats, 0, { headers: { authorization: 'Bearer other' } })],
		['a header that must be absent', withRequest(stats, 0, { absentHeaders: ['authorization'] })],
		['another body', withRequest(pages, 0, { body: { max_count: 10 } })],
		['a cursor from nowhere', withRequest(pages, 1, { body: { max_count: 20, cursor: 1 } })],
		['other bytes', withRequest(chunks, 2, { range })],
		['a request too many', { ...chunks, requests: chunks.requests.slice(0, 1) }],
		['a request too few', { ...stats, requests: [...stats.requests, ...stats.requests] }],
		['the wrong order', { ...chunks, requests: [...chunks.requests].reverse() }],
		['fewer items', withAnswer(stats, { items: 0 })],
		['a key that does not come', withAnswer(stats, { outputKeys: ['shoe_size'] })],
		['a key that must not come', withAnswer(chunks, { absentKeys: ['chunks_resent'] })],
		['another value', withAnswer(chunks, { values: [{ upload: { chunks: 2 } }] })],
	])('%s', async (_what, fixtureCase) => {
		await expect(runFixtureCase(setting, fixtureCase)).rejects.toThrow('expect(');
	});
});
