import * as fc from 'fast-check';

import { changedJson } from './changedJson';

it('leaves integers beyond 2^53 as they are, also inside texts', () => {
	const text = '{"a":7602997517160123667,"b":"7602997517160123667,1234567890123456789","c":1}';
	expect(changedJson(text, 'c', 2)).toBe(text.replace('"c":1', '"c":2'));
});

it('hands them over as bigints, and writes bigints', () => {
	const next = (id: unknown) => (id as bigint) + 2n;
	expect(changedJson('{"a":[7602997517160123667]}', 'a.0', next)).toBe(
		'{"a":[7602997517160123669]}',
	);
});

it('changes the one value and nothing else, whatever the answer', () => {
	const pair = fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue());
	fc.assert(
		fc.property(pair, ([answer, to]) => {
			const exact = JSON.parse(JSON.stringify({ ...answer, chosen: 1 })) as object;
			fc.pre(!JSON.stringify([exact, to]).includes('@exact:'));
			const changed = JSON.parse(changedJson(JSON.stringify(exact), 'chosen', to)) as object;
			expect(changed).toEqual({ ...exact, chosen: JSON.parse(JSON.stringify(to)) });
		}),
	);
});
