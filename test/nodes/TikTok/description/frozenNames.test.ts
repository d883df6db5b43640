import { frozenNames } from './frozenNames';
import { storedNames } from './storedNames';

describe('names that workflows store', () => {
	it('are frozen: none is changed or removed', () => {
		const there = new Set(storedNames());
		const advice = 'Stored workflows hold this name or value: give it back. Labels may change.';
		const missing = frozenNames.filter((name) => !there.has(name));
		expect(missing.map((name) => `${name}: ${advice}`)).toEqual([]);
	});
});
