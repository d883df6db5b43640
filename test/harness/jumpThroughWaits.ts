import { installVirtualClock, type ClockModule, type VirtualClock } from './index';
import type { Setting } from './setting';

/** Lets the node's waits pass at once, and as much time at TikTok. */
export function jumpThroughWaits({ harness, emulator }: Setting): VirtualClock {
	return installVirtualClock({
		clockModule: harness.packageModule<ClockModule>('dist/nodes/TikTok/shared/clock.js'),
		busy: () => emulator.inFlight > 0,
		onAdvance: (ms) => emulator.clock.advance(ms),
	});
}
