import { installVirtualClock, type ClockModule, type VirtualClock } from './index';
import type { Setting } from './setting';

/**
 * Lets the node's waits pass at once, and as much time at TikTok.
 * @param evenWhileHeld also while a fault keeps an answer back: what the node gave up may stay open
 */
export function jumpThroughWaits(
	{ harness, emulator }: Setting,
	{ evenWhileHeld = false } = {},
): VirtualClock {
	return installVirtualClock({
		clockModule: harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'),
		busy: () => emulator.inFlight > (evenWhileHeld ? emulator.faults.held.count : 0),
		onAdvance: (ms) => emulator.clock.advance(ms),
	});
}
