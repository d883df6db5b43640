import * as fc from 'fast-check';
import type { Fault, FaultAction } from '../emulator';

/** What the line, a gateway or TikTok does to a request: where, which time, how often. */

/** So small that files of several chunks cost nothing. */
export const CHUNK = 4_000;
/** Three chunks. */
export const LARGE = 2 * CHUNK + 1_001;

const init = /\/(video|content)\/init\/$/;
const status = /\/status\/fetch\/$/;
const creatorInfo = /\/creator_info\/query\/$/;
const token = /\/oauth\/token\/$/;
const anyCall = /^\/v2\/post\//;
const upload = /^\/(video|upload)\//;

const html = { body: '<html>bad gateway</html>', contentType: 'text/html' };
const drift = (key: string, to?: unknown): FaultAction => ({
	kind: 'drift',
	key,
	...(to !== undefined && { to }),
});

/** What happens to an answer. After `resetAfter`, `after` and the like TikTok has acted. */
const lineFaults: FaultAction[] = [
	{ kind: 'reset' },
	{ kind: 'resetAfter' },
	{ kind: 'truncate' },
	{ kind: 'empty' },
	{ kind: 'status', status: 503, ...html },
	{ kind: 'status', status: 500 },
	...[408, 499, 504].map((code) => ({ kind: 'after', status: code, ...html }) as const),
	...[408, 499].map(
		(code) => ({ kind: 'after', status: code, body: { code: 'request_timeout' } }) as const,
	),
	{ kind: 'after', status: 502, ...html },
	{ kind: 'after', status: 500 },
	{ kind: 'headersOnly', cut: true },
	{ kind: 'late', ms: 20_000 },
	{ kind: 'drip', pauseMs: 100, atMost: 20 },
	{ kind: 'redirect', to: 'http://127.0.0.1:9/' },
];
/** Each holds a request until the node gives it up by its own deadline. */
const endless: FaultAction[] = [
	{ kind: 'late', ms: Infinity },
	{ kind: 'hang' },
	{ kind: 'headersOnly' },
	{ kind: 'drip', pauseMs: 20_000, atMost: 1_000_000 },
];
const refusals: FaultAction[] = [
	{ kind: 'envelope', status: 429, code: 'rate_limit_exceeded' },
	{ kind: 'envelope', status: 500, code: 'internal_error' },
	{ kind: 'envelope', status: 403, code: 'spam_risk' },
	{ kind: 'envelope', status: 403, code: 'spam_risk_too_many_posts' },
	{ kind: 'envelope', status: 401, code: 'access_token_invalid' },
	{ kind: 'envelope', status: 400, code: 'never_heard_of' },
];
/** Good answers to an init with something missing or wrong in them. */
const initDrifts: FaultAction[] = [
	drift('error.code', 'brand_new'),
	drift('error.code'),
	drift('error'),
	drift('data.publish_id'),
	drift('data.publish_id', null),
	drift('data.publish_id', ''),
	drift('data'),
	drift('data', 'ok'),
	drift('', []),
];
/** Only of a file: pulls have no upload URL. Nobody listens on port 9. */
const fileDrifts: FaultAction[] = [
	drift('data.upload_url'),
	drift('data.upload_url', ''),
	drift('data.upload_url', 17),
	drift('data.upload_url', 'http://127.0.0.1:9/video/?upload_id=1'),
];
const statusDrifts: FaultAction[] = [
	drift('data.status', 'BRAND_NEW'),
	drift('data.status', 7),
	drift('data.status'),
	drift('data'),
	drift('error.code', 'brand_new'),
	drift('error'),
];
const creatorDrifts: FaultAction[] = [
	drift('data.privacy_level_options'),
	drift('data.max_video_post_duration_sec', '600'),
	drift('data', null),
];

const progress = (range: string): FaultAction => ({
	kind: 'status',
	status: 416,
	headers: { 'Content-Range': range },
});
const putStatuses = [
	200, 204, 206, 301, 400, 401, 403, 404, 408, 409, 411, 412, 413, 425, 429, 499, 500, 502, 503,
	504,
];
const uploadFaults: FaultAction[] = [
	{ kind: 'reset' },
	{ kind: 'reset', afterBytes: 500 },
	{ kind: 'resetAfter' },
	// A TikTok that says 201 without having the file would be lying; that nobody can find out.
	...putStatuses.map((code) => ({ kind: 'status', status: code }) as const),
	...[200, 206, 408, 499, 502, 504].map((code) => ({ kind: 'after', status: code }) as const),
	...[408, 425, 429, 499, 500, 504].flatMap(
		(code) =>
			[
				{ kind: 'early', status: code },
				{ kind: 'early', status: code, pauseMs: 20 },
				{ kind: 'early', status: code, afterBytes: 500, close: true },
			] as const,
	),
	{ kind: 'status', status: 429, headers: { 'Retry-After': '17' } },
	progress('bytes 0-999999999999/7'),
	progress(`bytes 0-999999999999/${LARGE}`),
	progress('bytes 5-3/2000'),
	progress('none'),
	{ kind: 'headersOnly', cut: true },
	{ kind: 'late', ms: 20_000 },
	{ kind: 'drip', pauseMs: 100, atMost: 20 },
];
/** What a renewal of the token may get; after the last two the refresh token is used up. */
const renewals: FaultAction[] = [
	{ kind: 'envelope', status: 400, code: 'invalid_grant' },
	{ kind: 'envelope', status: 200, code: 'server_error' },
	{ kind: 'envelope', status: 503, code: 'temporarily_unavailable' },
	{ kind: 'status', status: 429 },
	{ kind: 'reset' },
	{ kind: 'resetAfter' },
	{ kind: 'after', status: 502, ...html },
];

const fewTimes = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(1) },
	{ weight: 2, arbitrary: fc.integer({ min: 2, max: 4 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 5, max: 30 }) },
);
const faultOn = (path: RegExp, actions: FaultAction[], lastChunk?: true): fc.Arbitrary<Fault> =>
	fc.record({
		match: fc.constant({ path, ...(lastChunk && { lastChunk }) }),
		nth: fc.integer({ min: 1, max: 6 }),
		times: fewTimes,
		do: fc.constantFrom(...actions),
	});

const common = fc.oneof(
	{ weight: 8, arbitrary: faultOn(init, [...lineFaults, ...refusals, ...initDrifts]) },
	{ weight: 8, arbitrary: faultOn(upload, uploadFaults) },
	{ weight: 6, arbitrary: faultOn(upload, uploadFaults, true) },
	{ weight: 4, arbitrary: faultOn(status, [...lineFaults, ...refusals, ...statusDrifts]) },
	{ weight: 1, arbitrary: faultOn(creatorInfo, [...lineFaults, ...refusals, ...creatorDrifts]) },
	{ weight: 1, arbitrary: faultOn(token, renewals) },
	{ weight: 1, arbitrary: faultOn(anyCall, [refusals[4]]) },
);
/** At most one of them in a schedule, and once: each takes minutes of the node's time. */
const endlessFault: fc.Arbitrary<Fault> = fc.record({
	match: fc.record({ path: fc.constantFrom(init, upload, status, token) }),
	nth: fc.integer({ min: 1, max: 3 }),
	times: fc.constant(1),
	do: fc.constantFrom(...endless),
});
/** From some question on TikTok tells nobody anything, for longer than anybody waits. */
const silentStatus: fc.Arbitrary<Fault> = fc.record({
	match: fc.constant({ path: status }),
	nth: fc.integer({ min: 1, max: 3 }),
	times: fc.constant(1_000),
	do: fc.constantFrom<FaultAction>({ kind: 'status', status: 503 }, { kind: 'reset' }),
});

/** @param others how often nothing, for each time that there is one */
export const rarely = <T>(one: fc.Arbitrary<T>, others = 8): fc.Arbitrary<T | undefined> =>
	fc.oneof({ weight: others, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

const some = <T>(one: fc.Arbitrary<T>, others: number) =>
	rarely(one, others).map((found) => (found ? [found] : []));

/** @param isFile whether the media travel as files */
export const faultsOf = (isFile: boolean): fc.Arbitrary<Fault[]> =>
	fc
		.tuple(
			fc.array(common, { maxLength: 4 }),
			some(endlessFault, 20),
			some(silentStatus, 20),
			isFile ? some(faultOn(init, fileDrifts), 8) : fc.constant([]),
		)
		.map((lists) => lists.flat());
