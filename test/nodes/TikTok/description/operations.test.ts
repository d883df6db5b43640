import type { INodeProperties } from 'n8n-workflow';
import {
	cases,
	operationLists,
	operations,
	optionsOf,
	promised,
	resourceList,
	shownFor,
} from './listedOperations';

describe('resources and operations', () => {
	it('are exactly the promised ones', () => {
		const offered = Object.fromEntries(
			operationLists.map((list) => [
				shownFor(list, 'resource')[0],
				optionsOf(list)
					.map(({ value }) => value)
					.sort(),
			]),
		);
		expect(offered).toEqual(promised);
		expect(
			optionsOf(resourceList)
				.map(({ value }) => value)
				.sort(),
		).toEqual(Object.keys(promised));
	});

	it.each(
		operationLists.map((list): [string, INodeProperties] => [
			String(shownFor(list, 'resource')),
			list,
		]),
	)('names and values of %s are unique, in order, and the default is one of them', (_, list) => {
		const names = optionsOf(list).map(({ name }) => name);
		const values = optionsOf(list).map(({ value }) => value);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(values).size).toBe(values.length);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(values).toContain(list.default);
	});

	it('actions, which name the node on the canvas, are unique over all resources', () => {
		const actions = operations.map(({ operation }) => operation.action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('every resource says what it is for', () => {
		for (const option of optionsOf(resourceList)) expect(option.description).toMatch(/^[A-Z]/);
	});

	it.each(cases)('%s has a short action and description', (_, { operation }) => {
		expect(operation.action).toMatch(/^[A-Z][^A-Z]/);
		expect(operation.action?.length).toBeLessThanOrEqual(40);
		expect(operation.description).toMatch(/^[A-Z]/);
		expect(operation.description?.length).toBeLessThanOrEqual(100);
	});

	it.each(cases)('%s says whether it changes something', (_, { operation }) => {
		expect(operation.description).toMatch(/\((changes nothing|changes the account)/);
	});
});
