import { frozenNames } from './frozenNames';
import { storedNames } from './storedNames';

describe('names that workflows store', () => {
	it('are frozen: none is changed or removed', () => {
		const there = new Set(storedNames());
		const advice = 'Stored workflows hold this name or value: give it back. Labels may change.';
		const missing = frozenNames.filter((name) => !there.has(name));
		expect(missing.map((name) => `${name}: ${advice}`)).toEqual([]);
	});

	it('are frozen as soon as they are there', () => {
		const known = new Set(frozenNames);
		const advice = 'New, and from now on for ever: add it to frozenNames.ts.';
		const added = storedNames().filter((name) => !known.has(name));
		expect(added.map((name) => `${name}: ${advice}`)).toEqual([]);
	});
});
