import { FileVersion } from '../../../../nodes/TikTok/media/fileVersion';

const date = 'Thu, 01 Oct 2026 12:00:00 GMT';
const old = 'Thu, 01 Oct 2026 11:00:00 GMT';
const justNow = 'Thu, 01 Oct 2026 11:59:30 GMT';

describe('what tells versions of a file apart', () => {
	it.each([
		['a strong ETag', { etag: '"a"', lastModified: old, date }, '"a"'],
		['an old date, beside a weak ETag', { etag: 'W/"a"', lastModified: old, date }, old],
		['no date of this minute', { lastModified: justNow, date }, undefined],
		['no date without the time of the answer', { lastModified: old }, undefined],
		['no ETag without quotes', { etag: 'a' }, undefined],
		['nothing', {}, undefined],
	])('%s', (_, marks, mark) => {
		expect(new FileVersion(10, marks).mark).toBe(mark);
	});

	it.each([
		[{ etag: '"a"' }, 'same'],
		[{ etag: '"a"', size: 10 }, 'same'],
		[{ etag: '"b"' }, 'other'],
		[{ etag: 'W/"a"' }, 'other'],
		[{ etag: '"a"', size: 9 }, 'other'],
		[{ size: 10, lastModified: old }, 'untold'],
	])('with a strong ETag, %j is %s', (marks, verdict) => {
		expect(new FileVersion(10, { etag: '"a"' }).verdict(marks)).toBe(verdict);
	});

	it('with a date, the same date later is the same, also when it is not old enough by then', () => {
		const version = new FileVersion(10, { lastModified: old, date });
		expect(version.verdict({ lastModified: old })).toBe('same');
		expect(version.verdict({ lastModified: justNow })).toBe('other');
	});

	it('without either only another size is certain, the rest is up to the bytes', () => {
		const version = new FileVersion(10, {});
		expect(version.verdict({ etag: '"b"', lastModified: old })).toBe('untold');
		expect(version.verdict({ size: 11 })).toBe('other');
		expect(version.recognises(0, Buffer.from('abc'))).toBe(true);
		expect(version.recognises(1, Buffer.from('def'))).toBe(true);
		expect(version.recognises(0, Buffer.from('abc'))).toBe(true);
		expect(version.recognises(1, Buffer.from('deg'))).toBe(false);
		expect(version.recognises(1, Buffer.from('def'))).toBe(true);
	});
});
