import fc from 'fast-check';
import { DownloadPace } from '../../../../nodes/TikTok/upload/downloadPace';

it('a server that delivers a megabyte in every minute may go on for an hour', () => {
	const pace = new DownloadPace();
	for (let minute = 1; minute < 60; minute++) {
		expect(pace.note(60_000, 1_000_000)).toBeUndefined();
	}
	expect(pace.note(60_000, 1_000_000)).toBe('it took an hour');
});

it('one that drips is told after a minute of waiting', () => {
	const pace = new DownloadPace();
	for (let second = 1; second < 60; second++) expect(pace.note(1_000, 1)).toBeUndefined();
	expect(pace.note(1_000, 1)).toBe('60 bytes in a minute');
});

it('whatever it delivers, nobody waits for longer than an hour', () => {
	const pieces = fc.array(
		fc.record({ ms: fc.integer({ min: 100, max: 60_000 }), bytes: fc.nat(10 ** 8) }),
		{
			minLength: 1,
		},
	);
	fc.assert(
		fc.property(pieces, (cycle) => {
			const pace = new DownloadPace();
			let waited = 0;
			for (let at = 0; ; at = (at + 1) % cycle.length) {
				waited += cycle[at].ms;
				if (pace.note(cycle[at].ms, cycle[at].bytes) !== undefined) return;
				if (waited >= 3_600_000) throw new Error(`nobody said anything for ${waited} ms`);
			}
		}),
		{ numRuns: 30 },
	);
});
