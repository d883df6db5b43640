import type { INodeProperties } from 'n8n-workflow';
import { cases, fields, operations, properties, shownFor, withInner } from './listedOperations';

describe('fields', () => {
	it.each(cases)('%s names no field twice', (_, listed) => {
		// Some open in another way as a model's tool: of these the editor shows one.
		const names = listed.fields
			.filter((field) => !shownFor(field, '@tool').length)
			.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});

	it('every field is shown for exactly one operation of one resource', () => {
		const strays = fields.filter(
			(field) =>
				shownFor(field, 'resource').length !== 1 || shownFor(field, 'operation').length !== 1,
		);
		expect(strays.map(({ name }) => name)).toEqual([]);
		const known = new Set(cases.map(([name]) => name));
		for (const field of fields) {
			const place = `${String(shownFor(field, 'resource'))} → ${String(shownFor(field, 'operation'))}`;
			expect(known).toContain(place);
		}
	});

	it.each(cases)('%s explains every field, and shows an example where one types', (_, listed) => {
		const all = listed.fields.flatMap(withInner);
		const explainsItself = ['collection', 'notice'];
		const unexplained = all.filter(
			({ type, description: text }) => !explainsItself.includes(type) && !text,
		);
		expect(unexplained.map(({ name }) => name)).toEqual([]);
		const withoutExample = all.filter(({ type, placeholder }) => type === 'string' && !placeholder);
		expect(withoutExample.map(({ name }) => name)).toEqual([]);
	});

	it.each(cases)('%s has short labels in its collections, in order', (_, listed) => {
		for (const collection of listed.fields.filter(({ type }) => type === 'collection')) {
			const labels = (collection.options as INodeProperties[]).map(
				({ displayName }) => displayName,
			);
			expect(labels.filter((label) => label.length > 30)).toEqual([]);
			expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
		}
	});

	it.each(cases)('%s has switches that say "Whether"', (_, listed) => {
		const switches = listed.fields.flatMap(withInner).filter(({ type }) => type === 'boolean');
		for (const { description: text } of switches) expect(text).toMatch(/^Whether /);
	});

	it('Get Many offers Return All, Limit and Simplify, as everywhere in n8n', () => {
		const many = operations.filter(({ operation }) => operation.value === 'getAll');
		expect(many).toHaveLength(1);
		for (const { operation, fields: shown } of many) {
			expect(operation.name).toBe('Get Many');
			expect(shown.map(({ name }) => name)).toEqual(
				expect.arrayContaining(['returnAll', 'limit', 'simple']),
			);
			const labels = shown.map(({ displayName }) => displayName);
			expect(labels).toEqual(expect.arrayContaining(['Return All', 'Limit', 'Simplify']));
			const limit = shown.find(({ name }) => name === 'limit');
			expect(limit).toMatchObject({ default: 50, typeOptions: { minValue: 1 } });
			expect(limit?.displayOptions?.show).toMatchObject({ returnAll: [false] });
		}
	});

	it.each(cases)('%s has at most one notice at a time, of one sentence', (_, listed) => {
		const notices = listed.fields.filter(({ type }) => type === 'notice');
		const modes = notices.flatMap((notice) => shownFor(notice, 'postMode'));
		expect(new Set(modes).size).toBe(notices.length);
		for (const { displayName } of notices) expect(displayName).toMatch(/^[A-Z][^.]*\.$/);
	});

	it('Batching, which n8n adds and pacing makes needless, is explained beside it', () => {
		const settings = properties.filter(({ isNodeSetting }) => isNodeSetting);
		expect(settings.map(({ name, type }) => [name, type])).toEqual([['batchingNotice', 'notice']]);
		expect(settings[0].displayName).toContain('Batching is not needed');
	});

	it('privacy level has no default, as TikTok demands', () => {
		const levels = fields.filter(({ name }) => name === 'privacyLevel');
		expect(levels).toHaveLength(4);
		for (const level of levels) {
			expect(level).toMatchObject({ default: '', displayName: 'Privacy Level Name or ID' });
		}
	});
});
