import fc from 'fast-check';
import type { Situation } from '../../../../nodes/TikTok/errors/failure';
import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';
import type { CallKind } from '../../../../nodes/TikTok/request/retryPolicy';
import { pauseBeforeRepeat } from '../../../../nodes/TikTok/request/retryPolicy';

function failure(situation: Situation, retryAfterMs = 0): TikTokFailure {
	return new TikTokFailure({
		headline: 'It failed.',
		advice: '',
		origin: 'tiktok',
		details: { code: 'any', retryable: true },
		situation,
		retryAfterMs,
	});
}

/** All pauses, until the policy gives up. */
function pauses(kind: CallKind, situation: Situation): number[] {
	const found: number[] = [];
	for (let attempt = 1; attempt < 50; attempt += 1) {
		const pause = pauseBeforeRepeat(kind, failure(situation), attempt);
		if (pause === undefined) return found;
		found.push(pause);
	}
	throw new Error('The request is repeated for ever.');
}

const kinds: CallKind[] = [
	'read',
	'status',
	'directFileInit',
	'inboxFileInit',
	'pullInit',
	'download',
];

describe('a failure after which TikTok may have accepted the request', () => {
	it.each<[CallKind, number]>([
		['read', 3],
		['status', 4],
		['directFileInit', 3],
		['inboxFileInit', 1],
		['pullInit', 0],
		['download', 5],
	])('%s is repeated %d times', (kind, times) => {
		const found = pauses(kind, 'lost');
		expect(found).toHaveLength(times);
		expect(found).toEqual([...found].sort((a, b) => a - b));
	});

	it('the start of a pull is never repeated, whatever else is known', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<Situation>('lost', 'serverError'),
				fc.nat(100_000),
				fc.integer({ min: 1, max: 9 }),
				(situation, retryAfterMs, attempt) => {
					const lost = failure(situation, retryAfterMs);
					expect(pauseBeforeRepeat('pullInit', lost, attempt)).toBeUndefined();
				},
			),
		);
	});
});

describe('a request that certainly never reached TikTok', () => {
	it.each(kinds)('%s is repeated three times', (kind) => {
		expect(pauses(kind, 'neverSent')).toHaveLength(3);
	});
});

describe('a limit per minute', () => {
	it.each(kinds)('%s waits for it, bounded', (kind) => {
		expect(pauses(kind, 'overLimit')).toEqual([5_000, 10_000, 20_000, 30_000, 60_000]);
		expect(pauses(kind, 'overBusinessLimit').length).toBeLessThanOrEqual(5);
	});

	it('pauses long enough for the whole minute to pass', () => {
		const total = pauses('pullInit', 'overLimit').reduce((sum, pause) => sum + pause, 0);
		expect(total).toBeGreaterThan(60_000);
	});

	it.each([
		[0, 5_000],
		[3_000, 5_000],
		[20_000, 20_000],
		[3_600_000, 60_000],
	])('asked to wait %d ms, it waits %d ms', (retryAfterMs, pause) => {
		const limit = failure('overLimit', retryAfterMs);
		expect(pauseBeforeRepeat('read', limit, 1)).toBe(pause);
	});
});

describe('a refusal', () => {
	it.each(kinds)('%s is not repeated', (kind) => {
		expect(pauses(kind, 'refused')).toEqual([]);
	});
});
