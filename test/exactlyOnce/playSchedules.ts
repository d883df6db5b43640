/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import { judge } from './judge';
import type { Ending } from './play';
import { play } from './play';
import type { Processes } from './processes';
import { startProcesses } from './processes';
import type { Schedule } from './schedule';
import { schedulesOf } from './schedule';

/**
 * Generated faults against n8n's real engine and the emulator. A failing schedule is played again
 * with the command that the failure prints. `npm run test:generated` plays many more.
 */
const seed = Number(process.env.FAULT_SEED ?? 20_260);
const count = Number(process.env.FAULT_COUNT ?? 6);
const only =
	process.env.FAULT_SCHEDULE === undefined ? undefined : Number(process.env.FAULT_SCHEDULE);

/** Real time after which a schedule hangs: the longest ones take seconds. */
const HANGS_MS = 300_000;

let processes: Processes;

/**
 * Plays every second schedule: jest gives each test file a core of its own.
 * @param share 0 for those with an even number
 */
export function playSchedules(share: 0 | 1): void {
	const schedules = schedulesOf(seed, Math.max(count, (only ?? 0) + 1));
	const asked = only === undefined ? [...schedules.keys()] : [only];
	const chosen = asked.filter((index) => index % 2 === share);
	const all = 'posts nothing twice, loses no publish ID and says nothing false';
	if (chosen.length === 0) return it.skip(all, () => {});

	beforeAll(async () => {
		processes = await startProcesses();
	});
	afterAll(async () => await processes.close());
	it(all, async () => await playAll(schedules, chosen), 120 * 60_000);
}

async function playAll(schedules: Schedule[], chosen: number[]): Promise<void> {
	const cpu = process.cpuUsage();
	let accepted = 0;
	let failed = 0;
	for (const index of chosen) {
		const schedule = schedules[index];
		const ending = await inTime(play(processes, schedule));
		const complaints = ending ? judge(schedule, ending) : ['it hangs'];
		if (complaints.length > 0 || !ending)
			throw new Error(described(index, schedule, complaints, ending));
		accepted += ending.runs.flatMap((run) => run.accepted).length;
		failed += ending.runs.flatMap(({ results }) => results).filter(({ error }) => error).length;
	}
	const { user, system } = process.cpuUsage(cpu);
	const milliseconds = Math.round((user + system) / 1000 / chosen.length);
	// A TikTok that refuses most posts from the start has nothing to post twice.
	if (only === undefined) expect(accepted).toBeGreaterThan(chosen.length / 2);
	console.log(
		`exactly once: seed ${seed}, ${chosen.length} of ${schedules.length} schedules, ${accepted} posts accepted, ` +
			`${failed} runs stopped by an error, ${milliseconds} ms of CPU each`,
	);
}

async function inTime(playing: Promise<Ending>): Promise<Ending | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), HANGS_MS);
	});
	try {
		return await Promise.race([playing, late]);
	} finally {
		clearTimeout(timer);
	}
}

function described(
	index: number,
	schedule: Schedule,
	complaints: string[],
	ending?: Ending,
): string {
	const requests = processes.emulator.requests
		.slice(-40)
		.map(({ method, path, status }) => `${method} ${path} ${status ?? 'no answer'}`);
	const results = ending?.runs.flatMap((run) =>
		run.results.map(({ isStopped, items, error }) => ({
			isStopped,
			items: items.map(({ json, pairedItem }) => ({ json, pairedItem })),
			error: error && { message: error.message, context: error.context },
		})),
	);
	return (
		`Schedule ${index} of seed ${seed}: ${complaints.join('; ')}\n` +
		`Play it again: FAULT_SEED=${seed} FAULT_SCHEDULE=${index} npm run jest -- test/exactlyOnce\n` +
		JSON.stringify(
			{ schedule, requests, results },
			(_, value: unknown) => (value instanceof RegExp ? String(value) : value),
			1,
		)
	);
}
