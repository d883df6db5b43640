import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import { now } from '../shared/clock';
import { recordOf } from '../shared/storedValue';
import { workflowParts } from '../shared/workflowParts';
import type { KeptWorkflow, OnceKeys } from './onceKeys';
import { onceKeys } from './onceKeys';
import type { RememberedPost } from './rememberedPost';
import { MAX_KEY_AGE_MS, readPost } from './rememberedPost';
import type { Context } from './staticData';
import { isWritable, saveNow } from './staticData';

/** Where the keys stand in the data of the workflow. */
const PLACE = 'tikTokOnceKeys';
const MOST_KEPT = 1_000;

/** The Once Keys that a workflow keeps in its static data, for one execution of it. */
export class KeptKeys {
	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly keys: OnceKeys = onceKeys,
	) {}

	/** What an earlier process has kept under a name. Anything unreadable is nothing. */
	read(name: string): RememberedPost | undefined {
		const kept = recordOf(this.data[PLACE]);
		return kept && Object.hasOwn(kept, name) ? readPost(kept[name]) : undefined;
	}

	/**
	 * Keeps what became of a post, or that there is none.
	 * @param atOnce whether it must outlive a crash within this execution
	 */
	async keep(name: string, post: RememberedPost | undefined, atOnce: boolean): Promise<void> {
		if (!isWritable(this.context as Context)) return;
		const { keys, workflow, data } = this;
		const { list } = keys.of(workflow);
		takeOver(data, list, keys);
		if (post) list[name] = post;
		else delete list[name];
		dropOld(list);
		// Set anew, not changed within: that is how n8n notices.
		data[PLACE] = list;
		workflowParts.note(workflow, PLACE, (copy) => {
			takeOver(copy, list, keys);
			copy[PLACE] = list;
		});
		workflowParts.refresh(workflow, data, PLACE);
		if (atOnce) await this.save();
	}

	private get data(): IDataObject {
		return this.context.getWorkflowStaticData('global');
	}

	private get workflow(): string {
		return String(this.context.getWorkflow().id);
	}

	/** Whoever comes while a save waits for the one before it is saved with it. */
	private async save(): Promise<void> {
		const kept = this.keys.of(this.workflow);
		kept.next ??= kept.saving.take(async () => {
			kept.next = undefined;
			workflowParts.refresh(this.workflow, this.data, PLACE);
			try {
				await saveNow(this.context as Context);
			} catch {
				// Memory holds it, and n8n saves it when the execution ends.
				this.context.logger.warn('TikTok: a Once Key is saved at the end of the execution only');
			}
		});
		await kept.next;
	}
}

/** What earlier processes have kept, but for what this one knows better. */
function takeOver(data: Record<string, unknown>, list: KeptWorkflow['list'], keys: OnceKeys): void {
	const kept = recordOf(data[PLACE]);
	if (!kept || kept === list) return;
	for (const [name, value] of Object.entries(kept)) {
		const known = keys.known(name);
		const post = known ? known.post : readPost(value);
		if (post) list[name] ??= post;
	}
	dropOld(list);
}

function dropOld(list: KeptWorkflow['list']): void {
	const tooOld = now() - MAX_KEY_AGE_MS;
	const newestFirst = Object.entries(list).sort(([, a], [, b]) => b.at - a.at);
	for (const [index, [name, { at }]] of newestFirst.entries()) {
		if (index >= MOST_KEPT || at <= tooOld) delete list[name];
	}
}
