import type { IPollFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { asFailure } from '../errors/ownFailure';
import { openOwnSession } from '../request/openOwnSession';
import type { ParameterSource } from '../run/parameters';
import { Parameters } from '../run/parameters';
import { elapsed } from '../shared/clock';
import { workflowParts } from '../shared/workflowParts';
import { COPIES, refreshCopies, TriggerMemory } from './memory';
import type { Poll, PollOutput } from './poll';
import { runningPolls } from './runningPolls';
import { testRun } from './testRun';
import { triggerFields } from './triggerFields';
import { watchAccount } from './watchAccount';
import { watchPosts } from './watchPosts';

/** So many failing polls in a row are passed over; the next one is an error, then it starts anew. */
const POLLS_PASSED_OVER = 5;

/** Well below the interval of polls, and within what n8n grants in its tightest mode (36 s). */
const POLL_MS = 20_000;

/** A scheduled poll, the first one at activation included, or a test run in the editor. */
export async function pollRun(context: IPollFunctions): Promise<PollOutput> {
	if (context.getMode() === 'manual')
		return await naming(context, async () => await testRun(context));
	const trigger = `${context.getWorkflow().id}|${context.getNode().id}`;
	return await runningPolls.unlessRunning(
		trigger,
		() => isActivation(context) && runningPolls.isFirst(registrationOf(context)),
		async () => await scheduledPoll(context),
	);
}

/** Both stay the same until n8n registers the trigger anew; its durable scheduler makes them for each poll. */
const registrationOf = (context: IPollFunctions) => [
	context,
	context.getWorkflowStaticData('node'),
];

async function scheduledPoll(context: IPollFunctions): Promise<PollOutput> {
	const workflow = String(context.getWorkflow().id);
	const copies = runningPolls.copiesOf(workflow);
	workflowParts.note(workflow, COPIES, (data) => refreshCopies(copies, data));
	const memory = new TriggerMemory(
		context.getWorkflowStaticData('node'),
		context.getWorkflowStaticData('global'),
		context.getNode().id,
		copies,
	);
	try {
		return await lookAtTikTok(context, memory);
	} catch (error) {
		const failure = asFailure(error);
		const inARow = memory.failedPolls + 1;
		const isTold = tells(memory, failure);
		if (failure.isPassing) memory.failedPolls = isTold ? 0 : inARow;
		if (isTold) throw toNodeError(context, failure);
		context.logger.warn(
			`TikTok Trigger: ${failure.headline} Poll ${inARow} of ${POLLS_PASSED_OVER} that are passed over`,
		);
		return null;
	} finally {
		// n8n now writes back what it read at registration.
		workflowParts.refresh(workflow, context.getWorkflowStaticData('global'));
	}
}

const tells = ({ failedPolls }: TriggerMemory, failure: TikTokFailure): boolean =>
	!failure.isPassing || failedPolls >= POLLS_PASSED_OVER;

async function lookAtTikTok(context: IPollFunctions, memory: TriggerMemory): Promise<PollOutput> {
	const session = (await openOwnSession(context, 'tikTokOAuth2Api')).withoutRepeats();
	const registration = registrationOf(context);
	const isFirst = runningPolls.isFirst(registration);
	const recalled = memory.recall();
	const isBaseline = isFirst && isActivation(context);
	const parameters = new Parameters(triggerFields, context as ParameterSource);
	parameters.check();
	if (memory.isUnreadable && !recalled)
		context.logger.warn('TikTok Trigger: what it remembered cannot be read, so it begins anew');
	let isSkipped = false;
	const poll: Poll = {
		context,
		session,
		parameters,
		isFirst,
		isBaseline,
		memory: recalled,
		keep(next) {
			memory.keep(next);
			// With the failures of earlier times counted, an outage could keep n8n from registering it, and
			// what is posted until n8n tries again would be missed.
			if (isBaseline) memory.failedPolls = 0;
			runningPolls.noteFirst(registration);
		},
		tells: (failure) => tells(memory, failure),
		skip: () => (isSkipped = true),
		deadline: elapsed() + POLL_MS,
	};
	const watch = parameters.text('source') === 'account' ? watchAccount : watchPosts;
	const output = await watch(poll);
	if (!isSkipped) memory.failedPolls = 0;
	return output;
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
