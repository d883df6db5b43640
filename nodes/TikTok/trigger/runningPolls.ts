import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/**
 * What this process knows of its polls. Module state: in n8n's static data a crash would leave the
 * marks for ever.
 */

/**
 * n8n starts the next poll although the one before is still at work; two that both see an event as
 * new would both fire it.
 */
const running = new Set<string>();

/** Runs a poll of one trigger; `null`, n8n's "nothing new", while another one of it runs. */
export async function unlessRunning<T>(trigger: string, poll: () => Promise<T>): Promise<T | null> {
	if (running.has(trigger)) return null;
	running.add(trigger);
	try {
		return await poll();
	} finally {
		running.delete(trigger);
	}
}

/**
 * n8n says how a trigger was registered, but not whether a poll is the first one since. The objects
 * of a registration tell: n8n keeps the same context and the same live static data until the trigger
 * is registered anew. (With durable cursors the data is a copy per poll, the context is the same.)
 */
const begun = new WeakSet<object>();

export function isFirstPoll(context: IPollFunctions, data: IDataObject): boolean {
	return !begun.has(context) && !begun.has(data);
}

/** Called once the first poll has laid its foundation; a poll that fails before is first again. */
export function noteFirstPoll(context: IPollFunctions, data: IDataObject): void {
	begun.add(context);
	begun.add(data);
}
