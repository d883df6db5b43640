/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Socket } from 'node:net';

/** Scripted failures: which request, which time, what happens instead of or after the handler. */
export type FaultAction =
	| {
			kind: 'status';
			status: number;
			body?: string | object;
			headers?: Record<string, string>;
			contentType?: string;
	  }
	| { kind: 'envelope'; status: number; code: string; message?: string }
	/** afterBytes: uploads only, the socket breaks after that many body bytes */
	| { kind: 'reset'; afterBytes?: number }
	| { kind: 'resetAfter' }
	| { kind: 'truncate' }
	| { kind: 'empty'; status?: number }
	| { kind: 'delay'; ms: number }
	| { kind: 'hang' }
	| { kind: 'after'; status: number; body?: string | object; contentType?: string };

export interface Fault {
	/** A string matches as the beginning of the path */
	match: { method?: string; path: string | RegExp };
	/** 1 = the next matching request (default) */
	nth?: number;
	/** How many matching requests from then on (default 1) */
	times?: number;
	do: FaultAction;
}

interface Scripted {
	fault: Fault;
	seen: number;
	left: number;
}

/**
 * Every fault counts every matching request. When two are due at once the earlier one acts and
 * the other stays due, so a list without `nth` plays out one request after the other.
 */
export class Faults {
	private scripted: Scripted[] = [];
	private readonly hanging = new Set<Socket>();

	script(...faults: Fault[]): void {
		for (const fault of faults) {
			this.scripted.push({ fault, seen: 0, left: fault.times ?? 1 });
		}
	}

	/** What has not happened yet: a test ends by expecting this to be empty. */
	remaining(): Fault[] {
		return this.scripted.map(({ fault, left }) => ({ ...fault, times: left }));
	}

	/** Forgets the script and lets go of requests that hang. */
	clear(): void {
		this.scripted = [];
		for (const socket of this.hanging) socket.destroy();
		this.hanging.clear();
	}

	hang(socket: Socket): void {
		this.hanging.add(socket);
		socket.once('close', () => this.hanging.delete(socket));
	}

	take(method: string, path: string): FaultAction | undefined {
		const matching = this.scripted.filter(({ fault }) => matches(fault, method, path));
		for (const entry of matching) entry.seen += 1;
		const due = matching.find(({ fault, seen }) => seen >= (fault.nth ?? 1));
		if (!due) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.scripted = this.scripted.filter((entry) => entry !== due);
		return due.fault.do;
	}
}

function matches({ match }: Fault, method: string, path: string): boolean {
	if (match.method && match.method.toUpperCase() !== method) return false;
	return typeof match.path === 'string' ? path.startsWith(match.path) : match.path.test(path);
}
