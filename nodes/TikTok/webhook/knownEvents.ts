import { createHash } from 'crypto';

/**
 * Which events a trigger has already passed on. n8n reads a workflow's static data afresh for each
 * delivery and writes it back whole, so deliveries that arrive together do not see each other there;
 * module memory does, but is lost with the process. Merged, both catch what one alone lets through.
 *
 * It stands in the part of the static data that all nodes of the workflow share, under the node's id:
 * a node's own part is lost when the node is renamed, and a polling trigger of the same workflow
 * writes back an old copy of everything whenever it fires (n8n platform sheet §3.2). In the shared
 * part that trigger can put in what its copy lacks: `carryOver`.
 */

/** Per workflow. */
const MAX_EVENTS = 500;
const MAX_WORKFLOWS = 200;
/** TikTok repeats a delivery for at most 72 hours; a copy that somebody kept may come later. */
const MAX_AGE_MS = 30 * 86_400_000;
const STORED_AS = 'tikTokKnownEvents';
const ENTRY = /^[0-9a-f]{64}$/;

/** Node and event as one hash → when it was first seen, in milliseconds. Oldest first. */
type Entries = Map<string, number>;

export interface Sighting {
	workflow: string;
	node: string;
	eventKey: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** Bounded in count and age, safe to lose. */
export class KnownEvents {
	private readonly workflows = new Map<string, Entries>();

	/**
	 * Whether a trigger meets this event for the first time; from now on it is known. Between the
	 * question and the answer nothing may be awaited, or two deliveries would both be first.
	 *
	 * @param stored the workflow's shared static data, whatever is in it; gets what it lacks
	 */
	isFirstSight({ workflow, node, eventKey, at }: Sighting, stored: unknown): boolean {
		const entry = createHash('sha256').update(`${node} ${eventKey}`).digest('hex');
		const there = read(stored);
		const known = merge(at, there, this.workflows.get(workflow));
		const isFirst = !known.has(entry);
		if (isFirst) known.set(entry, at);
		this.keep(workflow, known);
		write(stored, there, known);
		return isFirst;
	}

	/** For a node that is about to make n8n write static data which may be older than our memory. */
	carryOver(workflow: string, stored: unknown, at: number): void {
		const remembered = this.workflows.get(workflow);
		if (!remembered) return;
		const there = read(stored);
		write(stored, there, merge(at, there, remembered));
	}

	/** Put at the end: the workflows that have been quiet for longest are forgotten first. */
	private keep(workflow: string, known: Entries): void {
		this.workflows.delete(workflow);
		this.workflows.set(workflow, known);
		dropOldest(known, MAX_EVENTS);
		dropOldest(this.workflows, MAX_WORKFLOWS);
	}
}

export const knownEvents = new KnownEvents();

function merge(now: number, stored: Entries, remembered: Entries = new Map()): Entries {
	const youngEnough = [...stored, ...remembered].filter(([, at]) => now - at <= MAX_AGE_MS);
	// A time that has not come yet would keep its place for ever.
	const entries = youngEnough.map(([entry, at]): [string, number] => [entry, Math.min(at, now)]);
	return new Map(entries.sort(([, one], [, other]) => one - other));
}

/** Static data outlives versions and everybody can write to it: what is not ours is left out. */
function read(stored: unknown): Entries {
	try {
		const entries = Object.entries((stored as Record<string, object>)[STORED_AS] ?? {});
		return new Map(entries.slice(-MAX_EVENTS).filter(isEntry));
	} catch {
		return new Map();
	}
}

function isEntry(entry: [string, unknown]): entry is [string, number] {
	return ENTRY.test(entry[0]) && typeof entry[1] === 'number' && Number.isFinite(entry[1]);
}

function write(stored: unknown, there: Entries, known: Entries): void {
	if ([...known.keys()].every((entry) => there.has(entry))) return;
	try {
		(stored as Record<string, unknown>)[STORED_AS] = Object.fromEntries(known);
	} catch {
		// Something else than an object stands there; this process still remembers.
	}
}

function dropOldest(collection: Map<string, unknown>, limit: number): void {
	for (const oldest of collection.keys()) {
		if (collection.size <= limit) return;
		collection.delete(oldest);
	}
}
