import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';
import type { WaitOptions } from './waitForCompletion';

const DEFAULT_MAX_WAIT_MINUTES = 10;

/** The waiting options, the same wherever a post can be waited for. */
export const maxWaitMinutes: INodeProperties = {
	displayName: 'Maximum Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1440 },
	default: DEFAULT_MAX_WAIT_MINUTES,
	description:
		'How long Wait for Completion may take. When the time is up the item says is_final: false and when to ask again; the post goes on at TikTok.',
};

export const waitForCompletionOption: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until TikTok has published the post, delivered the draft, or refused it. Usually takes under a minute.',
};

export const waitForPublicIdOption: INodeProperties = {
	displayName: 'Wait for Public Post ID',
	name: 'waitForPublicId',
	type: 'boolean',
	default: false,
	description:
		'Whether Wait for Completion also waits for the link of a public post. TikTok moderates first: usually a minute, sometimes hours.',
};

/** What the user chose; `undefined` when the operation shall not wait. */
export function waitOptions(context: IExecuteSingleFunctions): WaitOptions | undefined {
	const option = <T>(name: string, fallback: T) =>
		context.getNodeParameter(`options.${name}`, fallback) as T;
	if (!option('waitForCompletion', false)) return undefined;
	return {
		forPublicId: option('waitForPublicId', false),
		maxWaitMs: option('maxWaitMinutes', DEFAULT_MAX_WAIT_MINUTES) * 60_000,
	};
}
