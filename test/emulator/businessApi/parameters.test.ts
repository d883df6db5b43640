import {
	api,
	expectRefusal,
	get,
	goodCalls,
	occupied,
	occupiedPath,
	seed,
	us,
	without,
} from './businessApiUnderTest';

describe('parameters', () => {
	const ofAdvertiser = goodCalls.filter(([, parameters]) => 'advertiser_id' in parameters);
	const requiredOnes = goodCalls.flatMap(([path, parameters]) =>
		Object.keys(parameters).map((name) => ({ path, name, parameters })),
	);

	it.each(requiredOnes)('$path names $name when it is missing or empty', async (example) => {
		const others = without(example.parameters, example.name);
		expectRefusal(await get(example.path, others), 40002, `${example.name}: is required`);
		const empty = { ...others, [example.name]: '' };
		expectRefusal(await get(example.path, empty), 40002, `${example.name}: is required`);
	});

	it.each(ofAdvertiser)('%s wants an advertiser id that is an int64', async (path, parameters) => {
		for (const id of [
			'abc',
			'70000x',
			'7.0e18',
			'-7',
			' 7',
			'9223372036854775808',
			'10000000000000000000',
		]) {
			expectRefusal(await get(path, { ...parameters, advertiser_id: id }), 40002, 'advertiser_id');
		}
	});

	it.each(ofAdvertiser)(
		'%s refuses an advertiser that was not granted',
		async (path, parameters) => {
			const headers = {
				'Access-Token': api.issueToken({ advertiserIds: [seed.otherAdvertiserId] }),
			};
			expectRefusal(await get(path, parameters, headers), 40001, seed.usAdvertiserId);
		},
	);

	it.each(ofAdvertiser)('%s tells a granted advertiser that is gone', async (path, parameters) => {
		api.advertisers.delete(seed.usAdvertiserId);
		expectRefusal(await get(path, parameters), 40300);
	});

	const arrays: Array<[string, string, Record<string, string>]> = [
		[occupiedPath, 'asset_ids', occupied],
		['/tool/action_category/', 'special_industries', { ...us, special_industries: '["HOUSING"]' }],
		['/advertiser/info/', 'advertiser_ids', { advertiser_ids: `["${seed.usAdvertiserId}"]` }],
		[
			'/advertiser/info/',
			'fields',
			{ advertiser_ids: `["${seed.usAdvertiserId}"]`, fields: '["name"]' },
		],
	];

	it.each(arrays)('%s wants %s as one JSON parameter', async (path, name, parameters) => {
		expect((await get(path, parameters)).code).toBe(0);
		const bare = (JSON.parse(parameters[name]) as string[])[0];
		const { [name]: json, ...others } = parameters;
		const rest = new URLSearchParams(others).toString();
		const repeated = `${rest}&${name}=${bare}&${name}=${bare}`;
		const whole = `${name}=${encodeURIComponent(json)}`;
		const repeatedJson = `${rest}&${whole}&${whole}`;
		for (const query of [repeated, repeatedJson]) {
			expectRefusal(await get(path, query), 40002, `${name}: must be sent once`);
		}
		for (const wrong of [
			bare,
			`${bare},${bare}`,
			`"${bare}"`,
			'{"0":"a"}',
			`["${bare}"`,
			'[7]',
			'[null]',
		]) {
			expectRefusal(
				await get(path, { ...others, [name]: wrong }),
				40002,
				`${name}: must be a JSON array`,
			);
		}
	});

	it('does not take a bracketed name for the array', async () => {
		const others = without(occupied, 'asset_ids');
		const bracketed = { ...others, 'asset_ids[]': seed.productInUse };
		expectRefusal(await get(occupiedPath, bracketed), 40002, 'asset_ids: is required');
	});

	it('wants scalars once', async () => {
		const id = `advertiser_id=${seed.usAdvertiserId}`;
		const twice = `term_type=LeadAds&${id}&${id}`;
		expectRefusal(await get('/term/get/', twice), 40002, 'advertiser_id');
	});
});
