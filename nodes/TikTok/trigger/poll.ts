import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { Session } from '../request/session';
import type { Parameters } from '../run/parameters';
import type { Memory } from './memory';

/** One look at TikTok, as the two ways of watching see it. */
export interface Poll {
	readonly context: IPollFunctions;
	readonly session: Session;
	/** The fields of the trigger, as they declare themselves. */
	readonly parameters: Parameters;
	/** First since the trigger was registered, whyever. */
	readonly isFirst: boolean;
	/** First since the workflow was switched on: what there is now is old. */
	readonly isBaseline: boolean;
	/** What was kept for this account and this way of watching; without it the watch begins now. */
	readonly memory: Memory | undefined;
	/**
	 * Replaces what is remembered, in one go. From what is kept first the next polls go on, even when
	 * this one fails later.
	 */
	keep(memory: Memory): void;
	/** Whether a failure of this poll is an error; others are passed over. */
	tells(failure: TikTokFailure): boolean;
	/** Nothing could be asked: the poll says neither that TikTok answers nor that it does not. */
	skip(): void;
	/** No further question is asked after this, in elapsed ms. */
	readonly deadline: number;
}

/** n8n starts an execution with what is not `null`, and only then saves what a trigger remembers. */
export type PollOutput = INodeExecutionData[][] | null;
