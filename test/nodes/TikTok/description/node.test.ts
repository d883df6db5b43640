import { TikTok } from '../../../../nodes/TikTok/TikTok.node';
import { description, fields, withInner } from './listedOperations';

describe('the node as a whole', () => {
	it('is described for people and for lists', () => {
		expect(description).toMatchObject({
			name: 'tikTok',
			displayName: 'TikTok',
			usableAsTool: true,
			inputs: ['main'],
			outputs: ['main'],
		});
		expect(description.subtitle).toContain('$parameter["operation"]');
		// It would end the expression in the middle of the labels.
		expect(description.subtitle?.slice(0, -2)).not.toContain('}}');
	});

	it('has its dropdown loaders', () => {
		const asked = fields
			.flatMap(withInner)
			.map(({ typeOptions }) => typeOptions?.loadOptionsMethod)
			.filter((method) => method !== undefined);
		const offered = Object.keys(new TikTok().methods.loadOptions);
		expect([...new Set(asked)].sort()).toEqual(offered.sort());
		const searched = fields
			.flatMap(({ modes }) => modes ?? [])
			.map(({ typeOptions }) => typeOptions?.searchListMethod)
			.filter((method) => method !== undefined);
		const searches = Object.keys(new TikTok().methods.listSearch);
		expect([...new Set(searched)].sort()).toEqual(searches.sort());
	});

	it('lets every ID of a list be entered by hand too', () => {
		const locators = fields.filter(({ type }) => type === 'resourceLocator');
		expect(locators.length).toBeGreaterThan(0);
		for (const { modes } of locators) {
			expect(modes?.map(({ name }) => name)).toEqual(['list', 'id']);
		}
	});
});
