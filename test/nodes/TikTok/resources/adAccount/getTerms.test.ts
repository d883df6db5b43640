import { fixture } from '../../../../fixtures/adAccount/getTerms';
import { adAccountCredentials } from '../../../../fixtures/requests';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getTerms = operationUnderTest(fixture, { authentication: 'tikTokBusinessApi' });

const advertiserId = '7000000000000000001';
const otherAdvertiserId = '7000000000000000002';
const leadAds = { advertiserId, termType: 'LeadAds' };
const path = '/open_api/v1.3/term/get/';

describe('what comes out', () => {
	it('is one item with the list of terms and the ids as text', async () => {
		const { items, error } = await getTerms.run({ ...leadAds, language: 'JA' });
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					advertiser_id: advertiserId,
					term_type: 'LeadAds',
					terms: getTerms.setting.emulator.business.terms.LeadAds.JA,
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe('two items', () => {
	it('read their own terms, each linked to its item', async () => {
		const { items, error } = await getTerms.run(
			{ advertiserId: '={{ $json.id }}', termType: '={{ $json.type }}' },
			{
				items: [
					{ json: { id: advertiserId, type: 'Pixel' } },
					{ json: { id: otherAdvertiserId, type: 'InstantPage' } },
				],
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				json: {
					advertiser_id: advertiserId,
					term_type: 'Pixel',
					terms: ['Sample pixel terms.'],
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					advertiser_id: otherAdvertiserId,
					term_type: 'InstantPage',
					terms: ['Sample instant page terms.'],
				},
				pairedItem: { item: 1 },
			},
		]);
	});
});

it.each([
	['', ' 7000000000000000001\n'],
	['of a list', { __rl: true, mode: 'id', value: '\t7000000000000000001 ' }],
])('blanks around an Advertiser ID %s count for nothing', async (_what, advertiserId) => {
	const { error } = await getTerms.run({ ...leadAds, advertiserId });
	expect(error).toBeUndefined();
	expect(getTerms.sent().map(({ query }) => query.advertiser_id)).toEqual(['7000000000000000001']);
});

describe('wrong input is refused before any request', () => {
	it.each([
		['letters', 'act_123', 'Advertiser ID is not a number: act_123'],
		['digits with a blank between', '7000 0001', 'Advertiser ID is not a number: 7000 0001'],
		['nothing', '={{ "" }}', 'Advertiser ID is empty.'],
	])('%s', async (_what, id, message) => {
		expectError(await getTerms.run({ ...leadAds, advertiserId: id }), {
			message,
			description: 'It consists of digits only, usually 19.',
		});
		expect(getTerms.sent()).toEqual([]);
	});

	it('a credential that TikTok never gave a token, with the reason it gave instead', async () => {
		const { harness, businessOAuth2 } = getTerms.setting;
		// n8n stores TikTok's refusal, which comes with HTTP 200, as if it were a token.
		getTerms.credential = harness.addCredential('tikTokBusinessOAuth2Api', {
			...harness.credentialData(businessOAuth2),
			oauthTokenData: { code: 40110, message: 'The code is used', request_id: '2026' },
		});
		const result = await getTerms.run({
			...leadAds,
			authentication: adAccountCredentials.oAuth2,
		});
		expect(result.error?.message).toBe(
			'Reconnect the credential: The code is used (TikTok code: 40110)',
		);
		expect(getTerms.sent()).toEqual([]);
	});
});

describe("TikTok's refusals, which come with HTTP 200", () => {
	it('say what to do, with code and log id', async () => {
		getTerms.setting.emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', code: 40105 },
		});
		expectTikTokError(await getTerms.run(leadAds), {
			code: '40105',
			message: 'The access token is wrong or was revoked.',
			description: 'Reconnect the credential, or paste a new access token.',
		});
		expect(getTerms.sent()).toHaveLength(1);
	});

	it.each([40016, 40100, 40133])(
		'wait for a free place when they are about a limit: %i',
		async (code) => {
			const { faults } = getTerms.setting.emulator;
			faults.script({ match: { path }, times: 2, do: { kind: 'envelope', code } });
			const clock = getTerms.virtualClock();
			const { items, error } = await getTerms.run(leadAds);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(getTerms.sent()).toHaveLength(3);
			expect(clock.elapsed()).toBeGreaterThan(0);
			expect(faults.remaining()).toEqual([]);
		},
	);

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await getTerms.run(
			{ ...leadAds, advertiserId: '={{ $json.advertiser }}' },
			{
				items: [
					{ json: { advertiser: '7999999999999999999' } },
					{ json: { advertiser: leadAds.advertiserId } },
				],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'This connection has no permission for the ad account', {
				code: '40001',
				retryable: false,
				log_id: expect.any(String),
			}),
			{ json: expect.objectContaining({ term_type: 'LeadAds' }), pairedItem: { item: 1 } },
		]);
	});
});
