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

/** One try of a run, by the input that all its items share. */
interface SetUp {
	items: Set<number>;
	/** Whether the parameters of all items can be computed; asked where n8n spreads the items over time. */
	isComputable?: boolean;
}

const tries = new WeakMap<object, SetUp>();

/** Setting up takes no time worth speaking of; a run whose items are missing after this is over. */
const SET_UP_MS = 10_000;
const LOOK_AGAIN_MS = 20;

/** Runs as the first hook of an item, in the same turn in which n8n sets it up. */
export async function noteSetUp(
	this: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const input = this.getExecuteData();
	const index = this.getItemIndex();
	const present = tries.get(input);
	// An item for the second time: n8n's Retry On Fail begins anew.
	if (!present || present.items.has(index)) tries.set(input, { items: new Set([index]) });
	else present.items.add(index);
	return options;
}

/**
 * Waits until all items of the run are set up; where n8n spreads them over time, until it is certain
 * that they can be. Where the user goes on after errors n8n does too, and reports each item.
 * @returns `false` when the run has ended, or will end, before all are set up: nobody waits for its
 * items any more, so nobody would hear of an error either
 */
export async function areAllSetUp(context: IExecutePaginationFunctions): Promise<boolean> {
	const input = context.getExecuteData();
	const present = tries.get(input);
	const count = input.data.main?.[0]?.length ?? 1;
	if (!present || context.continueOnFail()) return true;
	if (isSpread(context)) {
		present.isComputable ??= areComputable(context, count);
		if (present.isComputable) return true;
	}
	const end = elapsed() + SET_UP_MS;
	while (present.items.size < count) {
		if (elapsed() >= end || present.isComputable === false) return false;
		await wait(LOOK_AGAIN_MS);
	}
	return true;
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
