import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { ageOf, isSignedWith, parseSignature } from '../../../../nodes/TikTok/webhook/signature';
import { runsOf } from '../../../generatedRuns';

/** The example of the open API fact sheet §13.3; the digest was made with the openssl command. */
const body = Buffer.from(
	'{"client_key":"aw1","event":"post.publish.publicly_available","create_time":1770210873,"user_openid":"-000abc","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.76\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\",\\"post_id\\":\\"7602997517160123666\\"}"}',
);
const digest = 'c859a3255eaf8cf0e7a18f50ec0447f4069db281a93f52f135a38a2b10a581e4';
const key = 'check-secret';

function isGenuine(header: string, bytes = body, secret = key): boolean {
	const signature = parseSignature(header);
	return signature !== undefined && isSignedWith(secret, signature, bytes);
}

function sign(bytes: Buffer, time: string): string {
	const signed = Buffer.concat([Buffer.from(`${time}.`), bytes]);
	return `t=${time},s=${createHmac('sha256', key).update(signed).digest('hex')}`;
}

describe('a signature', () => {
	it('of the fact sheet is accepted, whatever the order and spacing of its parts', () => {
		expect(isGenuine(`t=1770210874,s=${digest}`)).toBe(true);
		expect(isGenuine(`s=${digest}, t=1770210874`)).toBe(true);
		expect(isGenuine(`t=1770210874,s=${digest},v=2`)).toBe(true);
	});

	it.each([
		['another time', `t=1770210875,s=${digest}`],
		['a short digest', `t=1770210874,s=${digest.slice(2)}`],
		['a long digest', `t=1770210874,s=${digest}00`],
		['no digest', 't=1770210874'],
		['no time', `s=${digest}`],
		['an empty header', ''],
		['no hex', `t=1770210874,s=${'g'.repeat(64)}`],
		['a time that is no number', `t=now,s=${digest}`],
		['two digests', `t=1770210874,s=${digest},s=${digest}`],
	])('with %s is refused', (_what, header) => {
		expect(isGenuine(header)).toBe(false);
	});

	it('is looked for in a text only', () => {
		expect(parseSignature(undefined)).toBeUndefined();
		expect(parseSignature([`t=1770210874,s=${digest}`])).toBeUndefined();
	});

	it('of another secret is refused, and nobody signs with an empty one', () => {
		expect(isGenuine(`t=1770210874,s=${digest}`, body, 'check-secrets')).toBe(false);
		const bySomebody = createHmac('sha256', '').update('1770210874.').update(body).digest('hex');
		expect(isGenuine(`t=1770210874,s=${bySomebody}`, body, '')).toBe(false);
	});

	it('is as old as its time says, in either direction', () => {
		const signature = parseSignature(`t=1770210874,s=${digest}`)!;
		expect(ageOf(signature, 1770210934_000)).toBe(60_000);
		expect(ageOf(signature, 1770210814_000)).toBe(60_000);
	});
});

/** Any character, as fast-check's unit "binary", which keeps a table of all million of them. */
const unit = fc
	.oneof(fc.nat(0xff), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
	.map((code) => String.fromCodePoint(code));

/** JSON as anybody may write it: odd spacing, escapes, non-ASCII text, integers of 19 digits. */
const spacing = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const text = fc.oneof(
	fc.string({ unit }).map((value) => JSON.stringify(value)),
	fc.constantFrom('"\\u00fc\\/\\ud83d\\ude00"', '"é 日本 😀"', '"\\"{}\\\\"'),
);
const bigInteger = fc.bigInt(10n ** 18n, 10n ** 19n - 1n).map(String);
const rawBody = fc
	.array(fc.tuple(spacing, text, spacing, fc.oneof(text, bigInteger), spacing), { minLength: 1 })
	.map((fields) => fields.map(([a, name, b, value, c]) => `${a}${name}${b}:${c}${value}`).join(','))
	.map((fields) => Buffer.from(`{${fields}}`));
const time = fc.integer({ min: 0, max: 9_999_999_999 }).map(String);

describe('for any body', () => {
	it('the genuine signature is accepted', () => {
		fc.assert(
			fc.property(rawBody, time, (bytes, at) =>
				expect(isGenuine(sign(bytes, at), bytes)).toBe(true),
			),
		);
	});

	it('a single changed, missing or added byte is noticed', () => {
		const change = fc.record({
			at: fc.nat(),
			bits: fc.integer({ min: 1, max: 255 }),
			kind: fc.constantFrom('changed', 'missing', 'added'),
		});
		fc.assert(
			fc.property(rawBody, time, change, (bytes, when, { at, bits, kind }) => {
				const place = at % bytes.length;
				const changed = Buffer.from(bytes);
				changed[place] ^= bits;
				const other = {
					changed,
					missing: Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]),
					added: Buffer.concat([
						bytes.subarray(0, place),
						Buffer.from([bits]),
						bytes.subarray(place),
					]),
				}[kind]!;
				expect(isGenuine(sign(bytes, when), other)).toBe(false);
			}),
		);
	});

	it('a changed digest is noticed', () => {
		fc.assert(
			fc.property(rawBody, fc.nat(63), fc.integer({ min: 1, max: 15 }), (bytes, place, by) => {
				const header = sign(bytes, '1770210874');
				const at = header.indexOf('s=') + 2 + place;
				const digit = ((parseInt(header[at], 16) + by) % 16).toString(16);
				const changed = header.slice(0, at) + digit + header.slice(at + 1);
				expect(isGenuine(changed, bytes)).toBe(false);
			}),
		);
	});
});

/** Milliseconds; the best of three, so that a pause of the machine does not count. */
function costOf(header: string): number {
	const costs = [1, 2, 3].map(() => {
		const begin = performance.now();
		parseSignature(header);
		return performance.now() - begin;
	});
	return Math.min(...costs);
}

describe('a header that anybody may send', () => {
	it.each([
		['15 KB of blanks', ' '.repeat(15_000)],
		['15 KB of blanks behind a name', `t=${' '.repeat(15_000)}x`],
		['15 KB of blanks in front of the digest', `t=1770210874,s=${' '.repeat(15_000)}${digest}`],
		['15 KB of commas', ','.repeat(15_000)],
		['15 KB of equal signs', '='.repeat(15_000)],
		['5,000 parts', Array.from({ length: 5000 }, (_, index) => `a${index}=1`).join(',')],
		['301 characters', `t=1770210874,s=${digest},v=`.padEnd(301, '2')],
	])('is refused: %s', (_what, header) => {
		expect(parseSignature(header)).toBeUndefined();
		expect(costOf(header)).toBeLessThan(50);
	});

	it('may have 300 characters', () => {
		expect(isGenuine(`t=1770210874,s=${digest},v=`.padEnd(300, '2'))).toBe(true);
	});

	it.each([
		['a part without a name', `t=1770210874,=1,s=${digest}`],
		['a part without a value', `t=1770210874,v,s=${digest}`],
		['an empty part', `t=1770210874,,s=${digest}`],
		['a comma at the end', `t=1770210874,s=${digest},`],
		['two times', `t=1770210874,t=1770210875,s=${digest}`],
		['a blank in the time', `t=17702 10874,s=${digest}`],
		['a sign before the time', `t=+1770210874,s=${digest}`],
		['a time of 13 digits', `t=1770210874000,s=${digest}`],
		['other digits', `t=\u0661\u0662,s=${digest}`],
		['names in capitals', `T=1770210874,S=${digest}`],
	])('is refused for %s', (_what, header) => expect(isGenuine(header)).toBe(false));

	it('of the longest kind costs the same for any content', () => {
		const hostile = fc
			.tuple(
				fc.constantFrom(' ', '\t', ',', '=', 't=', 's=', 'a', '0', '\u00a0', '\ufeff', 't=1,'),
				fc.nat(16_000),
				fc.string({ unit, maxLength: 20 }),
			)
			.map(([part, size, end]) => part.repeat(size / part.length) + end);
		fc.assert(
			fc.property(hostile, (header) => {
				expect(parseSignature(header)).toBeUndefined();
				expect(costOf(header)).toBeLessThan(50);
			}),
			{ numRuns: runsOf(1000) },
		);
	});
});
