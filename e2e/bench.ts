/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Bench, Figures } from './bench/bench';
import { benchmarksDocument } from './bench/document';
import { makeCertificate } from './bench/certificate';
import { address } from './bench/figures/address';
import { calls } from './bench/figures/calls';
import { hashes } from './bench/figures/hashes';
import { items } from './bench/figures/items';
import { memory } from './bench/figures/memory';
import { pacing } from './bench/figures/pacing';
import { requests } from './bench/figures/requests';
import { requireTime } from './bench/figures/requireTime';
import { speed } from './bench/figures/speed';
import { statusCalls } from './bench/figures/statusCalls';
import { startHelper } from './bench/helper';
import type { Facts } from './bench/kept';
import { KeptResults } from './bench/kept';
import { machineFacts } from './bench/machine';
import { memoryChart } from './bench/memoryChart';
import { N8nLab } from './bench/n8nLab';
import type { FigureName } from './bench/options';
import { FIGURES, FIGURES_OF_N8N, readOptions } from './bench/options';
import type { Result } from './bench/result';
import { GiB } from './bench/sizes';
import { terminalTable } from './bench/table';
import { TikTok } from './bench/tiktok';
import { cache, e2e, root } from './folders';
import { installN8n } from './n8n/install';
import { provideOtherN8n } from './n8n/otherVersion';
import { step } from './progress';
import { runAndLeaveNothingBehind } from './shutdown';

const DISK_NEEDED = 20 * GiB;
const DISK_OF_AN_N8N = 4 * GiB;
const ROUND_TRIP_MS = 50;
const QUIET_MS = 30_000;
const QUICK_QUIET_MS = 3_000;

const figures: Figures = {
	require: requireTime,
	status: statusCalls,
	requests,
	calls,
	speed,
	address,
	memory,
	items,
	pacing,
	hashes,
};

async function bench(): Promise<void> {
	const options = readOptions();
	if (process.platform !== 'linux') {
		throw new Error('The bench reads the memory of n8n from /proc, which only Linux has.');
	}
	if (!options.quick) await requireDisk(DISK_NEEDED + (options.n8n ? DISK_OF_AN_N8N : 0));

	const node = await installN8n();
	const folder = await N8nLab.folder();
	const certificate = await makeCertificate(folder);
	const other = options.n8n
		? await provideOtherN8n(options.n8n, join(folder, 'other-n8n'))
		: undefined;
	const tiktok = await TikTok.start(certificate);
	const quietMs = options.quick ? QUICK_QUIET_MS : QUIET_MS;
	const setUp: Bench = {
		options,
		tiktok,
		certificate,
		lab: await N8nLab.prepare({ node, folder, quietMs, other }, tiktok, certificate),
		delayedUrl: await startHelper(join(e2e, 'bench', 'delayProxy.ts'), [
			tiktok.secureUrl,
			String(ROUND_TRIP_MS),
		]),
		chart: {},
	};

	// Figures of small files are no claim of ours.
	const docs = options.quick ? join(cache, 'bench-quick') : join(root, 'docs');
	const folderOfKept = join(cache, options.quick ? 'bench-quick' : 'bench-results');
	const { repeat, repeatLong } = options;
	const factsOf = async (installation: string): Promise<Facts> => [
		...(await machineFacts(node, installation)),
		['Repetitions', `${repeat}, and ${repeatLong} of runs that are long`],
	];
	const newest = await KeptResults.open(
		join(folderOfKept, 'results.json'),
		FIGURES,
		await factsOf(e2e),
	);
	const another = await KeptResults.open(
		join(folderOfKept, 'another-n8n.json'),
		FIGURES_OF_N8N,
		other && (await factsOf(other.installation)),
	);
	const kept = other ? another : newest;
	const results: Result[] = [];
	for (const name of options.only) {
		const lines = await measured(name, setUp);
		await kept.keep(name, lines);
		results.push(...lines);
	}

	console.log(`\n${terminalTable(results)}`);
	if (newest.table) {
		await mkdir(docs, { recursive: true });
		const text = benchmarksDocument(newest.table, another.table, options);
		await writeFile(join(docs, 'benchmarks.md'), text);
		const drawn = other ? [] : await drawChart(docs, setUp);
		console.log(`\nWritten: ${[join(docs, 'benchmarks.md'), ...drawn].join(', ')}`);
	}
	const missed = results.filter(({ pass }) => !pass).map(({ figure }) => figure);
	if (missed.length > 0) throw new Error(`Missed: ${missed.join(', ')}`);
}

/** A figure that cannot be measured is a miss; the others are still worth their time. */
async function measured(name: FigureName, setUp: Bench): Promise<Result[]> {
	try {
		return await step(`Measuring: ${name}`, async (note) => figures[name](setUp, note));
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		console.error(text);
		const note = text.split('\n')[0];
		return [{ figure: name, ours: 'not measured', target: '', pass: false, note }];
	} finally {
		await setUp.lab.removeFiles();
	}
}

async function requireDisk(needed: number): Promise<void> {
	const { bavail, bsize } = await statfs(root);
	const free = bavail * bsize;
	if (free >= needed) return;
	throw new Error(
		`The bench needs about ${needed / GiB} GiB of disk for its files and n8n's copies; ` +
			`${(free / GiB).toFixed(1)} GiB are free at ${root}. Try it with --quick.`,
	);
}

/** @returns the file, when what it shows was measured */
async function drawChart(docs: string, { chart }: Bench): Promise<string[]> {
	if (!chart.bytes || !chart.ours || !chart.naive) return [];
	const file = join(docs, 'memory.svg');
	await writeFile(file, memoryChart(chart.bytes, chart.ours, chart.naive));
	return [file];
}

void runAndLeaveNothingBehind(bench);
