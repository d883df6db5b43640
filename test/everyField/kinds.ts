import type { INodeProperties } from 'n8n-workflow';

/**
 * Every kind of value that a workflow can hand to a field, and what each kind of field makes of it.
 * Written as a table of its own, from the product's rules: it shares nothing with the reader.
 */

/** What must come of a value: the field's default, a value, or a refusal that names it. */
export type Verdict = { becomes: unknown } | 'default' | 'refused';

type Shape = 'text' | 'key' | 'words' | 'files' | 'whole' | 'number' | 'flag' | 'choice' | 'date';

export interface Kind {
	name: string;
	value: unknown;
	/** Shapes without a verdict: refused. */
	verdicts: Partial<Record<Shape, Verdict>>;
}

const everywhere = (verdict: Verdict): Kind['verdicts'] => ({
	text: verdict,
	key: verdict,
	words: verdict,
	files: verdict,
	whole: verdict,
	number: verdict,
	flag: verdict,
	choice: verdict,
	date: verdict,
});
const becomes = (value: unknown): Verdict => ({ becomes: value });

export const kinds: Kind[] = [
	{ name: 'null', value: null, verdicts: everywhere('default') },
	{ name: 'an empty text', value: '', verdicts: everywhere('default') },
	{ name: 'blanks', value: '  ', verdicts: everywhere('default') },
	{
		name: 'a text',
		value: 'abc',
		verdicts: {
			text: becomes('abc'),
			key: becomes('abc'),
			words: becomes('abc'),
			files: becomes('abc'),
		},
	},
	{
		name: 'a whole number',
		value: 2,
		verdicts: {
			text: becomes('2'),
			key: becomes('2'),
			words: becomes('2'),
			files: becomes('2'),
			whole: becomes(2),
			number: becomes(2),
		},
	},
	{
		name: 'digits',
		value: '2',
		verdicts: {
			text: becomes('2'),
			key: becomes('2'),
			words: becomes('2'),
			files: becomes('2'),
			whole: becomes(2),
			number: becomes(2),
		},
	},
	{
		name: 'a fraction',
		value: 2.5,
		verdicts: {
			text: becomes('2.5'),
			key: becomes('2.5'),
			files: becomes('2.5'),
			number: becomes(2.5),
		},
	},
	{
		name: 'a negative number',
		value: -7,
		verdicts: { text: becomes('-7'), key: becomes('-7'), files: becomes('-7') },
	},
	{
		name: 'a huge number',
		value: 1e21,
		verdicts: { text: becomes('1e+21'), files: becomes('1e+21') },
	},
	{
		name: 'an ID that was rounded',
		value: 2 ** 60,
		verdicts: { text: becomes(String(2 ** 60)), files: becomes(String(2 ** 60)) },
	},
	{ name: 'what is not a number', value: NaN, verdicts: {} },
	{ name: 'infinity', value: -Infinity, verdicts: {} },
	{
		name: 'no number',
		value: 'NaN',
		verdicts: {
			text: becomes('NaN'),
			key: becomes('NaN'),
			words: becomes('NaN'),
			files: becomes('NaN'),
		},
	},
	{
		name: 'true',
		value: true,
		verdicts: {
			text: becomes('true'),
			key: becomes('true'),
			files: becomes('true'),
			flag: becomes(true),
		},
	},
	{
		name: 'false',
		value: false,
		verdicts: {
			text: becomes('false'),
			key: becomes('false'),
			files: becomes('false'),
			flag: becomes(false),
		},
	},
	{
		name: '"true"',
		value: 'true',
		verdicts: {
			text: becomes('true'),
			key: becomes('true'),
			words: becomes('true'),
			files: becomes('true'),
			flag: becomes(true),
		},
	},
	{
		name: '"false"',
		value: 'false',
		verdicts: {
			text: becomes('false'),
			key: becomes('false'),
			words: becomes('false'),
			files: becomes('false'),
			flag: becomes(false),
		},
	},
	{
		name: 'a list of one text',
		value: ['abc'],
		verdicts: {
			text: becomes('abc'),
			key: becomes('abc'),
			words: becomes('abc'),
			files: becomes('abc'),
		},
	},
	{ name: 'a list of objects', value: [{ a: 1 }, { b: 2 }], verdicts: {} },
	{
		name: 'a list as JSON text',
		value: '["abc"]',
		verdicts: { text: becomes('["abc"]'), key: becomes('["abc"]'), words: becomes('abc') },
	},
	{ name: 'an object', value: { a: 1 }, verdicts: {} },
	{
		name: 'a file',
		value: { mimeType: 'video/mp4', fileName: 'clip.mp4', data: 'AAAA', fileSize: '3 B' },
		verdicts: {},
	},
];

/** The kind of field, by what its declaration says. */
export function shapeOf({ name, type, typeOptions }: INodeProperties): Shape {
	if (type === 'number') return typeOptions?.numberPrecision === 0 ? 'whole' : 'number';
	if (type === 'boolean') return 'flag';
	if (type === 'options' || type === 'multiOptions') return 'choice';
	if (type === 'dateTime') return 'date';
	if (name === 'onceKey') return 'key';
	if (name.startsWith('binaryProperty')) return 'files';
	return /(?:Id|Url)s?$/.test(name) ? 'words' : 'text';
}
