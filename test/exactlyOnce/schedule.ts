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
	/** Stopped by the user once TikTok has heard so many requests; 0 is never. */
	cancelAtRequest: number;
	faults: Fault[];
}

/** So small that files of several chunks cost nothing. */
export const CHUNK = 4_000;
/** Three chunks. */
export const LARGE = 2 * CHUNK + 1_001;

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
	{ kind: 'headersOnly', cut: true },
	{ kind: 'late', ms: 20 },
	{ kind: 'drip', pauseMs: 1, atMost: 20 },
];
/** Each holds a request until our own deadline: few of them, or a run takes minutes. */
const endless: FaultAction[] = [
	{ kind: 'late', ms: Infinity },
	{ kind: 'hang' },
	{ kind: 'headersOnly' },
	{ kind: 'drip', pauseMs: 100, atMost: 1_000_000 },
];
const refusals: FaultAction[] = [
	{ kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	{ kind: 'envelope', status: 500, code: 'internal_error' },
	{ kind: 'envelope', status: 403, code: 'spam_risk' },
	{ kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
	{ kind: 'envelope', status: 401, code: 'access_token_invalid' },
];
/** Good answers to an init with something missing or wrong in them. */
const drifts: FaultAction[] = [
	{ kind: 'drift', key: 'error.code', to: 'brand_new' },
	{ kind: 'drift', key: 'error.code' },
	{ kind: 'drift', key: 'error' },
	{ kind: 'drift', key: 'data.publish_id' },
	{ kind: 'drift', key: 'data.publish_id', to: null },
	{ kind: 'drift', key: 'data' },
];
const drift = (key: string, to?: string): FaultAction => ({ kind: 'drift', key, to });
/** Only of a file: pulls have no upload URL. Nobody listens on port 9. */
const fileDrifts: FaultAction[] = [
	drift('data.upload_url'),
	drift('data.upload_url', 'http://127.0.0.1:9/video/?upload_id=1'),
];

const statusAnswers = [200, 201, 206, 400, 403, 404, 408, 413, 425, 429, 499, 500, 503, 504];
const progress = (range: string): FaultAction => ({
	kind: 'status',
	status: 416,
	headers: { 'Content-Range': range },
});
const uploadFaults: FaultAction[] = [
	{ kind: 'reset' },
	{ kind: 'reset', afterBytes: 500 },
	{ kind: 'resetAfter' },
	{ kind: 'status', status: 503 },
	// A TikTok that says 201 without having the file would be lying; that nobody can find out.
	...statusAnswers
		.filter((status) => status !== 201)
		.map((status) => ({ kind: 'status', status }) as const),
	...[200, 206, 408, 499, 502, 504].map((status) => ({ kind: 'after', status }) as const),
	...[408, 425, 429, 499, 500, 504].flatMap(
		(status) =>
			[
				{ kind: 'early', status },
				{ kind: 'early', status, pauseMs: 20 },
				{ kind: 'early', status, afterBytes: 500, close: true },
			] as const,
	),
	{ kind: 'status', status: 429, headers: { 'Retry-After': '17' } },
	progress('bytes 0-999999999999/7'),
	progress(`bytes 0-999999999999/${LARGE}`),
	progress('bytes 5-3/2000'),
	progress('none'),
	{ kind: 'headersOnly', cut: true },
	{ kind: 'late', ms: 20 },
	{ kind: 'drip', pauseMs: 1, atMost: 20 },
];

const faultOn = (path: RegExp, actions: FaultAction[], lastChunk?: true): fc.Arbitrary<Fault> =>
	fc.record({
		match: fc.constant({ path, ...(lastChunk && { lastChunk }) }),
		nth: fc.integer({ min: 1, max: 6 }),
		times: fc.oneof(
			{ weight: 4, arbitrary: fc.constant(1) },
			{ weight: 2, arbitrary: fc.integer({ min: 2, max: 4 }) },
			{ weight: 1, arbitrary: fc.integer({ min: 5, max: 30 }) },
		),
		do: fc.constantFrom(...actions),
	});

const fault = fc.oneof(
	{ weight: 4, arbitrary: faultOn(init, [...lineFaults, ...refusals, ...drifts]) },
	{ weight: 4, arbitrary: faultOn(upload, uploadFaults) },
	{ weight: 3, arbitrary: faultOn(upload, uploadFaults, true) },
	{ weight: 2, arbitrary: faultOn(status, [...lineFaults, ...refusals.slice(0, 2)]) },
);

/** At most one of them in a schedule, and once. */
const endlessFault: fc.Arbitrary<Fault> = fc.record({
	match: fc.record({ path: fc.constantFrom(init, upload, status) }),
	nth: fc.integer({ min: 1, max: 3 }),
	times: fc.constant(1),
	do: fc.constantFrom(...endless),
});

const stories = fc.record({
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
	cancelAtRequest: fc.oneof(
		{ weight: 8, arbitrary: fc.constant(0) },
		{ weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }) },
	),
	faults: fc.array(fault, { minLength: 0, maxLength: 4 }),
	endless: fc.option(endlessFault, { freq: 20 }),
	fileDrift: fc.option(faultOn(init, fileDrifts), { freq: 8 }),
} as const);

export const scheduleArbitrary: fc.Arbitrary<Schedule> = stories.map(
	({ endless: held, fileDrift, faults, ...story }) => {
		const isFile = story.operation === 'upload' || story.operation === 'uploadMany';
		const more = [held, isFile ? fileDrift : null].filter((one) => one !== null);
		return { ...story, faults: [...faults, ...more] } as Schedule;
	},
);

/** The schedules of a seed; the same seed and count always give the same list. */
export function schedulesOf(seed: number, count: number): Schedule[] {
	return fc.sample(scheduleArbitrary, { seed, numRuns: count });
}
