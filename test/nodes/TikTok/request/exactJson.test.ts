import fc from 'fast-check';
import { parseExactJson } from '../../../../nodes/TikTok/request/exactJson';
import { runsOf } from '../../../generatedRuns';

describe('numbers of TikTok answers', () => {
	it.each<[string, string, unknown]>([
		['a post id of 19 digits', '7678907398077074696', '7678907398077074696'],
		['16 digits', '1234567890123456', '1234567890123456'],
		['15 digits', '123456789012345', 123_456_789_012_345],
		['19 digits below zero', '-7678907398077074696', '-7678907398077074696'],
		['15 digits below zero', '-123456789012345', -123_456_789_012_345],
		['20 digits', '18446744073709551615', '18446744073709551615'],
		['a fraction', '0.1234567890123456789', Number('0.1234567890123456789')],
		['a long fraction behind a long integer', '1234567890123456.5', Number('1234567890123456.5')],
		['an exponent', '1e21', 1e21],
		['an exponent behind a long integer', '1234567890123456789E2', Number('1234567890123456789E2')],
		['a negative exponent', '15e-3', 0.015],
		['zero', '0', 0],
	])('%s', (_, text, value) => {
		expect(parseExactJson(text)).toEqual(value);
		expect(parseExactJson(`{"id":${text}}`)).toEqual({ id: value });
		expect(parseExactJson(`[ ${text} ,\n${text}]`)).toEqual([value, value]);
	});

	it('stay as they are inside texts', () => {
		const texts = {
			plain: '7678907398077074696',
			quoted: 'id "7678907398077074696", and \\7678907398077074696',
			'7678907398077074696': 'as a key',
			end: '\\',
			after: 'x: 7678907398077074696',
		};
		expect(parseExactJson(JSON.stringify(texts))).toEqual(texts);
	});

	it('are found at any depth, as in a real status', () => {
		const text =
			'{"data":{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[7678907398077074696],' +
			'"uploaded_bytes":30567100},"error":{"code":"ok","message":"","log_id":"2026"}}';
		expect(parseExactJson(text)).toEqual({
			data: {
				status: 'PUBLISH_COMPLETE',
				publicaly_available_post_id: ['7678907398077074696'],
				uploaded_bytes: 30567100,
			},
			error: { code: 'ok', message: '', log_id: '2026' },
		});
	});

	it('every long integer keeps its digits, wherever it stands', () => {
		const digits = fc
			.tuple(
				fc.constantFrom('', '-'),
				fc.integer({ min: 1, max: 9 }),
				fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 15, maxLength: 30 }),
			)
			.map(([sign, first, rest]) => `${sign}${first}${rest.join('')}`);
		fc.assert(
			fc.property(digits, fc.string(), (id, text) => {
				const quoted = JSON.stringify(text);
				expect(parseExactJson(`{${quoted}:[${quoted},${id},{"a":${id}}]}`)).toEqual(
					JSON.parse(`{${quoted}:[${quoted},"${id}",{"a":"${id}"}]}`),
				);
			}),
		);
	});
});

describe('everything else', () => {
	const smallNumber = fc.oneof(
		fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
		fc.double({ min: -1e14, max: 1e14, noNaN: true }),
	);
	const value = fc.anything({
		key: fc.string(),
		values: [fc.string(), fc.boolean(), fc.constant(null), smallNumber],
		maxDepth: 4,
	});

	it('is read as JSON.parse reads it', () => {
		fc.assert(
			fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
				const text = JSON.stringify(json, null, indent);
				expect(parseExactJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it('cut-off answers are refused like JSON.parse refuses them', () => {
		const text = JSON.stringify({ data: { id: 'a"b', n: [1, 2] }, error: { code: 'ok' } });
		for (let end = 0; end < text.length; end += 1) {
			expect(() => parseExactJson(text.slice(0, end))).toThrow(SyntaxError);
		}
	});

	it.each(['', '<html>7678907398077074696</html>', '{"a":1', '"open', "{'a':1}", 'undefined'])(
		'%j is no JSON',
		(text) => {
			expect(() => parseExactJson(text)).toThrow(SyntaxError);
		},
	);

	it('a text of several megabytes is no problem', () => {
		const terms = 'Clause 7678907398077074696. '.repeat(200_000);
		expect(parseExactJson(JSON.stringify({ terms }))).toEqual({ terms });
	});
});

describe('hostile texts', () => {
	const MEGABYTE = 1_000_000;
	const units = [
		'\\"',
		'"',
		'"\\',
		'\\',
		'1',
		'-',
		'1.',
		'1e',
		'"1',
		'[',
		'{"a":',
		'1234567890123456 ',
	];

	function costOf(text: string): number {
		const begin = performance.now();
		try {
			parseExactJson(text);
		} catch (error) {
			expect(error).toBeInstanceOf(SyntaxError);
		}
		return performance.now() - begin;
	}

	/** The best of three, so that a pause of the machine does not count. */
	function expectCost(text: string, most: number): void {
		let cost = costOf(text);
		for (let more = 0; more < 2 && cost >= most; more += 1) cost = Math.min(cost, costOf(text));
		expect(cost).toBeLessThan(most);
	}

	it.each(units)(
		'ten times the text costs about ten times as much: an open string of %j',
		(unit) => {
			const text = (size: number) => `"${unit.repeat(size / unit.length)}`;
			const small = Math.min(...[1, 2, 3].map(() => costOf(text(MEGABYTE / 10))));
			// Quadratic work would take a hundred times as long.
			expectCost(text(MEGABYTE), 60 * Math.max(small, 5));
		},
	);

	it.each(units)('end with a SyntaxError: %j', (unit) => {
		expectCost(unit.repeat(MEGABYTE / 10), 2000);
		expectCost(`"${unit.repeat(MEGABYTE / 10)}`, 2000);
	});

	it('many escapes in one string are no problem', () => {
		const text = JSON.stringify({ quotes: '"'.repeat(5 * MEGABYTE), id: 1 });
		expect((parseExactJson(text) as { quotes: string }).quotes).toHaveLength(5 * MEGABYTE);
	});

	it('whatever it is, it is read like JSON.parse reads it, or refused like it', () => {
		const piece = fc.constantFrom(
			...units,
			'}',
			']',
			':',
			',',
			'"a"',
			'12',
			'0.5',
			' ',
			'true',
			'null',
		);
		const outcome = (read: (text: string) => unknown, text: string): unknown => {
			try {
				return read(text);
			} catch (error) {
				return (error as Error).name;
			}
		};
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				const text = pieces.join('');
				fc.pre(!/\d{16}/.test(text));
				expect(outcome(parseExactJson, text)).toEqual(outcome(JSON.parse, text));
			}),
			{ numRuns: runsOf(1000) },
		);
	});
});
