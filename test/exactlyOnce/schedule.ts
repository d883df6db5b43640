import * as fc from 'fast-check';
import type { Fault, FaultAction } from '../emulator';

/** One generated story: what is posted, how n8n is set, and what goes wrong when. */
export interface Schedule {
	operation: 'upload' | 'uploadMany' | 'publish' | 'photo';
	postMode: 'DIRECT_POST' | 'MEDIA_UPLOAD';
	items: number;
	/** Files per item, for Upload Many. */
	files: number;
	/** Whether the files of the first item need several chunks. */
	large: boolean;
	wait: boolean;
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** n8n's Retry On Fail; 0 is off. */
	maxTries: 0 | 2 | 3;
	faults: Fault[];
}

const init = /\/(video|content)\/init\/$/;
const status = /\/status\/fetch\/$/;
const upload = /^\/(video|upload)\//;

const html = { body: '<html>bad gateway</html>', contentType: 'text/html' };

/** What the line and TikTok do to an answer. `resetAfter` and `after` are the treacherous ones: TikTok acted. */
const lineFaults: FaultAction[] = [
	{ kind: 'reset' },
	{ kind: 'resetAfter' },
	{ kind: 'truncate' },
	{ kind: 'empty' },
	{ kind: 'status', status: 503, ...html },
	{ kind: 'status', status: 500 },
	{ kind: 'after', status: 502, ...html },
	{ kind: 'after', status: 500 },
];
const refusals: FaultAction[] = [
	{ kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	{ kind: 'envelope', status: 500, code: 'internal_error' },
	{ kind: 'envelope', status: 403, code: 'spam_risk' },
	{ kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
	{ kind: 'envelope', status: 401, code: 'access_token_invalid' },
];
const uploadFaults: FaultAction[] = [
	{ kind: 'reset' },
	{ kind: 'reset', afterBytes: 500 },
	{ kind: 'resetAfter' },
	{ kind: 'status', status: 503 },
	{ kind: 'after', status: 502 },
	{ kind: 'status', status: 400 },
	{ kind: 'status', status: 403 },
	{ kind: 'status', status: 404 },
];

const faultOn = (path: RegExp, actions: FaultAction[]): fc.Arbitrary<Fault> =>
	fc.record({
		match: fc.constant({ path }),
		nth: fc.integer({ min: 1, max: 6 }),
		times: fc.oneof(
			{ weight: 4, arbitrary: fc.constant(1) },
			{ weight: 2, arbitrary: fc.integer({ min: 2, max: 4 }) },
			{ weight: 1, arbitrary: fc.integer({ min: 5, max: 30 }) },
		),
		do: fc.constantFrom(...actions),
	});

const fault = fc.oneof(
	{ weight: 4, arbitrary: faultOn(init, [...lineFaults, ...refusals]) },
	{ weight: 4, arbitrary: faultOn(upload, uploadFaults) },
	{ weight: 2, arbitrary: faultOn(status, [...lineFaults, ...refusals.slice(0, 2)]) },
);

export const scheduleArbitrary: fc.Arbitrary<Schedule> = fc.record({
	operation: fc.constantFrom('upload', 'upload', 'uploadMany', 'publish', 'photo'),
	postMode: fc.constantFrom('DIRECT_POST', 'DIRECT_POST', 'MEDIA_UPLOAD'),
	items: fc.integer({ min: 1, max: 4 }),
	files: fc.integer({ min: 1, max: 3 }),
	large: fc.oneof(
		{ weight: 9, arbitrary: fc.constant(false) },
		{ weight: 1, arbitrary: fc.constant(true) },
	),
	wait: fc.boolean(),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	maxTries: fc.constantFrom(0, 2, 3),
	faults: fc.array(fault, { minLength: 0, maxLength: 4 }),
} as const) as fc.Arbitrary<Schedule>;

/** The schedules of a seed; the same seed and count always give the same list. */
export function schedulesOf(seed: number, count: number): Schedule[] {
	return fc.sample(scheduleArbitrary, { seed, numRuns: count });
}
