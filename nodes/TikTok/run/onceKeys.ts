import { createHash } from 'crypto';
import { BoundedMap } from '../shared/boundedMap';
import type { Clock } from '../shared/clock';
import { Turn } from '../shared/turn';
import type { RememberedPost } from './rememberedPost';
import { MAX_KEY_AGE_MS } from './rememberedPost';

const MAX_KEYS = 5_000;
const MAX_WORKFLOWS = 200;

/** A Once Key, as far as this process has had to do with it. */
export class KnownKey {
	post?: RememberedPost;
	/** Whether this process knows better than what a workflow has kept. */
	isKnown = false;
	/** How many items hold it or wait for it. */
	items = 0;
	readonly turn = new Turn();
}

/** What one workflow keeps. All its executions of this process share the list, so none saves an older one. */
export interface KeptWorkflow {
	/** The posts by the names of their keys. */
	readonly list: Record<string, RememberedPost>;
	/** One save at a time. */
	readonly saving: Turn;
	/** A save that has not begun: it saves what comes until then, too. */
	next?: Promise<void>;
}

/**
 * The Once Keys of this process, whatever workflow, operation and execution use them. Module state,
 * bounded in count and age. Lost with the process, but for what the workflows keep (`keptKeys.ts`).
 */
export class OnceKeys {
	private readonly keys: BoundedMap<string, KnownKey>;

	private readonly workflows: BoundedMap<string, KeptWorkflow>;

	constructor(time?: Pick<Clock, 'elapsed'>) {
		const isInUse = ({ items }: KnownKey) => items > 0;
		this.keys = new BoundedMap({ maxCount: MAX_KEYS, maxAgeMs: MAX_KEY_AGE_MS, isInUse }, time);
		this.workflows = new BoundedMap({ maxCount: MAX_WORKFLOWS }, time);
	}

	/**
	 * Lets one item at a time work with a key; others wait for it.
	 * @param signal ends waiting
	 */
	async inTurn<T>(
		name: string,
		work: (key: KnownKey) => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		const key = this.keys.get(name) ?? new KnownKey();
		key.items += 1;
		this.keys.set(name, key);
		try {
			return await key.turn.take(async () => await work(key), signal);
		} finally {
			key.items -= 1;
			this.keys.set(name, key);
		}
	}

	/** The key, when this process knows better than what a workflow has kept. */
	known(name: string): KnownKey | undefined {
		const key = this.keys.get(name);
		return key?.isKnown ? key : undefined;
	}

	/** What this process keeps for a workflow. */
	of(workflowId: string): KeptWorkflow {
		const kept = this.workflows.get(workflowId) ?? { list: {}, saving: new Turn() };
		this.workflows.set(workflowId, kept);
		return kept;
	}
}

/** The Once Keys of this process. */
export const onceKeys = new OnceKeys();

/** How a key is called where it is kept: neither account nor key can be read from it. */
export function nameOfKey(accountKey: string, key: string): string {
	return createHash('sha256')
		.update(JSON.stringify([accountKey, key]))
		.digest('hex')
		.slice(0, 32);
}
