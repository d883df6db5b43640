/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Setting } from '../harness/setting';
import { createSetting } from '../harness/setting';
import type { ClockModule, VirtualClock } from '../harness/virtualClock';
import { jumpThroughWaits } from '../harness/jumpThroughWaits';
import type { Harness } from '../harness/types';
import { startMediaServer } from '../harness/mediaServer';
import { CHUNK } from './faults';
import { stalledStreams } from './store';

/** One TikTok, one clock, and two n8n processes that know nothing of each other. */
export interface Processes extends Setting {
	harnesses: readonly [Harness, Harness];
	clock: VirtualClock;
	/** From where TikTok downloads. */
	mediaUrl: string;
	/** What a process still holds although all its runs are over; nothing is right. */
	leftOvers(): Promise<string[]>;
	/** Publish IDs that some trigger could hear of. */
	handedOver(): Set<string>;
}

/** How long, in real time, what goes on in the background may take to end. */
const GRACE_MS = 15_000;
const LOOK_MS = 20;

export async function startProcesses(): Promise<Processes> {
	const setting = await createSetting({ switches: { hashChunks: false, minChunkBytes: 1_000 } });
	const harnesses = [setting.harness, await setting.harness.anotherProcess()] as const;
	const clock = jumpThroughWaits(setting, { evenWhileHeld: true, stalled: stalledStreams });
	clock.share(harnesses[1].packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'));
	for (const harness of harnesses) {
		harness.packageModule<{ CHUNK_BYTES: number }>('dist/nodes/TikTok/limits.js').CHUNK_BYTES =
			CHUNK;
	}
	const media = await startMediaServer();
	return {
		...setting,
		harnesses,
		mediaUrl: media.url,
		clock,
		async leftOvers() {
			const until = performance.now() + GRACE_MS;
			for (;;) {
				const left = harnesses.flatMap(leftOversOf);
				if (left.length === 0 || performance.now() > until) return left;
				// Rarely: whoever is at work in every turn keeps the clock from going on.
				await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
			}
		},
		handedOver: () => new Set(harnesses.flatMap(handedOverIn)),
		async close() {
			clock.uninstall();
			await media.close();
			await setting.close();
		},
	};
}

/** The insides of the package's bounded maps, as far as they are looked at here. */
interface Kept<T> {
	values(): T[];
	readonly size: number;
}

function leftOversOf(harness: Harness): string[] {
	const { uploadSlots } = harness.packageModule<{
		uploadSlots: { free: unknown[]; listeners: Set<unknown> };
	}>('dist/nodes/TikTok/upload/uploadSlots.js');
	const { pacing } = harness.packageModule<{ pacing: { lines: Kept<{ isInUse: boolean }> } }>(
		'dist/nodes/TikTok/request/pacing.js',
	);
	const { runLedgers } = harness.packageModule<{
		runLedgers: { runs: Kept<{ items: number }> };
	}>('dist/nodes/TikTok/run/ledger.js');
	const { handOver } = harness.packageModule<{ handOver: { notes: Kept<unknown> } }>(
		'dist/nodes/TikTok/posting/handOver.js',
	);
	const held = {
		'upload slots that are taken': 3 - uploadSlots.free.length,
		'uploads that wait for a slot': uploadSlots.listeners.size,
		'calls that wait for a place': pacing.lines.values().filter((line) => line.isInUse).length,
		'items at work': runLedgers.runs.values().filter(({ items }) => items > 0).length,
		'runs beyond those remembered': Math.max(0, runLedgers.runs.size - 500),
		'lines beyond those remembered': Math.max(0, pacing.lines.size - 2_000),
		'notes beyond those remembered': Math.max(0, handOver.notes.size - 2_000),
	};
	return Object.entries(held)
		.filter(([, count]) => count > 0)
		.map(([what, count]) => `${count} ${what}`);
}

function handedOverIn(harness: Harness): string[] {
	const { handOver } = harness.packageModule<{
		handOver: { notes: Kept<{ publishId: string; isWithdrawn?: boolean }> };
	}>('dist/nodes/TikTok/posting/handOver.js');
	const notes = handOver.notes.values();
	const withdrawn = new Set(notes.flatMap((note) => (note.isWithdrawn ? [note.publishId] : [])));
	return notes.map(({ publishId }) => publishId).filter((publishId) => !withdrawn.has(publishId));
}
