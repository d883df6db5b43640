import { fixture } from '../../../../fixtures/adAccount/getActionCategories';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getActionCategories = operationUnderTest(fixture, { authentication: 'tikTokBusinessApi' });

const advertiserId = '7000000000000000001';
const otherAdvertiserId = '7000000000000000002';
const unknownAdvertiserId = '7000000000000000009';
const forEverybody = '1900000000000000077';

beforeEach(() => {
	const { business } = getActionCategories.setting.emulator;
	if (business.actionCategories.some((one) => one.action_category_id === forEverybody)) return;
	business.actionCategories.push({
		action_category_id: forEverybody,
		name: { en: 'Everyday Things', de: 'Alltägliches' },
		description: null,
		level: 1,
		sub_category_ids: [],
		special_industries: ['HOUSING', 'EMPLOYMENT', 'CREDIT'],
		action_scene: 'VIDEO_RELATED',
	});
});

describe('what comes out', () => {
	it('is one item per category, with ids as text and empty values kept', async () => {
		const { items, error } = await getActionCategories.run({ advertiserId });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(5);
		expect(items[0]).toEqual({
			json: {
				action_category_id: '1900000000000000001',
				name: 'Home & Living',
				description: 'People who act on videos about the home',
				level: 1,
				sub_category_ids: ['1900000000000000011', '1900000000000000012'],
				special_industries: ['HOUSING', 'CREDIT'],
				action_scene: 'VIDEO_RELATED',
			},
			pairedItem: { item: 0 },
		});
		expect(items[1].json.description).toBeNull();
	});

	it('is what the special industries leave, in the language asked for', async () => {
		const { items } = await getActionCategories.run({
			advertiserId,
			specialIndustries: ['HOUSING', 'EMPLOYMENT', 'CREDIT'],
			language: 'de',
		});
		expect(items.map(({ json }) => [json.action_category_id, json.name])).toEqual([
			[forEverybody, 'Alltägliches'],
		]);
	});
});

describe('two items', () => {
	it('read their own ad accounts, each linked to its item', async () => {
		const { items, error } = await getActionCategories.run(
			{ advertiserId: '={{ $json.id }}' },
			{ items: [{ json: { id: advertiserId } }, { json: { id: otherAdvertiserId } }] },
		);
		expect(error).toBeUndefined();
		const links = items.map(({ pairedItem }) => pairedItem);
		expect(links).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1].map((item) => ({ item })));
		const asked = getActionCategories.sent().map(({ query }) => query.advertiser_id);
		expect(asked.sort()).toEqual([advertiserId, otherAdvertiserId]);
	});
});

describe('wrong input is refused before any request', () => {
	it.each([
		['letters', 'act_123', 'Advertiser ID is not a number: act_123'],
		['a rounded number', '7e18', 'Advertiser ID is not a number: 7e18'],
		['nothing', '={{ "" }}', 'Advertiser ID is empty.'],
		['a field that the item does not have', '={{ $json.id }}', 'Advertiser ID is empty.'],
	])('%s', async (_what, id, message) => {
		expectError(await getActionCategories.run({ advertiserId: id }), {
			message,
			description: 'It consists of digits only, usually 19.',
		});
		expect(getActionCategories.sent()).toEqual([]);
	});
});

describe("TikTok's refusals, which come with HTTP 200", () => {
	it('say what to do, with code and log id', async () => {
		const { emulator } = getActionCategories.setting;
		const path = '/open_api/v1.3/tool/action_category/';
		emulator.faults.script({
			match: { path },
			do: { kind: 'envelope', code: 40001, message: 'No permission for 7000' },
		});
		expectTikTokError(await getActionCategories.run({ advertiserId }), {
			code: '40001',
			message: 'This connection has no permission for the ad account, the shop or the data.',
			description: 'TikTok says: No permission for 7000',
		});
		expect(getActionCategories.sent()).toHaveLength(1);
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await getActionCategories.run(
			{ advertiserId: '={{ $json.id }}', specialIndustries: ['EMPLOYMENT', 'HOUSING'] },
			{
				items: [{ json: { id: unknownAdvertiserId } }, { json: { id: advertiserId } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, '', { code: expect.stringMatching(/^40(001|300)$/), retryable: false }),
			{
				json: expect.objectContaining({ action_category_id: forEverybody }),
				pairedItem: { item: 1 },
			},
		]);
	});
});
