import fc from 'fast-check';
import { listOfUrls, listOfTexts } from '../../../../nodes/TikTok/shared/listOfTexts';

describe('a list of IDs or addresses', () => {
	it.each<[string, unknown, string[]]>([
		['typed one by one', ['a', 'b'], ['a', 'b']],
		['pasted with commas', 'a, b,c', ['a', 'b', 'c']],
		['pasted with line breaks', 'a\nb\r\nc', ['a', 'b', 'c']],
		['an array from an expression inside the list', ['a,b', 'c'], ['a', 'b', 'c']],
		['numbers', [123, 456], ['123', '456']],
		['with gaps', ['', ' a ', null, undefined, ','], ['a']],
		['empty', [], []],
		['nothing', undefined, []],
		['an empty field', '', []],
	])('%s', (_, value, texts) => {
		expect(listOfTexts(value)).toEqual(texts);
	});

	it('finds every ID again, however it was separated', () => {
		const id = fc.stringMatching(/^[A-Za-z0-9_~.-]{1,20}$/);
		const separator = fc.constantFrom(',', ', ', '\n', ' ', '\t,\n');
		fc.assert(
			fc.property(fc.array(id), separator, (ids, between) => {
				expect(listOfTexts(ids.join(between))).toEqual(ids);
				expect(listOfTexts(ids)).toEqual(ids);
			}),
		);
	});
});

describe('a list of addresses', () => {
	const resized = 'https://img.example.com/w_500,h_500/a.jpg';
	it.each<[string, unknown, string[]]>([
		['one with commas in it', [resized], [resized]],
		[
			'several in one text',
			`${resized}, https://b.example.com/b.jpg`,
			[resized, 'https://b.example.com/b.jpg'],
		],
		[
			'one a line',
			` ${resized}\nhttps://b.example.com/b.jpg `,
			[resized, 'https://b.example.com/b.jpg'],
		],
		['none', ['', undefined], []],
	])('%s', (_what, value, urls) => {
		expect(listOfUrls(value)).toEqual(urls);
	});
});
