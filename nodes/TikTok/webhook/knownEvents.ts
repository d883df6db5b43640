import { createHash } from 'crypto';
import { now } from '../shared/clock';
import { workflowParts, type WorkflowParts } from '../shared/workflowParts';

/**
 * Which events a trigger has already passed on. n8n reads a workflow's static data afresh for each
 * delivery and writes it back whole, so deliveries that arrive together do not see each other there;
 * module memory does, but is lost with the process. Merged, both catch what one alone lets through.
 *
 * It stands in the part of the static data that all nodes of the workflow share, under the node's id:
 * a node's own part is lost when the node is renamed, and whoever else of the same workflow has its data
 * written, such as a polling trigger that fires, writes back an old copy of everything (n8n platform
 * sheet §3.2). In the shared part it can put in what its copy lacks: `workflowParts`.
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
	/** Of each workflow one object, in all copies of its data. */
	private readonly workflows = new Map<string, Record<string, number>>();

	constructor(private readonly parts: WorkflowParts = workflowParts) {}

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
		const kept = this.keep(workflow, known);
		if (Object.keys(kept).every((one) => there.has(one))) return isFirst;
		write(stored, kept);
		this.parts.refresh(workflow, stored, STORED_AS);
		return isFirst;
	}

	/** For a node that is about to make n8n write static data which may be older than our memory. */
	carryOver(workflow: string, stored: unknown, at: number): void {
		const remembered = this.workflows.get(workflow);
		if (remembered) write(stored, refilled(remembered, merge(at, read(stored), remembered)));
	}

	/** Put at the end: the workflows that have been quiet for longest are forgotten first. */
	private keep(workflow: string, known: Entries): Record<string, number> {
		const kept = refilled(this.workflows.get(workflow) ?? {}, known);
		this.workflows.delete(workflow);
		this.workflows.set(workflow, kept);
		dropOldest(this.workflows, MAX_WORKFLOWS);
		this.parts.note(workflow, STORED_AS, (copy) => this.carryOver(workflow, copy, now()));
		return kept;
	}
}

export const knownEvents = new KnownEvents();

function merge(today: number, stored: Entries, remembered: Record<string, number> = {}): Entries {
	const all = [...stored, ...Object.entries(remembered)];
	const youngEnough = all.filter(([, at]) => today - at <= MAX_AGE_MS);
	// A time that has not come yet would keep its place for ever.
	const entries = youngEnough.map(([entry, at]): [string, number] => [entry, Math.min(at, today)]);
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

/** The same object with the newest of the entries, oldest first. */
function refilled(kept: Record<string, number>, known: Entries): Record<string, number> {
	dropOldest(known, MAX_EVENTS);
	for (const entry of Object.keys(kept)) delete kept[entry];
	return Object.assign(kept, Object.fromEntries(known));
}

function write(stored: unknown, kept: Record<string, number>): void {
	try {
		(stored as Record<string, unknown>)[STORED_AS] = kept;
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
