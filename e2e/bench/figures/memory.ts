import type { Bench, Figure } from '../bench';
import { makeFile, type MediaFile } from '../mediaFiles';
import { GiB, inMB, MB, sizeName } from '../sizes';
import { median, spread } from '../statistics';
import { measuredRun, requireSameBytes, type MeasuredRun } from '../uploads';
import { naiveWorkflow, readWorkflow, uploadWorkflow } from '../workflows';

const MOST = 90 * MB;

/** Memory of n8n over its resting level: at one size, at four times the size, and the naive way. */
export const memory: Figure = async (bench, note) => {
	const [small, large] = bench.options.quick ? [64 * MB, 256 * MB] : [GiB, 4 * GiB];

	const file = await makeFile(bench.lab.files, 'memory', small);
	const runs = await repeated(bench, note, file, bench.options.repeat);
	const rise = median(runs.map((run) => run.rise));
	note('the naive whole-file PUT');
	const naive = await bench.lab.warm(async (n8n, resting) => {
		const url = `${bench.tiktok.secureUrl}/video/?upload_id=none`;
		return await measuredRun(bench.tiktok, n8n, naiveWorkflow(file.path, url), resting);
	});
	bench.chart = {
		bytes: small,
		ours: runs.find((run) => run.rise === rise) ?? runs[0],
		naive,
	};

	const largeFile = await makeFile(bench.lab.files, 'memory-large', large);
	const largeRuns = await repeated(bench, note, largeFile, bench.options.repeatLong);
	const largeRise = median(largeRuns.map((run) => run.rise));
	const reads: number[] = [];
	for (let repeat = 1; repeat <= bench.options.repeatLong; repeat++) {
		note(`reading ${sizeName(large)}, ${repeat} of ${bench.options.repeatLong}`);
		await bench.lab.warm(async (n8n, resting) => {
			reads.push(
				(await measuredRun(bench.tiktok, n8n, readWorkflow(largeFile.path), resting)).rise,
			);
		});
	}
	return [
		{
			figure: `${sizeName(small)}: memory rise`,
			ours: inMB(rise),
			spread: risesOf(runs),
			control: `${inMB(naive.rise)} whole-file PUT by HTTP Request (once)`,
			target: `<= ${inMB(MOST)}`,
			pass: rise <= MOST,
		},
		{
			figure: `${sizeName(large)}: memory rise`,
			ours: inMB(largeRise),
			spread: risesOf(largeRuns),
			control: `${inMB(median(reads))} by n8n's Read Files node alone`,
			target: `<= ${inMB(MOST)}`,
			pass: largeRise <= MOST,
		},
	];
};

async function repeated(
	bench: Bench,
	note: (text: string) => void,
	file: MediaFile,
	times: number,
): Promise<MeasuredRun[]> {
	const runs: MeasuredRun[] = [];
	for (let repeat = 1; repeat <= times; repeat++) {
		note(`${sizeName(file.bytes)}, ${repeat} of ${times}`);
		const run = await bench.lab.warm(async (n8n, resting) =>
			measuredRun(bench.tiktok, n8n, uploadWorkflow(file.path), resting),
		);
		requireSameBytes(run.publishes, [file]);
		runs.push(run);
	}
	return runs;
}

const risesOf = (runs: MeasuredRun[]) =>
	spread(
		runs.map((run) => run.rise),
		inMB,
	);
