import { elapsed } from '../shared/clock';

/** How long somebody has waited for TikTok's limits: calls that waited side by side count once. */
export class QuotaWaits {
	ms = 0;

	/** Of `elapsed`; until then all waits are counted. */
	private countedUntil = 0;

	/** @param waitedMs how long the wait took that is over now */
	note(waitedMs: number): void {
		const end = elapsed();
		this.ms += Math.min(waitedMs, end - this.countedUntil);
		this.countedUntil = end;
	}
}
