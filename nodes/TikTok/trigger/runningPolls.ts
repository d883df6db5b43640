import { BoundedMap } from '../shared/boundedMap';

const MOST_TOLD = 1_000;
const MAX_WORKFLOWS = 200;

/**
 * What this process knows of its polls and of what it has written to the log about them. Module
 * state, safe to lose: in n8n's static data a crash would leave the marks for ever.
 */
export class RunningPolls {
	private readonly running = new Map<string, Promise<unknown>>();
	private readonly begun = new WeakSet<object>();
	private readonly told = new BoundedMap<string, true>({ maxCount: MOST_TOLD });
	private readonly copies = new BoundedMap<string, Record<string, unknown>>({
		maxCount: MAX_WORKFLOWS,
	});

	/**
	 * Runs a poll of one trigger; `null`, n8n's "nothing new", while another one of it runs. n8n starts
	 * the next poll although the one before is still at work; two that both see an event as new would
	 * both fire it. The first one after switching on waits instead: what is new counts from it, and the
	 * next one may be hours away.
	 */
	async unlessRunning<T>(
		trigger: string,
		isFirst: () => boolean,
		poll: () => Promise<T>,
	): Promise<T | null> {
		for (let other; (other = this.running.get(trigger)); ) {
			if (!isFirst()) return null;
			await Promise.allSettled([other]);
		}
		const running = poll();
		this.running.set(trigger, running);
		try {
			return await running;
		} finally {
			this.running.delete(trigger);
		}
	}

	/**
	 * n8n says how a trigger was registered, but not whether a poll is the first one since. The objects
	 * of a registration tell: n8n keeps the same context and the same live static data until the trigger
	 * is registered anew. (Its durable scheduler makes both for each poll: then each is a first one.)
	 */
	isFirst(registration: readonly unknown[]): boolean {
		return registration.filter(isObject).every((part) => !this.begun.has(part));
	}

	/** Called once the first poll has laid its foundation; a poll that fails before is first again. */
	noteFirst(registration: readonly unknown[]): void {
		for (const part of registration.filter(isObject)) this.begun.add(part);
	}

	/** What the triggers of a workflow have kept, by node id: one object for all copies of it. */
	copiesOf(workflow: string): Record<string, unknown> {
		const copies = this.copies.get(workflow) ?? {};
		this.copies.set(workflow, copies);
		return copies;
	}

	/** Whether to write this to the log: a poll a minute would say the same for ever. */
	isNews(text: string): boolean {
		const isNews = !this.told.get(text);
		this.told.set(text, true);
		return isNews;
	}
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const runningPolls = new RunningPolls();
