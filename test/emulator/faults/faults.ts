import type { Request } from 'express';

import type { Clock } from '../clock';
import { coveredEndpoints } from '../coverage';
import { webhookEventNames, type WebhookEventName } from '../webhooks/types';
import {
	assertFault,
	isOnDelivery,
	type DeliveryAction,
	type DeliveryFault,
	type Fault,
	type FaultAction,
	type RequestFault,
} from './fault';
import { Held } from './held';

const known = {
	paths: coveredEndpoints.map(({ endpoint }) => endpoint.split(' ')[1]),
	events: [...webhookEventNames],
};

type DelayFault = DeliveryFault & { do: { kind: 'delay' } };
type AttemptFault = DeliveryFault & { do: Exclude<DeliveryAction, { kind: 'delay' }> };

interface Scripted {
	fault: Fault;
	seen: number;
	left: number;
}

/**
 * The script of a test. Every fault counts whatever matches it. When two are due at once the
 * earlier one acts and the other stays due, so a list without `nth` plays out one after the other.
 */
export class Faults {
	readonly held: Held;
	private scripted: Scripted[] = [];

	constructor(clock: Clock) {
		this.held = new Held(clock);
	}

	script(...faults: Fault[]): void {
		for (const fault of faults) assertFault(fault, known);
		for (const fault of faults) this.scripted.push({ fault, seen: 0, left: fault.times ?? 1 });
	}

	/** What has not happened yet: a test ends by expecting this to be empty. */
	remaining(): Fault[] {
		return this.scripted.map(({ fault, left }) => ({ ...fault, times: left }));
	}

	/** Forgets the script and lets go of everybody whom a fault keeps waiting. */
	clear(): void {
		this.scripted = [];
		this.held.release();
	}

	ofRequest(req: Request): FaultAction | undefined {
		return this.take((fault): fault is RequestFault => !isOnDelivery(fault) && matches(fault, req));
	}

	/** How long after the event its first delivery is due. */
	delayOf(event: WebhookEventName): number {
		const action = this.take(
			(fault): fault is DelayFault => isOn(event, fault) && fault.do.kind === 'delay',
		);
		return action?.ms ?? 0;
	}

	ofAttempt(event: WebhookEventName): AttemptFault['do'] | undefined {
		return this.take(
			(fault): fault is AttemptFault => isOn(event, fault) && fault.do.kind !== 'delay',
		);
	}

	private take<F extends Fault>(isMatch: (fault: Fault) => fault is F): F['do'] | undefined {
		const matching = this.scripted.filter(({ fault }) => isMatch(fault));
		for (const entry of matching) entry.seen += 1;
		const due = matching.find(({ fault, seen }) => seen >= (fault.nth ?? 1));
		if (!due) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.scripted = this.scripted.filter((entry) => entry !== due);
		return (due.fault as F).do;
	}
}

function isOn(event: WebhookEventName, fault: Fault): fault is DeliveryFault {
	return isOnDelivery(fault) && (fault.match.event === 'any' || fault.match.event === event);
}

function matches({ match }: RequestFault, req: Request): boolean {
	if (match.method && match.method.toUpperCase() !== req.method) return false;
	if (match.lastChunk && !isLastChunk(req)) return false;
	const { path } = match;
	return typeof path === 'string' ? req.path.startsWith(path) : path.test(req.path);
}

function isLastChunk(req: Request): boolean {
	const [, last, total] = /-(\d+)\/(\d+)$/.exec(req.headers['content-range'] ?? '') ?? [];
	return last !== undefined && Number(last) === Number(total) - 1;
}
