import type {
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { elapsed, wait } from '../shared/clock';

/**
 * n8n starts the first item before it has computed the parameters of the next. When those cannot be
 * computed and the user stops on errors, the node ends at once, and what was started goes on unseen.
 * So nothing of a run is sent before n8n has set up all its items.
 */

/** One try of a run. */
interface Try {
	items: Set<number>;
	/** Whether the parameters of all items can be computed; asked where n8n spreads the items over time. */
	isComputable?: boolean;
}

/** Setting up takes no time worth speaking of; a run to which no item came for so long is over. */
const QUIET_MS = 10_000;
/** The next look comes soon, the later ones less and less often. */
const LOOK_AGAIN_MS = { first: 20, atMost: 500 };

/** Which items n8n has set up, by the input that all items of a try share: held weakly, gone with it. */
export class SetUpItems {
	private readonly tries = new WeakMap<object, Try>();

	note(input: object, item: number): void {
		const present = this.tries.get(input);
		// An item for the second time: n8n's Retry On Fail begins anew.
		if (!present || present.items.has(item)) this.tries.set(input, { items: new Set([item]) });
		else present.items.add(item);
	}

	/**
	 * Waits until all items of the run are set up; where n8n spreads them over time, until it is
	 * certain that they can be. Where the user goes on after errors n8n does too, and reports each item.
	 * @returns `false` when the run has ended, or will end, before all are set up: nobody waits for its
	 * items any more, so nobody would hear of an error either
	 */
	async areComplete(context: IExecutePaginationFunctions): Promise<boolean> {
		const input = context.getExecuteData();
		const present = this.tries.get(input);
		const count = itemsOf(context);
		if (!present || context.continueOnFail()) return true;
		if (isSpread(context)) {
			present.isComputable ??= areComputable(context, count);
			if (present.isComputable) return true;
		}
		let end = elapsed() + QUIET_MS;
		let pause = LOOK_AGAIN_MS.first;
		for (let known = present.items.size; present.items.size < count; ) {
			if (present.items.size > known) end = elapsed() + QUIET_MS;
			known = present.items.size;
			if (elapsed() >= end || present.isComputable === false) {
				context.logger.warn('TikTok: nothing was sent: n8n could not set up all items of the run');
				return false;
			}
			await wait(pause);
			pause = Math.min(2 * pause, LOOK_AGAIN_MS.atMost);
		}
		return true;
	}
}

/** The items of this process. */
export const setUpItems = new SetUpItems();

/** Runs as the first hook of an item, in the same turn in which n8n sets it up. */
export async function noteSetUp(
	this: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	setUpItems.note(this.getExecuteData(), this.getItemIndex());
	return options;
}

/** How many items n8n sets up; with the setting Execute Once it keeps all the others to itself. */
function itemsOf(context: IExecutePaginationFunctions): number {
	if (context.getNode().executeOnce) return 1;
	return context.getExecuteData().data.main?.[0]?.length ?? 1;
}

/** n8n's option Batching spreads the items over time. */
function isSpread(context: IExecutePaginationFunctions): boolean {
	const { batching } = context.getNodeParameter('requestOptions', {}) as {
		batching?: { batch?: { batchInterval?: number } };
	};
	return Number(batching?.batch?.batchInterval) > 0;
}

function areComputable(context: IExecutePaginationFunctions, count: number): boolean {
	const expressions = expressionsIn(context.getNode().parameters);
	try {
		for (let item = 0; item < count; item++) {
			for (const expression of expressions) context.evaluateExpression(expression, item);
		}
		return true;
	} catch {
		return false;
	}
}

/** Every expression of the node's parameters, without n8n's equals sign. */
function expressionsIn(value: unknown): string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [value.slice(1)] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(expressionsIn);
}
