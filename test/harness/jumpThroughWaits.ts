import { installVirtualClock, type ClockModule, type VirtualClock } from './index';
import type { Setting } from './setting';

/**
 * Lets the node's waits pass at once, and as much time at TikTok.
 * @param evenWhileHeld also while a fault keeps an answer back: it may come, or have no end
 * @param stalled how many others keep the node waiting for nothing, e.g. streams of n8n's store
 */
export function jumpThroughWaits(
	{ harness, emulator }: Setting,
	{ evenWhileHeld = false, stalled = (): number => 0 } = {},
): VirtualClock {
	return installVirtualClock({
		clockModule: harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'),
		busy: () => emulator.inFlight > (evenWhileHeld ? emulator.faults.held.count : 0),
		...(evenWhileHeld && {
			held: () => {
				const { count, nextInMs } = emulator.faults.held;
				return { count: count + stalled(), nextInMs };
			},
		}),
		onAdvance: (ms) => emulator.clock.advance(ms),
	});
}
