import * as fc from 'fast-check';
import type { FailReason, Fault } from '../emulator';
import { faultsOf, rarely } from './faults';

/** One generated story: what is posted, how n8n is set, and what goes wrong when. */
export interface Schedule {
	operation: 'upload' | 'uploadMany' | 'publish' | 'photo';
	postMode: 'DIRECT_POST' | 'MEDIA_UPLOAD';
	privacyLevel: 'SELF_ONLY' | 'PUBLIC_TO_EVERYONE';
	returnWhen: 'started' | 'published' | 'public';
	items: number;
	/** Files per item, for Upload Many. */
	files: number;
	/** Whether the files of the first item need several chunks. */
	large: boolean;
	/** Whether the first two items hold the same file: then it is posted twice. */
	sameFile: boolean;
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** n8n's Retry On Fail; 0 is off. */
	maxTries: 0 | 2 | 3;
	/** Whether n8n's option Batching spreads the items over time. */
	isBatched: boolean;
	/** An item whose expression throws; -1 is none. */
	badItem: number;
	/** Who runs the node, each at the same time as the others. */
	runs: Run[];
	/** Whether each item has a Once Key, and the first run is run again when all is well. */
	again: boolean;
	/**
	 * Before it is run again the process of the first run dies: its requests reach nobody any more, and
	 * its memory is gone. The other process runs it again, with what n8n had saved by then.
	 */
	crash?: Moment;
	/** Stopped by the user once TikTok has heard so many requests, and so many turns later. */
	cancel?: Moment;
	/** The computer's clock is set, forwards or back. */
	setClock?: Moment & { hours: number };
	store?: StoreTrouble;
	faults: Fault[];
	/** What TikTok's processing finds, post by post; nothing is success. */
	failNext: FailReason[];
	processingMs: number;
	/** Whether TikTok can download what is to be pulled. */
	isReachable: boolean;
	/** Whether TikTok allows no more per minute than it documents. */
	realQuotas: boolean;
	isTokenExpired: boolean;
}

export interface Run {
	/**
	 * `twice`: two tries of one execution overlap. `tool`: a model calls the node so often at the same
	 * time with the same arguments.
	 */
	as: { kind: 'once' } | { kind: 'twice' } | { kind: 'tool'; calls: number };
	/** n8n's own agents run nodes without an execution. */
	hasExecution: boolean;
	/** Runs with the same number post to the same account. */
	account: number;
	/** Two n8n processes share account and TikTok, but no memory. */
	process: 0 | 1;
}

export interface Moment {
	requests: number;
	turns: number;
}

export interface StoreTrouble {
	kind: 'stalls' | 'breaks' | 'short' | 'long' | 'gone';
	/** Which reading of a file is the first, and how many are hit. */
	nth: number;
	times: number;
	afterBytes: number;
}

const oftenFalse = (weight: number) =>
	fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const moment = fc.record({
	requests: fc.integer({ min: 1, max: 20 }),
	turns: fc.integer({ min: 0, max: 12 }),
});

const run = fc.record({
	as: fc.oneof(
		{ weight: 8, arbitrary: fc.constant({ kind: 'once' } as const) },
		{ weight: 1, arbitrary: fc.constant({ kind: 'twice' } as const) },
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('tool' as const),
				calls: fc.integer({ min: 1, max: 3 }),
			}),
		},
	),
	hasExecution: fc.constantFrom(true, true, false),
	account: fc.integer({ min: 0, max: 1 }),
	process: fc.constantFrom<0 | 1>(0, 0, 1),
});

const story = fc.record({
	operation: fc.constantFrom('upload', 'upload', 'uploadMany', 'publish', 'photo'),
	postMode: fc.constantFrom('DIRECT_POST', 'DIRECT_POST', 'MEDIA_UPLOAD'),
	privacyLevel: fc.constantFrom('SELF_ONLY', 'PUBLIC_TO_EVERYONE'),
	returnWhen: fc.constantFrom('started', 'started', 'published', 'public'),
	items: fc.oneof(
		{ weight: 40, arbitrary: fc.integer({ min: 1, max: 4 }) },
		{ weight: 1, arbitrary: fc.constant(20) },
	),
	files: fc.integer({ min: 1, max: 3 }),
	large: oftenFalse(2),
	sameFile: oftenFalse(9),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	maxTries: fc.constantFrom(0, 2, 3),
	isBatched: oftenFalse(7),
	badItem: fc.oneof(
		{ weight: 12, arbitrary: fc.constant(-1) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
	),
	runs: fc.oneof(
		{ weight: 4, arbitrary: fc.array(run, { minLength: 1, maxLength: 1 }) },
		{ weight: 1, arbitrary: fc.array(run, { minLength: 2, maxLength: 3 }) },
	),
	again: oftenFalse(3),
	crash: rarely(moment, 1),
	cancel: rarely(moment),
	setClock: rarely(
		fc.tuple(moment, fc.constantFrom(-24, -1, 1, 24)).map(([at, hours]) => ({ ...at, hours })),
	),
	store: rarely(
		fc.record({
			kind: fc.constantFrom('stalls', 'breaks', 'short', 'long', 'gone'),
			nth: fc.integer({ min: 1, max: 3 }),
			times: fc.integer({ min: 1, max: 3 }),
			afterBytes: fc.integer({ min: 0, max: 9_000 }),
		}),
	),
	failNext: fc.oneof(
		{ weight: 6, arbitrary: fc.constant([]) },
		{
			weight: 1,
			arbitrary: fc.array(
				fc.constantFrom('spam_risk_text', 'duration_check_failed', 'internal', 'auth_removed'),
				{ minLength: 1, maxLength: 3 },
			),
		},
	),
	processingMs: fc.constantFrom(0, 3_000, 3_000, 40_000, 700_000),
	isReachable: fc.boolean(),
	realQuotas: oftenFalse(4),
	isTokenExpired: oftenFalse(14),
} as const);

const scheduleArbitrary: fc.Arbitrary<Schedule> = story.chain((told) =>
	faultsOf(isOfFiles(told)).map((faults) => possible({ ...told, faults } as Schedule)),
);

export const isOfFiles = ({ operation }: Pick<Schedule, 'operation'>) =>
	operation === 'upload' || operation === 'uploadMany';

/** What n8n does not offer is not told. */
function possible(schedule: Schedule): Schedule {
	const hasTool = schedule.runs.some(({ as }) => as.kind === 'tool');
	// A model hands over no files.
	const operation = hasTool && isOfFiles(schedule) ? 'publish' : schedule.operation;
	// Without an execution there are the calls of models alone, of one item each and never tried again.
	const runs = schedule.runs.map((one) => ({
		...one,
		hasExecution: one.hasExecution || one.as.kind !== 'tool',
	}));
	const again = schedule.again && runs[0].as.kind !== 'tool';
	// n8n keeps the data of a workflow for its executions alone.
	const crash = again && runs[0].hasExecution ? schedule.crash : undefined;
	return {
		...schedule,
		operation,
		faults: operation === schedule.operation ? schedule.faults : schedule.faults.filter(isOfPulls),
		runs,
		again,
		crash,
		// Drafts have no text whose expression could throw.
		badItem:
			schedule.badItem < schedule.items && schedule.postMode === 'DIRECT_POST'
				? schedule.badItem
				: -1,
		sameFile: schedule.sameFile && schedule.items > 1,
	};
}

const isOfPulls = ({ do: action }: Fault) =>
	!(action.kind === 'drift' && action.key === 'data.upload_url');

/** The schedules of a seed; the same seed and count always give the same list. */
export function schedulesOf(seed: number, count: number): Schedule[] {
	return fc.sample(scheduleArbitrary, { seed, numRuns: count });
}
