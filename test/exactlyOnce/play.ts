/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Publish } from '../emulator';
import { SavedStaticData } from '../harness';
import type { CredentialRef, Harness, RunError, ToolResult } from '../harness/types';
import type { Input } from './media';
import { inputOf, mediumOf } from './media';
import type { Processes } from './processes';
import type { Moment, Run, Schedule } from './schedule';
import { troubleStore } from './store';

/** What a schedule led to: what each run saw, and what TikTok has. */
export interface Ending {
	runs: RunEnding[];
	/** Posts that TikTok will make and nobody wanted. */
	strangers: Publish[];
	/** Publish IDs that a trigger could hear of. */
	handedOver: Set<string>;
	/** Addresses that TikTok was asked to download. */
	pulled: Set<string>;
	/** What the processes still hold. */
	leftOvers: string[];
}

export interface RunEnding {
	run: Run;
	/** By item: hashes of files, addresses of pulls. */
	media: string[][];
	/** Of every try or call that went on at the same time. */
	results: Result[];
	/** The run after them, with the same Once Keys, and the posts that TikTok will make by then. */
	again: { results: Result[]; accepted: Publish[] };
	/** Posts that TikTok will make: accepted pulls, and uploads whose bytes are all there. */
	accepted: Publish[];
}

export interface Result {
	/** Stopped, by the user or with its process: n8n shows nothing of the node. */
	isStopped: boolean;
	items: INodeExecutionData[];
	error?: RunError;
}

let stories = 0;

/**
 * Plays one schedule through n8n's real engine, on accounts of its own: the node keeps in mind what
 * it learned of an account. TikTok begins anew each time.
 */
export async function play(processes: Processes, schedule: Schedule): Promise<Ending> {
	const { emulator, harness } = processes;
	const name = `story.${++stories}`;
	emulator.reset();
	setTikTok(processes, schedule);
	const accounts = [0, 1].map((account) => {
		const username = `${name}.${account}`;
		emulator.addAccount({ username, dailyPostCap: 40, failNext: [...schedule.failNext] });
		return { username, credential: processes.connect({ username }) };
	});
	if (schedule.isTokenExpired) emulator.expireAccessTokens();
	const inputs = await Promise.all(
		schedule.runs.map(async (_, run) => await inputOf(harness, schedule, `${name}/${run}`)),
	);
	troubleStore(harness, schedule.store);
	emulator.faults.script(...schedule.faults);
	const saved = schedule.crash && new SavedStaticData();
	const { results, savedAtCrash } = await runAll(processes, schedule, accounts, inputs, saved);
	troubleStore(harness);
	const before = emulator.publishes.length;
	const again = schedule.again
		? await runAgain(processes, schedule, accounts, inputs, savedAtCrash)
		: [];
	const leftOvers = await processes.leftOvers();
	emulator.faults.clear();
	await emulator.settled();
	await harness.deleteBinaries(inputs.flatMap(({ items }) => items));

	const accepted = emulator.publishes.filter(
		({ source, complete }) => source === 'PULL_FROM_URL' || complete,
	);
	const isEarly = (publish: Publish) => emulator.publishes.indexOf(publish) < before;
	const runs = schedule.runs.map((run, index) => {
		const own = accepted.filter(
			(publish) =>
				publish.account === accounts[run.account].username &&
				inputs[index].media.flat().includes(mediumOf(publish)),
		);
		return {
			run,
			media: inputs[index].media,
			results: results[index],
			again: { results: index === 0 ? again : [], accepted: own },
			accepted: own.filter(isEarly),
		};
	});
	return {
		runs,
		strangers: accepted.filter((one) => !runs.some((run) => run.again.accepted.includes(one))),
		handedOver: processes.handedOver(),
		pulled: new Set(emulator.requests.flatMap(({ body }) => pulledBy(body))),
		leftOvers,
	};
}

function setTikTok({ emulator, mediaUrl }: Processes, schedule: Schedule): void {
	const { processingMs, realQuotas, isReachable } = schedule;
	Object.assign(emulator.switches, {
		processingMs,
		pullMapping: { 'media.example.com': isReachable ? mediaUrl : 'http://127.0.0.1:9' },
		...(!realQuotas && { initQuotaPerMinute: 1_000, statusQuotaPerMinute: 1_000 }),
	});
}

function pulledBy(body: unknown): string[] {
	const { source_info } = (body ?? {}) as { source_info?: IDataObject };
	const { video_url, photo_images } = source_info ?? {};
	return [video_url ?? (photo_images as string[] | undefined)?.[0] ?? []].flat().map(String);
}

async function runAll(
	processes: Processes,
	schedule: Schedule,
	accounts: Array<{ credential: CredentialRef }>,
	inputs: Input[],
	saved?: SavedStaticData,
): Promise<{ results: Result[][]; savedAtCrash?: SavedStaticData }> {
	let isOver = false;
	const reached = async ({ requests, turns }: Moment) => {
		await heard(processes, requests, turns, () => isOver);
	};
	const { cancel, setClock, crash } = schedule;
	const cancelAfter = cancel && reached(cancel);
	const crashing = crash && saved && reached(crash).then(() => die(processes, saved, isOver));
	if (setClock) {
		void reached(setClock).then(() => {
			if (!isOver) processes.clock.setBy(setClock.hours * 3_600_000);
		});
	}
	const results = await Promise.all(
		schedule.runs.map(async (run, index) => {
			const harness = processes.harnesses[run.process];
			const { credential } = accounts[run.account];
			// The user stops the first run; the others go on.
			const stop = index === 0 ? cancelAfter : undefined;
			const own = index === 0 ? saved : undefined;
			return await resultsOf(harness, schedule, run, credential, inputs[index], stop, own);
		}),
	);
	isOver = true;
	const crashed = await crashing;
	if (crashed?.isEarly) results[0] = [{ isStopped: true, items: [] }];
	return { results, savedAtCrash: crashed?.saved };
}

/** What dies here goes on to run, but nothing that it does from now on is seen by anybody. */
function die({ emulator }: Processes, { json }: SavedStaticData, isOver: boolean) {
	if (!isOver) {
		emulator.faults.clear();
		emulator.faults.script({ match: { path: /./ }, times: 100_000, do: { kind: 'reset' } });
	}
	return { saved: new SavedStaticData(json), isEarly: !isOver };
}

/**
 * The first run, by itself, when nothing goes wrong any more.
 * @param saved what the process that died has left to the other one
 */
async function runAgain(
	{ emulator, harnesses }: Processes,
	schedule: Schedule,
	accounts: Array<{ credential: CredentialRef }>,
	inputs: Input[],
	saved?: SavedStaticData,
): Promise<Result[]> {
	emulator.faults.clear();
	const run: Run = { ...schedule.runs[0], as: { kind: 'once' } };
	const { credential } = accounts[run.account];
	const harness = harnesses[saved ? 1 - run.process : run.process];
	return await resultsOf(harness, schedule, run, credential, inputs[0], undefined, saved);
}

/** Resolves once TikTok has heard so many requests, and so many turns later; or the runs are over. */
async function heard(
	{ emulator }: Processes,
	count: number,
	turns: number,
	isOver: () => boolean,
): Promise<void> {
	const nextTurn = async () => await new Promise((resolve) => setImmediate(resolve));
	while (emulator.requests.length < count && !isOver()) await nextTurn();
	for (let turn = 0; turn < turns && !isOver(); turn++) await nextTurn();
}

let executions = 0;

async function resultsOf(
	harness: Harness,
	schedule: Schedule,
	{ as, hasExecution }: Run,
	credential: CredentialRef,
	{ items: input }: Input,
	cancelAfter?: Promise<unknown>,
	savedStaticData?: SavedStaticData,
): Promise<Result[]> {
	const { onError, maxTries } = schedule;
	const common = {
		credentials: [credential],
		executionId: hasExecution ? `story-${++executions}` : '',
		onError,
		retryOnFail: maxTries > 0,
		maxTries: maxTries || undefined,
		waitBetweenTries: 0,
		cancelAfter,
	};
	if (as.kind === 'tool') {
		const parameters = parametersOf(schedule, String(input[0].json.url));
		const called = { ...common, parameters, agent: 'classic', calls: as.calls } as const;
		return ofTool(await harness.runTool(called));
	}
	const tries = Array.from({ length: as.kind === 'twice' ? 2 : 1 }, async () => {
		const result = await harness.run({
			...common,
			parameters: parametersOf(schedule),
			items: input,
			savedStaticData,
		});
		const isStopped = result.status === 'canceled';
		// What n8n itself reports of an item that it could not set up is linked to none.
		const items = result.outputs.flat().filter((item) => !(item.error && !item.pairedItem));
		return { isStopped, items, error: result.error };
	});
	return await Promise.all(tries);
}

/** A model is told the items, each as one of its own call. */
function ofTool({ texts, error, status }: ToolResult): Result[] {
	if (status === 'canceled') return [{ isStopped: true, items: [], error }];
	return texts.map((text) => ({
		isStopped: false,
		items: [JSON.parse(text) as IDataObject[]]
			.flat()
			.map((json) => ({ json, pairedItem: { item: 0 } })),
	}));
}

function parametersOf(schedule: Schedule, url = '={{ $json.url }}'): INodeParameters {
	const { operation, postMode, privacyLevel, returnWhen, isBatched } = schedule;
	// n8n's own pause takes real time.
	const batch = { batchSize: 1, batchInterval: 5 };
	const common = {
		postMode,
		privacyLevel,
		returnWhen,
		// A node that does not exist: n8n throws while it sets the item up.
		...(schedule.badItem >= 0 && {
			title: '={{ $json.isBad ? $("No such node").item.json.title : "fine" }}',
		}),
		options: { maxWaitMinutes: 1, ...(schedule.again && { onceKey: '={{ $json.key }}' }) },
		...(isBatched && { requestOptions: { batching: { batch } } }),
	};
	if (operation === 'photo') {
		return { ...common, resource: 'photo', operation: 'post', photoUrls: [url] };
	}
	return {
		...common,
		resource: 'video',
		operation,
		videoUrl: url,
		binaryPropertyName: 'file0',
		binaryPropertyNames: '',
	};
}
