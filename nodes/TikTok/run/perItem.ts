import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { Problems, refuseFirst } from '../errors/problems';
import { checkedItem } from './checkedItem';
import type { AccountLedger, RunLedger } from './ledger';
import { runLedgers } from './ledger';
import { Parameters } from './parameters';
import { setUpItems } from './setUp';
import { openSession } from '../request/openSession';
import type { Session } from '../request/session';

/** Everything an operation needs to handle one input item. */
export interface Task {
	/** Whether a model calls the node as a tool: then one run may hold several calls. */
	readonly isTool: boolean;
	/** Whether a failure ends the run; otherwise it becomes an item. */
	readonly stopsOnError: boolean;
	readonly context: IExecutePaginationFunctions;
	/** The fields of the operation, each read as it declares itself. */
	readonly parameters: Parameters;
	/** The request that the fields of the operation have described, every value in TikTok's type. */
	readonly request: DeclarativeRestApiSettings.ResultOptions;
	readonly session: Session;
	readonly itemIndex: number;
	readonly ledger: AccountLedger;
	/** Whether the user wants to know what would happen: then nothing is posted. */
	readonly checksOnly: boolean;
	/** Where checks put what they find. */
	readonly problems: Problems;
}

/** An operation: results become items; a failure among them becomes an error item of its own. */
export type Execute = (task: Task) => Promise<Array<IDataObject | TikTokFailure>>;

/** An operation, as far as it matters for one item. */
export interface PerItem {
	execute: Execute;
	fields: INodeProperties[];
	/** What a model is told when there is nothing. */
	whenEmpty?: string;
}

type PaginationFunction = (
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
) => Promise<INodeExecutionData[]>;

/**
 * Makes an operation a pagination function of n8n's declarative engine: the one place where
 * results are linked to their input item, and where failures become n8n errors or error items.
 */
export function perItem({ execute, fields, whenEmpty }: PerItem): PaginationFunction {
	return async function (this, request) {
		const run = {
			executionId: this.getExecutionId(),
			node: this.getNode().name,
			runIndex: isTool(this) ? ('any' as const) : runIndexOf(this),
		};
		return await runLedgers.during(run, async (ledger) => {
			const itemIndex = this.getItemIndex();
			const found = await resultsOf({ execute, fields }, this, request, ledger);
			// No item would reach a model as an empty text.
			const results = found.length === 0 && isTool(this) ? [{ message: whenEmpty }] : found;
			return results.map((result) => ({
				json: result instanceof TikTokFailure ? failed(this, result, itemIndex, ledger) : result,
				pairedItem: { item: itemIndex },
			}));
		});
	};
}

async function resultsOf(
	{ execute, fields }: PerItem,
	context: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
	run: RunLedger,
): Promise<Array<IDataObject | TikTokFailure>> {
	let problems = refuseFirst;
	try {
		if (!isTool(context) && !(await setUpItems.areComplete(context))) return [];
		const checksOnly = choosesCheckOnly(new Parameters(fields, context));
		if (checksOnly) problems = new Problems(true);
		const parameters = new Parameters(fields, context, problems);
		const typed = { ...request, options: parameters.typed(request.options) };
		const session = await openSession(context, typed);
		const results = await execute({
			isTool: isTool(context),
			stopsOnError: stopsOnError(context),
			context,
			parameters,
			request: typed,
			session,
			itemIndex: context.getItemIndex(),
			ledger: run.of(session.connection.accountKey),
			checksOnly,
			problems,
		});
		return session.quotaWaitMs > 0 ? results.map(withWait(session.quotaWaitMs / 1000)) : results;
	} catch (error) {
		return [refusal(problems, error)];
	}
}

/** How long the item waited for TikTok's limits; a post tells it among the figures of its upload. */
const withWait =
	(quota_wait_seconds: number) =>
	(result: IDataObject | TikTokFailure): IDataObject | TikTokFailure => {
		if (result instanceof TikTokFailure) return result.with({ quota_wait_seconds });
		return 'upload' in result ? result : { ...result, quota_wait_seconds };
	};

const choosesCheckOnly = (parameters: Parameters) =>
	parameters.declares('checkOnly') && parameters.flag('checkOnly');

/** What ended the item; where problems are collected, it is the last of them. */
function refusal(problems: Problems, error: unknown): IDataObject | TikTokFailure {
	try {
		problems.note(error);
		return checkedItem(problems);
	} catch (thrown) {
		return asFailure(thrown);
	}
}

/**
 * An error item, or the thrown error. Error items hold nothing beside `error` and `details`, and no
 * `.error`: n8n would wipe their data or not send them to the error output otherwise. As a tool the
 * failure is returned in any case: a model sees a thrown error as an empty answer.
 * @throws NodeApiError | NodeOperationError when the user stops on errors
 */
function failed(
	context: IExecutePaginationFunctions,
	failure: TikTokFailure,
	itemIndex: number,
	ledger: RunLedger,
): IDataObject {
	const node = context.getNode();
	if (!stopsOnError(context)) {
		return { error: failure.sentence, details: { ...failure.details } };
	}
	// The list is shared, not copied: n8n waits for all items before it throws the first failure,
	// so by then it holds what the others achieved.
	throw failure.toNodeError(node, itemIndex, ledger);
}

const stopsOnError = (context: IExecutePaginationFunctions) =>
	!isTool(context) && !context.continueOnFail();

const isTool = (context: IExecutePaginationFunctions) => context.getNode().type.endsWith('Tool');

function runIndexOf(context: IExecutePaginationFunctions): number {
	return context.getWorkflowDataProxy(context.getItemIndex()).$runIndex as number;
}
