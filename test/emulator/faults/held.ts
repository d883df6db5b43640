/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Socket } from 'node:net';
import { setTimeout as realDelay } from 'node:timers/promises';

import type { Clock } from '../clock';

/** Real time between two looks at a clock that somebody may have moved. */
const tickMs = 2;

/** The connections on which a fault keeps somebody waiting. */
export class Held {
	/** Until when, by the emulator's clock. */
	private readonly due = new Map<Socket, number>();
	private released = new AbortController();

	constructor(private readonly clock: Clock) {}

	/** How many wait: whose time has come goes on in a moment, and is at work again. */
	get count(): number {
		if (this.due.size === 0) return 0;
		const now = this.clock.now();
		return [...this.due.values()].filter((due) => due > now).length;
	}

	/** How long the clock must go on until one of them does; `undefined` when none ever will. */
	get nextInMs(): number | undefined {
		const next = Math.min(...this.due.values());
		return next < Infinity ? Math.max(0, next - this.clock.now()) : undefined;
	}

	/** Until `release`; closed by whoever gives up first. */
	forever(socket: Socket): void {
		this.due.set(socket, Infinity);
		socket.once('close', () => this.due.delete(socket));
	}

	/**
	 * Waits on the clock. False when the faults were cleared before the time had passed, or when
	 * the connection closed, unless it shall go on `evenAlone`.
	 */
	async pass(ms: number, socket: Socket, { evenAlone = false } = {}): Promise<boolean> {
		const { signal } = this.released;
		const due = this.clock.now() + ms;
		const isOver = () => signal.aborted || (socket.destroyed && !evenAlone);
		this.due.set(socket, due);
		for (let left = ms; left > 0 && !isOver(); left = due - this.clock.now()) {
			await realDelay(Math.min(left, tickMs), undefined, { ref: false });
		}
		this.due.delete(socket);
		return !isOver();
	}

	release(): void {
		this.released.abort();
		this.released = new AbortController();
		for (const socket of this.due.keys()) socket.destroy();
		this.due.clear();
	}
}
