import fc from 'fast-check';
import { inputFailure } from '../../../../nodes/TikTok/errors/ownFailure';
import type { LedgerEntry, PostSoFar } from '../../../../nodes/TikTok/run/ledger';
import { ledgerOfRun } from '../../../../nodes/TikTok/run/ledger';
import { now } from '../../../../nodes/TikTok/shared/clock';

jest.mock('../../../../nodes/TikTok/shared/clock', () => ({ now: jest.fn() }));

const hour = 60 * 60 * 1000;
let time = 1_800_000_000_000;
let executions = 0;

beforeEach(() => {
	jest.mocked(now).mockImplementation(() => time);
});

function newExecution(): string {
	executions += 1;
	return `execution ${executions}`;
}

const posted = (publishId: string): PostSoFar => ({ at: 'accepted', publishId });
const request = { post_info: { title: 'One' }, source_info: { video_url: 'https://a.example' } };

describe('the ledger of a run', () => {
	it('a repeat of the run finds what an item has posted', () => {
		const execution = newExecution();
		ledgerOfRun(execution, 'TikTok', 0).entry(2, request).post = posted('v_pub_1');
		expect(ledgerOfRun(execution, 'TikTok', 0).entry(2, { ...request }).post).toEqual(
			posted('v_pub_1'),
		);
	});

	it.each<[string, (execution: string) => LedgerEntry]>([
		['another execution', () => ledgerOfRun(newExecution(), 'TikTok', 0).entry(0, request)],
		['another node', (execution) => ledgerOfRun(execution, 'TikTok1', 0).entry(0, request)],
		[
			'another turn of a loop',
			(execution) => ledgerOfRun(execution, 'TikTok', 1).entry(0, request),
		],
		['another item', (execution) => ledgerOfRun(execution, 'TikTok', 0).entry(1, request)],
		[
			'another request',
			(execution) => ledgerOfRun(execution, 'TikTok', 0).entry(0, { ...request, post_info: {} }),
		],
	])('%s posts anew', (_, other) => {
		const execution = newExecution();
		ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post = posted('v_pub_1');
		expect(other(execution)).toEqual({ post: { at: 'notStarted' } });
	});

	it('different requests never share an entry', () => {
		const ledger = ledgerOfRun(newExecution(), 'TikTok', 0);
		const requests = fc.uniqueArray(fc.jsonValue(), { selector: (value) => JSON.stringify(value) });
		fc.assert(
			fc.property(requests, (values) => {
				const entries = values.map((value) => ledger.entry(0, value));
				expect(new Set(entries).size).toBe(values.length);
				expect(values.map((value) => ledger.entry(0, value))).toEqual(entries);
			}),
		);
	});

	it('a publish ID is listed once, with what is known last', () => {
		const { published, ...ledger } = ledgerOfRun(newExecution(), 'TikTok', 0);
		const accept = ledgerOfRun(`execution ${executions}`, 'TikTok', 0);
		accept.accept({ item: 0, publish_id: 'a', upload_state: 'unknown' });
		accept.accept({ item: 1, publish_id: 'b' });
		accept.accept({ item: 0, publish_id: 'a' });
		expect(published).toEqual([
			{ item: 0, publish_id: 'a' },
			{ item: 1, publish_id: 'b' },
		]);
		expect(ledger.unconfirmed).toEqual([]);
	});

	it('remembers a daily cap for the rest of the run only', () => {
		const execution = newExecution();
		const cap = inputFailure('Cap.', 'Tomorrow.');
		ledgerOfRun(execution, 'TikTok', 0).reachCap(cap);
		expect(ledgerOfRun(execution, 'TikTok', 0).belowCap.reason).toBe(cap);
		expect(ledgerOfRun(newExecution(), 'TikTok', 0).belowCap.aborted).toBe(false);
	});
});

describe('its bounds', () => {
	it('a run is kept for a day and no longer', () => {
		const execution = newExecution();
		ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post = posted('v_pub_1');
		time += 24 * hour - 1;
		expect(ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post).toEqual(posted('v_pub_1'));
		time += 2;
		expect(ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post).toEqual({
			at: 'notStarted',
		});
	});

	it('of many runs the latest 500 are kept', () => {
		const first = newExecution();
		const second = newExecution();
		for (const execution of [first, second]) {
			ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post = posted('kept');
		}
		for (let run = 0; run < 499; run += 1) {
			ledgerOfRun(newExecution(), 'TikTok', 0).entry(0, request);
		}
		expect(ledgerOfRun(second, 'TikTok', 0).entry(0, request).post).toEqual(posted('kept'));
		expect(ledgerOfRun(first, 'TikTok', 0).entry(0, request).post).toEqual({ at: 'notStarted' });
	});

	it('a run that posted outlives any number of runs that only read', () => {
		const execution = newExecution();
		ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post = posted('kept');
		for (let run = 0; run < 1200; run += 1) void ledgerOfRun(newExecution(), 'TikTok', 0).published;
		expect(ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post).toEqual(posted('kept'));
	});

	it('a run in use outlives many others', () => {
		const execution = newExecution();
		ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post = posted('kept');
		for (let round = 0; round < 3; round += 1) {
			for (let run = 0; run < 400; run += 1) ledgerOfRun(newExecution(), 'TikTok', 0);
			expect(ledgerOfRun(execution, 'TikTok', 0).entry(0, request).post).toEqual(posted('kept'));
		}
	});
});
