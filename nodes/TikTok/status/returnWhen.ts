import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Parameters } from '../run/parameters';
import type { WaitOptions } from './waitForCompletion';

/** When an operation hands its item on. Values are stored in workflows. */
type ReturnWhen = 'started' | 'published' | 'public';

const DEFAULT_MAX_WAIT_MINUTES = 10;

const published = {
	name: 'When Published',
	value: 'published' satisfies ReturnWhen,
	description:
		'Wait until TikTok has published the post, delivered the draft, or refused it. Usually takes under a minute.',
};

/**
 * A draft has no public ID before the creator finishes it, and a private post never has one.
 * @param withoutLink when those come that have none
 */
const withLink = (withoutLink: string) => ({
	name: 'With Link',
	value: 'public' satisfies ReturnWhen,
	description: `Wait also for the link of a public post. TikTok moderates first: usually a minute, sometimes hours. ${withoutLink}`,
});

const returnField = (atOnce: string, withoutLink: string): INodeProperties => ({
	displayName: 'Return',
	name: 'returnWhen',
	type: 'options',
	default: 'started',
	description: 'When the node hands the post on',
	options: [
		{ name: 'At Once', value: 'started' satisfies ReturnWhen, description: atOnce },
		published,
		withLink(withoutLink),
	] satisfies INodePropertyOptions[],
});

export const returnOfPosting = returnField(
	'As soon as TikTok has the post, without waiting for what becomes of it',
	'Drafts and private posts have none and come when published.',
);

/** TikTok's status does not tell a private post from one in moderation. */
export const returnOfStatus = returnField(
	'The status as it is now',
	'A draft has none and comes when delivered. A private post has none either, which its status does not tell: it comes when Maximum Wait is over.',
);

export const maxWaitMinutes: INodeProperties = {
	displayName: 'Maximum Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1440 },
	default: DEFAULT_MAX_WAIT_MINUTES,
	displayOptions: {
		show: { '/returnWhen': ['published', 'public'] satisfies ReturnWhen[] },
	},
	description:
		'How long to wait at most. When the time is up the item comes as it is then and says when to ask again (retry_after_seconds); the post goes on at TikTok.',
};

/** What the user chose; `undefined` when the operation shall not wait. */
export function waitOptions(parameters: Parameters): WaitOptions | undefined {
	const returnWhen = parameters.text('returnWhen') as ReturnWhen;
	if (returnWhen === 'started') return undefined;
	return {
		forPublicId: returnWhen === 'public',
		maxWaitMs: parameters.number('maxWaitMinutes') * 60_000,
	};
}
