import fc from 'fast-check';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { Refusal } from '../../../../nodes/TikTok/webhook/refusal';
import { readSettings, type Settings } from '../../../../nodes/TikTok/webhook/settings';
import { runsOf } from '../../../generatedRuns';

const given: IDataObject = { events: ['post.publish.complete'], options: {} };

function read(parameters: IDataObject): Settings {
	const values = { ...given, ...parameters };
	const getNodeParameter = ((name: string) =>
		values[name]) as IWebhookFunctions['getNodeParameter'];
	return readSettings({ getNodeParameter });
}
function refusalOf(parameters: object): Refusal | undefined {
	try {
		read(parameters as IDataObject);
	} catch (error) {
		expect(error).toBeInstanceOf(Refusal);
		return error as Refusal;
	}
	return undefined;
}
const withOption = (name: string, value: unknown) => ({ options: { [name]: value } });

describe('Maximum Age', () => {
	it('is no limit when the option is not added', () => {
		expect(read({}).maximumAgeMs).toBe(Infinity);
	});

	it.each([
		[5, 300_000],
		[0.5, 30_000],
		['5', 300_000],
		[' 5 ', 300_000],
		['2.5', 150_000],
	])('%j minutes', (value, milliseconds) => {
		expect(read(withOption('maximumAgeMinutes', value) as IDataObject).maximumAgeMs).toBe(
			milliseconds,
		);
	});

	it.each<[string, unknown]>([
		['text', 'five'],
		['a number with a unit', '5 minutes'],
		['nothing', undefined],
		['null', null],
		['empty', ''],
		['zero', 0],
		['a zero as text', '0'],
		['a negative number', -5],
		['NaN', NaN],
		['infinite', Infinity],
		['an exponent as text', '1e3'],
		['true', true],
		['"true"', 'true'],
		['a list', [5]],
		['JSON text', '[5]'],
		['an object', { minutes: 5 }],
	])('that cannot be read refuses: %s', (_what, value) => {
		const refusal = refusalOf(withOption('maximumAgeMinutes', value));
		expect(refusal?.status).toBe(503);
		expect(refusal?.message).toContain('"Maximum Age (Minutes)" cannot be read: ');
	});

	it('names the value that it could not read', () => {
		expect(refusalOf(withOption('maximumAgeMinutes', 'five'))?.message).toContain('"five"');
		expect(refusalOf(withOption('maximumAgeMinutes', -5))?.message).toContain(': -5.');
		const long = refusalOf(withOption('maximumAgeMinutes', 'x'.repeat(100_000)))?.message;
		expect(long?.length).toBeLessThan(300);
	});
});

describe('Trigger On', () => {
	const two = ['post.publish.complete', 'post.publish.failed'];
	it.each<[string, unknown]>([
		['a list', two],
		['a comma list', 'post.publish.complete, post.publish.failed'],
		['lines', 'post.publish.complete\npost.publish.failed\n'],
		['JSON text', JSON.stringify(two)],
		['a list within a list', [two]],
		['the words of the output', ['published', 'failed']],
	])('is read from %s', (_what, events) => {
		expect(read({ events } as IDataObject).events).toEqual(two);
	});

	it('takes either spelling', () => {
		expect(read({ events: 'post.publish.no_longer_publicly_available' }).events).toEqual([
			'post.publish.no_longer_publicaly_available',
		]);
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['empty', ''],
		['an empty list', []],
		['a list with nothing', [null]],
		['a list with more than texts', ['post.publish.complete', 5]],
		['another text', 'complete'],
		['one stranger among known ones', ['post.publish.complete', 'post.publish.done']],
		['JSON text of an object', '{"events":["post.publish.complete"]}'],
		['cut-off JSON', '["post.publish.complete"'],
		['an object', { 0: 'post.publish.complete' }],
		['a number', 5],
		['true', true],
	])('that cannot be read refuses: %s', (_what, events) => {
		const refusal = refusalOf({ events });
		expect(refusal?.status).toBe(503);
		expect(refusal?.message).toContain('"Trigger On" cannot be read: ');
	});
});

describe('Only These Accounts', () => {
	it('is no filter when the option is not added, or without any row', () => {
		expect(read({}).accounts).toEqual([]);
		expect(read({ options: { openIds: [] } }).accounts).toEqual([]);
		expect(read({ options: { openIds: '[]' } }).accounts).toEqual([]);
	});

	it.each<[string, unknown]>([
		['a list', ['-000abc', '_000xyz']],
		['a comma list', '-000abc,_000xyz'],
		['a row with several', ['-000abc, _000xyz']],
		['JSON text', '["-000abc","_000xyz"]'],
		['a row that computes a list', [['-000abc', '_000xyz']]],
		['an empty row more', ['-000abc', '', ' _000xyz ']],
	])('is read from %s', (_what, openIds) => {
		expect(read(withOption('openIds', openIds) as IDataObject).accounts).toEqual([
			'-000abc',
			'_000xyz',
		]);
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['empty', ''],
		['an empty row', ['']],
		['a row that computes null', ['-000abc', null]],
		['a row that computes nothing', [undefined]],
		['a number', 5],
		['a number in a row', [5]],
		['true', true],
		['an object', { id: '-000abc' }],
		['an object in a row', [{ id: '-000abc' }]],
		['an object as text', '[object Object]'],
		['JSON text of an object', '{"id":"-000abc"}'],
		['cut-off JSON', '["-000abc"'],
		['null as text', 'null'],
		['undefined among others', '-000abc,undefined'],
	])('that cannot be read refuses: %s', (_what, openIds) => {
		const refusal = refusalOf(withOption('openIds', openIds));
		expect(refusal?.status).toBe(503);
		expect(refusal?.message).toContain('"Only These Accounts" cannot be read: ');
	});
});

describe('any field', () => {
	it.each([null, undefined, '', 'text', 5, true, [], '{}'])('Options as %j refuse', (options) => {
		expect(refusalOf({ options })?.message).toContain('"Options" cannot be read: ');
	});

	it('whose expression fails refuses, and names the field', () => {
		const getNodeParameter = (() => {
			throw new Error('No such variable');
		}) as IWebhookFunctions['getNodeParameter'];
		expect(() => readSettings({ getNodeParameter })).toThrow(
			/"Options" cannot be read: "No such variable"/,
		);
	});

	/** Every kind of value, and JSON of it as text. */
	const kinds = fc.oneof(
		fc.constantFrom(undefined, null, '', ' ', NaN, Infinity, true, false, 'true', 'false', [], {}),
		fc.integer(),
		fc.double(),
		fc.string(),
		fc.array(fc.oneof(fc.string(), fc.constantFrom(null, undefined, 5))),
		fc.jsonValue(),
		fc.jsonValue().map((value) => JSON.stringify(value)),
		fc.anything(),
	);

	it('is read right or refused with 503; an option that is there is never read as none', () => {
		fc.assert(
			fc.property(kinds, (value) => {
				const outcomes = [
					{ events: value },
					{ options: value },
					withOption('openIds', value),
					withOption('maximumAgeMinutes', value),
				].map((parameters) => {
					const refusal = refusalOf(parameters);
					if (refusal) expect(refusal.status).toBe(503);
					return refusal ? undefined : read(parameters as IDataObject);
				});
				const [byEvents, , byAccounts, byAge] = outcomes;
				if (byEvents) expect(byEvents.events.length).toBeGreaterThan(0);
				if (byAge) expect(byAge.maximumAgeMs).toBeLessThan(Infinity);
				const isEmptyList = Array.isArray(value)
					? value.length === 0
					: typeof value === 'string' && value.trim() === '[]';
				if (byAccounts && !isEmptyList) expect(byAccounts.accounts.length).toBeGreaterThan(0);
			}),
			{ numRuns: runsOf(3000) },
		);
	});
});
