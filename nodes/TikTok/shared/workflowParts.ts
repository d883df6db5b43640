import { BoundedMap } from './boundedMap';
import type { Clock } from './clock';
import { recordOf } from './storedValue';

const MAX_WORKFLOWS = 200;

/** Brings one part of a copy up to date, and takes over from it what it knows better. */
export type Refresh = (copy: Record<string, unknown>) => void;

/**
 * What several nodes of a workflow keep in the data that they share. Each has a copy: a trigger's is as
 * old as its registration, an execution's as its start, and each is written back whole, so that an old
 * copy takes back what others have written since. Whoever has a copy written therefore refreshes it
 * here first. A part is one object in all copies: one that is written much later holds what came in
 * between. Module state, bounded in count, safe to lose.
 */
export class WorkflowParts {
	private readonly workflows: BoundedMap<string, Map<string, Refresh>>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		this.workflows = new BoundedMap({ maxCount: MAX_WORKFLOWS }, time);
	}

	/** @param place where the part stands in the data */
	note(workflow: string, place: string, refresh: Refresh): void {
		const parts = this.workflows.get(workflow) ?? new Map<string, Refresh>();
		this.workflows.set(workflow, parts.set(place, refresh));
	}

	/**
	 * @param copy what all nodes of the workflow share, whatever stands there
	 * @param own the place of the part that the caller writes by itself
	 */
	refresh(workflow: string, copy: unknown, own?: string): void {
		const data = recordOf(copy);
		if (!data) return;
		for (const [place, refresh] of this.workflows.get(workflow) ?? []) {
			if (place !== own) refresh(data);
		}
	}
}

/** The parts that this process has written. */
export const workflowParts = new WorkflowParts();
