import type { INodeProperties } from 'n8n-workflow';
import type { Parameters } from '../run/parameters';
import type { WaitOptions } from './waitForCompletion';

const DEFAULT_MAX_WAIT_MINUTES = 10;

const whenWaiting = { waitForCompletion: [true] };

/** The waiting options, the same wherever a post can be waited for. */
const maxWaitMinutes: INodeProperties = {
	displayName: 'Maximum Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1440 },
	default: DEFAULT_MAX_WAIT_MINUTES,
	displayOptions: { show: whenWaiting },
	description:
		'How long to wait at most. When the time is up the item says is_final: false and when to ask again; the post goes on at TikTok.',
};

const waitForCompletionOption: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until TikTok has published the post, delivered the draft, or refused it. Usually takes under a minute.',
};

const waitForPublicIdOption: INodeProperties = {
	displayName: 'Wait for Public Post ID',
	name: 'waitForPublicId',
	type: 'boolean',
	default: false,
	displayOptions: { show: whenWaiting },
	description:
		'Whether to wait also for the link of a public post. TikTok moderates first: usually a minute, sometimes hours.',
};

/** For following a post: nothing is known of it yet. */
export const waitOptionFields: INodeProperties[] = [
	maxWaitMinutes,
	waitForCompletionOption,
	waitForPublicIdOption,
];

/**
 * For posting: a draft has no public ID before the creator finishes it, and a private post never has
 * one.
 */
export const waitOptionFieldsOfPosting: INodeProperties[] = [
	maxWaitMinutes,
	waitForCompletionOption,
	{
		...waitForPublicIdOption,
		displayOptions: {
			show: { ...whenWaiting, '/postMode': ['DIRECT_POST'] },
			hide: { '/privacyLevel': ['SELF_ONLY'] },
		},
	},
];

/** What the user chose; `undefined` when the operation shall not wait. */
export function waitOptions(parameters: Parameters): WaitOptions | undefined {
	if (!parameters.flag('waitForCompletion')) return undefined;
	return {
		forPublicId: parameters.flag('waitForPublicId'),
		maxWaitMs: parameters.number('maxWaitMinutes') * 60_000,
	};
}
