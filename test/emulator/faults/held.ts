/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Socket } from 'node:net';
import { setTimeout as realDelay } from 'node:timers/promises';

import type { Clock } from '../clock';

/** Real time between two looks at a clock that somebody may have moved. */
const tickMs = 10;

/** The connections on which a fault keeps somebody waiting. */
export class Held {
	private readonly sockets = new Set<Socket>();
	private released = new AbortController();

	constructor(private readonly clock: Clock) {}

	get count(): number {
		return this.sockets.size;
	}

	/** Until `release`; closed by whoever gives up first. */
	forever(socket: Socket): void {
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
	}

	/**
	 * Waits on the clock. False when the faults were cleared before the time had passed, or when
	 * the connection closed, unless it shall go on `evenAlone`.
	 */
	async pass(ms: number, socket: Socket, { evenAlone = false } = {}): Promise<boolean> {
		const { signal } = this.released;
		const due = this.clock.now() + ms;
		const isOver = () => signal.aborted || (socket.destroyed && !evenAlone);
		this.sockets.add(socket);
		for (let left = ms; left > 0 && !isOver(); left = due - this.clock.now()) {
			await realDelay(Math.min(left, tickMs), undefined, { ref: false });
		}
		this.sockets.delete(socket);
		return !isOver();
	}

	release(): void {
		this.released.abort();
		this.released = new AbortController();
		for (const socket of this.sockets) socket.destroy();
		this.sockets.clear();
	}
}
