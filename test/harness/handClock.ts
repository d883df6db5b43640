/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { ClockModule } from './virtualClock';

const { setImmediate: nextTurn } = globalThis;

/** A clock that stands until a test moves it; for units that are given their clock. */
export class HandClock implements Omit<ClockModule, 'deadline'> {
	private time = 0;

	private offset = 1_800_000_000_000;

	private sleepers: Array<{ due: number; wake: () => void }> = [];

	readonly now = () => this.time + this.offset;

	readonly elapsed = () => this.time;

	readonly wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
		signal?.throwIfAborted();
		await new Promise<void>((wake, reject) => {
			const sleeper = { due: this.time + ms, wake };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				reject(signal.reason as Error);
			});
		});
	};

	/** How many wait for the time to pass. */
	get sleeping(): number {
		return this.sleepers.length;
	}

	/** The computer's clock is set; no time passes. */
	setBy(ms: number): void {
		this.offset += ms;
	}

	/** Until everybody who can go on has done so. */
	async settle(): Promise<void> {
		await new Promise<void>((resolve) => nextTurn(resolve));
	}

	/** Wakes one sleeper after the other, each in its time; the next when the one before is done. */
	async advance(ms: number): Promise<void> {
		const until = this.time + ms;
		for (;;) {
			await this.settle();
			const [next] = this.sleepers.sort((a, b) => a.due - b.due);
			if (!next || next.due > until) break;
			this.sleepers.shift();
			this.time = Math.max(this.time, next.due);
			next.wake();
		}
		this.time = until;
	}
}
