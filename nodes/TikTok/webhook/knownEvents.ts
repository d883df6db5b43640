import type { IDataObject } from 'n8n-workflow';

/**
 * Which events a trigger has already passed on. n8n reads a workflow's static data afresh for each
 * delivery and writes it back whole, so deliveries that arrive together do not see each other there;
 * module memory does, but is lost with the process. Merged, both catch what one alone lets through.
 * Module state, bounded, safe to lose.
 */

/** Per trigger; TikTok repeats a delivery for at most 72 hours. */
const MAX_EVENTS = 500;
const MAX_TRIGGERS = 200;

const knownEvents = new Map<string, Set<string>>();

/**
 * Whether the trigger meets this event for the first time; from now on it is known. Between the
 * question and the answer nothing may be awaited, or two deliveries would both be first.
 *
 * @param stored the node's static data; written to when the event is new
 */
export function isFirstSight(trigger: string, key: string, stored: IDataObject): boolean {
	const known = knownTo(trigger);
	for (const storedKey of storedKeys(stored)) known.add(storedKey);
	if (known.has(key)) return false;
	known.add(key);
	forgetOldest(known, MAX_EVENTS);
	stored.knownEvents = [...known];
	return true;
}

function knownTo(trigger: string): Set<string> {
	const known = knownEvents.get(trigger) ?? new Set<string>();
	// Put at the end: the triggers that have been quiet for longest are forgotten first.
	knownEvents.delete(trigger);
	knownEvents.set(trigger, known);
	forgetOldest(knownEvents, MAX_TRIGGERS);
	return known;
}

function storedKeys(stored: IDataObject): string[] {
	const keys = stored.knownEvents;
	return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : [];
}

function forgetOldest(collection: Set<string> | Map<string, unknown>, limit: number): void {
	for (const oldest of collection.keys()) {
		if (collection.size <= limit) return;
		collection.delete(oldest);
	}
}
