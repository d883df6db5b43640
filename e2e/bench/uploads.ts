/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { join } from 'node:path';

import type { Publish } from '../../test/emulator';

import { run } from '../command';
import { e2e } from '../folders';
import type { Execution, Workflow } from '../n8n/rest';
import type { MediaFile } from './mediaFiles';
import { peak, sampleMemory, type Sample } from './memorySampler';
import type { FreshN8n, N8nLab } from './n8nLab';
import type { TikTok } from './tiktok';

/** Runs a workflow and returns the posts TikTok accepted meanwhile. */
export async function publishesOf(
	tiktok: TikTok,
	n8n: FreshN8n,
	workflow: Workflow,
): Promise<Publish[]> {
	const before = (await tiktok.publishes()).length;
	await n8n.runToSuccess(workflow);
	return (await tiktok.publishes()).slice(before);
}

/** What arrived is what the files hold, each once. A figure over wrong bytes is worth nothing. */
export function requireSameBytes(publishes: Publish[], files: MediaFile[]): void {
	const sent = files.map(({ sha256 }) => sha256).sort();
	const received = publishes.map(({ sha256 }) => String(sha256)).sort();
	if (sent.join() !== received.join()) {
		throw new Error(`TikTok received other files than were sent:\n${received}\nfor\n${sent}`);
	}
}

/** The control: a plain Node process, on the same Node.js as n8n. */
export async function plainUpload(tiktok: TikTok, lab: N8nLab, file: MediaFile): Promise<Publish> {
	const token = await tiktok.newAccessToken();
	const script = join(e2e, 'bench', 'plainUpload.mjs');
	const answer = await run(lab.node, [script, tiktok.secureUrl, token, file.path], {
		cwd: e2e,
		env: { ...process.env, ...lab.trust },
	});
	const publish = (await tiktok.publishes()).find(({ publishId }) => publishId === answer.trim());
	if (!publish) throw new Error(`The control's post is unknown: ${answer}`);
	requireSameBytes([publish], [file]);
	return publish;
}

/** How long the named nodes of a run took together. */
export function nodeSeconds({ data }: Execution, ...nodes: string[]): number {
	const runs = nodes.flatMap((node) => data.resultData.runData[node] ?? []);
	return runs.reduce((sum, { executionTime }) => sum + executionTime, 0) / 1000;
}

export interface MeasuredRun {
	execution: Execution;
	/** Highest memory of the whole run over the resting level, in bytes. */
	rise: number;
	/** Resting level subtracted, time from the start of the run. */
	curve: Sample[];
	publishes: Publish[];
}

export async function measuredRun(
	tiktok: TikTok,
	n8n: FreshN8n,
	workflow: Workflow,
	resting: number,
): Promise<MeasuredRun> {
	const before = (await tiktok.publishes()).length;
	const { result, samples } = await sampleMemory(n8n.pid, async () => n8n.runToSuccess(workflow));
	const start = samples[0].time;
	return {
		execution: result,
		rise: peak(samples) - resting,
		curve: samples.map(({ time, rss }) => ({ time: time - start, rss: rss - resting })),
		publishes: (await tiktok.publishes()).slice(before),
	};
}
