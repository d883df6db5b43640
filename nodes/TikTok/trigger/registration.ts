import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/**
 * n8n says how a trigger was registered, but not whether a poll is the first one since. The objects
 * of a registration tell: n8n keeps the same context and the same live static data until the trigger
 * is registered anew. (With durable cursors the data is a copy per poll, the context is the same.)
 */
const started = new WeakSet<object>();

export function isFirstPoll(context: IPollFunctions, data: IDataObject): boolean {
	return !started.has(context) && !started.has(data);
}

/** Called once the first poll has laid its foundation; a poll that fails before is first again. */
export function noteFirstPoll(context: IPollFunctions, data: IDataObject): void {
	started.add(context);
	started.add(data);
}

/** The user switched the workflow on; after a restart, an update or a take-over n8n names others. */
export function isActivation(context: IPollFunctions): boolean {
	return ['activate', 'create'].includes(context.getActivationMode());
}
