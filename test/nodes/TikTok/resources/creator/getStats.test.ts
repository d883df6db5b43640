import type { IDataObject } from 'n8n-workflow';
import { fixture } from '../../../../fixtures/creator/getStats';
import { userFields } from '../../../../fixtures/requests';
import {
	errorItem,
	expectError,
	expectTikTokError,
	operationUnderTest,
} from '../operationUnderTest';

const getStats = operationUnderTest(fixture);

const connect = (...scopes: string[]) => {
	const { setting, username } = getStats;
	getStats.credential = setting.connect({ username, scopes });
};

/** A credential whose stored token says something else about the grant than TikTok knows. */
function connectWithStoredScope(scope: string | undefined, ...scopes: string[]) {
	connect(...scopes);
	const { harness } = getStats.setting;
	const { oauthTokenData, ...data } = harness.credentialData(getStats.credential);
	getStats.credential = harness.addCredential('tikTokOAuth2Api', {
		...data,
		oauthTokenData: { ...(oauthTokenData as IDataObject), scope },
	});
}

const fieldsSent = () => getStats.sent().map(({ query }) => query.fields);

describe('two items', () => {
	it('read their own fields, each linked to its item', async () => {
		const { items, error } = await getStats.run(
			{ fields: '={{ $json.fields }}' },
			{ items: [{ json: { fields: ['display_name'] } }, { json: { fields: ['likes_count'] } }] },
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{ json: { display_name: getStats.username }, pairedItem: { item: 0 } },
			{ json: { likes_count: 0 }, pairedItem: { item: 1 } },
		]);
	});
});

describe('fields', () => {
	it('are the name and the four numbers when nothing is chosen', async () => {
		await getStats.run({});
		expect(fieldsSent()).toEqual([
			'display_name,follower_count,following_count,likes_count,video_count',
		]);
	});

	it.each([
		['={{ ["Display Name", "follower count"] }}'],
		['={{ "Display Name, Follower Count" }}'],
		['={{ "Display Name\\nfollower_count" }}'],
		['={{ \'["Display Name","Follower Count"]\' }}'],
		['={{ "display_name follower_count" }}'],
	])('are called by label or value: %s', async (fields) => {
		const { error } = await getStats.run({ fields });
		expect(error).toBeUndefined();
		expect(fieldsSent()).toEqual(['display_name,follower_count']);
	});

	it('that the account did not grant are not asked for but listed', async () => {
		connect('user.info.basic');
		const { items, error } = await getStats.run({ fields: [...userFields] });
		expect(error).toBeUndefined();
		expect(fieldsSent()).toEqual([
			'open_id,union_id,avatar_url,avatar_url_100,avatar_large_url,display_name',
		]);
		expect(items[0].json.fields_not_granted).toEqual([
			'bio_description',
			'profile_deep_link',
			'is_verified',
			'username',
			'follower_count',
			'following_count',
			'likes_count',
			'video_count',
		]);
	});

	it('are all asked for when it is not known what the account granted', async () => {
		connectWithStoredScope(undefined, 'user.info.basic', 'user.info.profile');
		const { items, error } = await getStats.run({ fields: ['username'] });
		expect(error).toBeUndefined();
		expect(items[0].json).toEqual({ username: getStats.username });
	});
});

describe('wrong input is refused before any request', () => {
	it('no field', async () => {
		expectError(await getStats.run({ fields: '={{ [] }}' }), {
			message: 'Fields is empty.',
			description: 'Choose at least one field to read.',
		});
		expect(getStats.sent()).toEqual([]);
	});

	it.each([
		['statistics', 'follower_count', 'user.info.stats', '"Statistics"'],
		['the profile', 'username', 'user.info.profile', '"Profile"'],
	])('%s without the permission, which is named', async (_what, field, scope, label) => {
		connect('user.info.basic');
		expectError(await getStats.run({ fields: [field] }), {
			message: `This account did not grant ${scope}.`,
			description: label,
		});
		expect(getStats.sent()).toEqual([]);
	});
});

describe("TikTok's refusals", () => {
	describe('for a permission that the account withdrew after connecting', () => {
		const stored = 'user.info.basic,user.info.stats';
		const withdrawn = { fields: ['display_name', 'follower_count'] };

		it.each(['scope_not_authorized', 'scope_permission_missed'] as const)(
			'name the permission: %s',
			async (code) => {
				const { switches } = getStats.setting.emulator;
				switches.ungrantedFieldsError = code;
				connectWithStoredScope(stored, 'user.info.basic');
				const { error } = await getStats.run(withdrawn);
				expect(error?.message).toContain('user.info.stats');
				expect(error?.description).toMatch(/log id: \d{14}/);
			},
		);

		// n8n renews the token on any 401 before this node sees it. What TikTok then grants is
		// stored, so the next run asks for nothing that was withdrawn.
		it('cost one new token, once', async () => {
			const { requests } = getStats.setting.emulator;
			connectWithStoredScope(stored, 'user.info.basic');
			const before = requests.length;
			await getStats.run(withdrawn);
			await getStats.run(withdrawn);
			expect(requests.slice(before).map(({ path }) => path)).toEqual([
				'/v2/user/info/',
				'/v2/oauth/token/',
				'/v2/user/info/',
				// The second run: for what is left.
				'/v2/user/info/',
			]);
		});
	});

	it('say what to do, with the words of TikTok, code and log id', async () => {
		expectTikTokError(await getStats.run({ fields: '={{ ["shoe_size"] }}' }), {
			code: 'invalid_params',
			message: 'TikTok did not accept one of the values.',
			description: 'TikTok says: Invalid fields: shoe_size',
		});
	});

	it('leave the other item alone when the user goes on', async () => {
		const { items, error } = await getStats.run(
			{ fields: '={{ $json.fields }}' },
			{
				items: [{ json: { fields: ['shoe_size'] } }, { json: { fields: ['display_name'] } }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(items).toEqual([
			errorItem(0, 'TikTok did not accept one of the values.', {
				code: 'invalid_params',
				http_status: 400,
				retryable: false,
				log_id: expect.any(String),
			}),
			{ json: { display_name: getStats.username }, pairedItem: { item: 1 } },
		]);
	});
});
