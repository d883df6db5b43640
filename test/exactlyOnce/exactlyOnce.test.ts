/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { VirtualClock } from '../harness/virtualClock';
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import { judge } from './judge';
import { play } from './play';
import { CHUNK, schedulesOf } from './schedule';

/**
 * Generated faults against n8n's real engine and the emulator. A failing schedule is played again
 * with the command that the failure prints. `npm run test:generated` plays many more.
 */
const seed = Number(process.env.FAULT_SEED ?? 20_260);
const count = Number(process.env.FAULT_COUNT ?? 15);
const only =
	process.env.FAULT_SCHEDULE === undefined ? undefined : Number(process.env.FAULT_SCHEDULE);

let setting: Setting;
let clock: VirtualClock;
beforeAll(async () => {
	setting = await createSetting({
		switches: {
			minChunkBytes: 1_000,
			hashChunks: false,
			initQuotaPerMinute: 1000,
			statusQuotaPerMinute: 1000,
		},
	});
	clock = jumpThroughWaits(setting, { evenWhileHeld: true });
	const limits = setting.harness.packageModule<{ CHUNK_BYTES: number }>(
		'dist/nodes/TikTok/limits.js',
	);
	limits.CHUNK_BYTES = CHUNK;
});
afterAll(async () => {
	clock.uninstall();
	await setting.close();
});

it(
	'posts nothing twice, loses no publish ID and reports no failure as success',
	async () => {
		const schedules = schedulesOf(seed, Math.max(count, (only ?? 0) + 1));
		const chosen = only === undefined ? schedules.keys() : [only];
		let accepted = 0;
		const cpu = process.cpuUsage();
		let failed = 0;
		for (const index of chosen) {
			const ending = await play(setting, schedules[index]);
			const complaints = judge(ending);
			accepted += ending.accepted.length;
			failed += ending.result.error ? 1 : 0;
			if (complaints.length > 0) {
				throw new Error(
					`Schedule ${index} of seed ${seed}: ${complaints.join('; ')}\n` +
						`Play it again: FAULT_SEED=${seed} FAULT_SCHEDULE=${index} npm run jest -- test/exactlyOnce\n` +
						describeRun(schedules[index], ending.result),
				);
			}
		}
		// A TikTok that refuses most posts from the start has nothing to post twice.
		if (only === undefined) expect(accepted).toBeGreaterThan(count);
		const { user, system } = process.cpuUsage(cpu);
		const milliseconds = Math.round((user + system) / 1000 / (only === undefined ? count : 1));
		console.log(
			`exactly once: seed ${seed}, ${only === undefined ? count : 1} schedules, ${accepted} posts accepted, ${failed} runs stopped by an error, ${milliseconds} ms of CPU each`,
		);
	},
	30 * 60_000,
);

function describeRun(
	schedule: object,
	result: { error?: { message: string; context?: object }; outputs: object },
) {
	const requests = setting.emulator.requests
		.slice(-25)
		.map(({ method, path, status }) => `${method} ${path} ${status ?? 'no answer'}`);
	return JSON.stringify(
		{
			schedule,
			requests,
			error: result.error && { message: result.error.message, context: result.error.context },
			outputs: result.outputs,
		},
		(_, value: unknown) => (value instanceof RegExp ? String(value) : value),
		1,
	);
}
