import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { openOwnSession } from '../request/openOwnSession';
import type { Session } from '../request/session';
import { elapsed, now } from '../shared/clock';
import { knownEvents } from '../webhook/knownEvents';
import { pollAccount } from './watchAccount';
import { pollPosts } from './watchPosts';
import { isFirstPoll, noteFirstPoll, unlessRunning } from './runningPolls';
import { testRun } from './testRun';

/** One look at TikTok. */
export interface Poll {
	readonly context: IPollFunctions;
	readonly session: Session;
	/** What n8n keeps for this trigger: the live object, written in one go when all is decided. */
	readonly data: IDataObject;
	/** First since the workflow was switched on: what there is now is old. */
	readonly isBaseline: boolean;
	/** First since the trigger was registered, whyever. */
	readonly isFirst: boolean;
	/** Call once the poll has laid the foundation that the next ones build on. */
	started(): void;
	/** No further question is asked after this. */
	readonly deadline: number;
}

export type PollOutput = INodeExecutionData[][] | null;

/** So many failing polls in a row are passed over; the next one is an error, then it starts anew. */
export const POLLS_PASSED_OVER = 5;

/** Well below the interval of polls, and within what n8n grants in its tightest mode (36 s). */
const POLL_MS = 20_000;

/** A scheduled poll, the first one at activation included, or a test run in the editor. */
export async function poll(context: IPollFunctions): Promise<PollOutput> {
	if (context.getMode() === 'manual')
		return await naming(context, async () => await testRun(context));
	const trigger = `${context.getWorkflow().id}|${context.getNode().id}`;
	return await unlessRunning(trigger, async () => await scheduledPoll(context));
}

async function scheduledPoll(context: IPollFunctions): Promise<PollOutput> {
	const data = context.getWorkflowStaticData('node');
	try {
		const output = await lookAtTikTok(context, data);
		if (data.failedPolls) data.failedPolls = 0;
		keepKnownEvents(context);
		return output;
	} catch (error) {
		const failure = asFailure(error);
		if (!failure.isPassing) throw toNodeError(context, failure);
		const inARow = Number(data.failedPolls ?? 0) + 1;
		data.failedPolls = inARow > POLLS_PASSED_OVER ? 0 : inARow;
		if (inARow > POLLS_PASSED_OVER) throw toNodeError(context, failure);
		context.logger.warn(
			`TikTok Trigger: ${failure.headline} Poll ${inARow} of ${POLLS_PASSED_OVER} that are passed over`,
		);
		return null;
	}
}

/** n8n now writes back what it read at registration, a webhook trigger's older memory included. */
function keepKnownEvents(context: IPollFunctions): void {
	const workflow = String(context.getWorkflow().id);
	knownEvents.carryOver(workflow, context.getWorkflowStaticData('global'), now());
}

async function lookAtTikTok(context: IPollFunctions, data: IDataObject): Promise<PollOutput> {
	const session = (await openOwnSession(context, 'tikTokOAuth2Api')).withoutRepeats();
	const isFirst = isFirstPoll(context, data);
	const look = context.getNodeParameter('source') === 'account' ? pollAccount : pollPosts;
	return await look({
		context,
		session,
		data,
		isFirst,
		isBaseline: isFirst && isActivation(context),
		started: () => noteFirstPoll(context, data),
		deadline: elapsed() + POLL_MS,
	});
}

async function naming<T>(context: IPollFunctions, run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		throw toNodeError(context, asFailure(error));
	}
}

function toNodeError(context: IPollFunctions, failure: TikTokFailure) {
	return failure.toNodeError(context.getNode(), 0, { published: [], unconfirmed: [] });
}

/** The user switched the workflow on; after a restart, an update or a take-over n8n names others. */
function isActivation(context: IPollFunctions): boolean {
	return ['activate', 'create'].includes(context.getActivationMode());
}
