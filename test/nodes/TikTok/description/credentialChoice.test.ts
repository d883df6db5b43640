import type { INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import type { Setting } from '../../../harness/setting';
import { createSetting } from '../../../harness/setting';
import { description, optionsOf, promised, properties } from './listedOperations';

describe('the credential', () => {
	let setting: Setting;
	beforeAll(async () => {
		setting = await createSetting();
	});
	beforeEach(() => setting.emulator.reset());
	afterAll(async () => await setting.close());

	const authentication = properties.filter(({ name }) => name === 'authentication');

	it.each(Object.keys(promised))('is chosen for the resource %s', (resource) => {
		const shown = authentication.filter((property) =>
			NodeHelpers.displayParameter({ resource }, property, null, description),
		);
		expect(shown).toHaveLength(1);
		const parameters = NodeHelpers.getNodeParameters(
			properties,
			{ resource },
			true,
			false,
			null,
			description,
		);
		const value = parameters?.authentication;
		expect(value).toBe(resource === 'adAccount' ? 'tikTokBusinessOAuth2Api' : 'tikTokOAuth2Api');
		expect(optionsOf(shown[0]).map((option) => option.value)).toContain(value);
	});

	it('names are the values of Authentication, each shown for its own value', () => {
		// "none" keeps the editor from merging the field into the selector; no resource shows it.
		const values = authentication
			.flatMap(optionsOf)
			.map(({ value }) => value)
			.filter((value) => value !== 'none');
		const names = (description.credentials ?? []).map(({ name }) => name);
		expect([...names].sort()).toEqual([...values].sort());
		for (const credential of description.credentials ?? []) {
			expect(credential.displayOptions?.show?.authentication).toEqual([credential.name]);
		}
	});

	const readOnly: Array<[string, INodeParameters]> = [
		['video', { resource: 'video', operation: 'getAll' }],
		['creator', { resource: 'creator', operation: 'getStats' }],
		['post', { resource: 'post', operation: 'getStatus', publishIds: ['v_pub_url~v2.1'] }],
		[
			'photo',
			{
				resource: 'photo',
				operation: 'post',
				photoUrls: ['https://media.example.com/1.jpg'],
				privacyLevel: 'SELF_ONLY',
			},
		],
		[
			'adAccount',
			{ resource: 'adAccount', operation: 'getTerms', advertiserId: '7000000000000000001' },
		],
	];

	it.each(readOnly)('works for %s without touching the field', async (resource, parameters) => {
		await setting.harness.run({
			node: 'tikTok',
			parameters,
			credentials: [setting.tikTok, setting.businessOAuth2, setting.businessToken],
		});
		const calls = setting.emulator.requests.filter(
			({ api }) => api === 'open' || api === 'business',
		);
		expect(calls.length).toBeGreaterThan(0);
		for (const { api } of calls) expect(api).toBe(resource === 'adAccount' ? 'business' : 'open');
	});

	it.each(
		readOnly.flatMap(([resource, parameters]): Array<[string, string, INodeParameters]> => {
			const stale =
				resource === 'adAccount'
					? ['tikTokOAuth2Api']
					: ['tikTokBusinessApi', 'tikTokBusinessOAuth2Api'];
			return stale.map((value) => [resource, value, { ...parameters, authentication: value }]);
		}),
	)(
		'%s with %s left over from another resource is a clear error',
		async (resource, type, parameters) => {
			const { error } = await setting.harness.run({
				node: 'tikTok',
				parameters,
				credentials: [setting.tikTok, setting.businessOAuth2, setting.businessToken],
			});
			expect(error?.message).toBe(
				`The credential type "${type}" does not fit the resource "${resource}".`,
			);
			expect(error?.description).toMatch(/Choose/);
			expect(setting.emulator.requests).toEqual([]);
		},
	);
});
