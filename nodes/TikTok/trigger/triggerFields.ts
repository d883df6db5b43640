import type { INodeProperties } from 'n8n-workflow';
import { publishIdsField } from '../status/publishIds';

const source: INodeProperties = {
	displayName: 'Watch',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	default: 'instance',
	options: [
		{
			name: 'Posts of This Instance',
			value: 'instance',
			description:
				'Posts that TikTok nodes of this n8n start while this trigger is active, in any workflow and with any credential of the same account. Not in queue mode.',
		},
		{
			name: 'Specific Publish IDs',
			value: 'publishIds',
			description: 'Posts whose publish_id you list. Works in queue mode too.',
		},
		{
			name: 'New Public Posts of the Account',
			value: 'account',
			description:
				'Each post that becomes public, whoever made it. Needs the permission Videos, of the Display API. Works in queue mode too.',
		},
	],
	description:
		'Which posts to react to. In queue mode, executions run in worker processes that this trigger cannot see: watch the account or specific publish IDs there, or set Return to When Published in the TikTok node.',
};

const publishIds: INodeProperties = {
	...publishIdsField,
	description: 'The publish_id that posting operations return. Each outcome of each fires once.',
	displayOptions: { show: { source: ['publishIds'] } },
};

/** The label makes n8n offer each outcome as a trigger of its own, named by its `action`. */
const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['published', 'inbox', 'failed', 'expired'],
	options: [
		{
			name: 'Delivered to Inbox',
			value: 'inbox',
			action: 'On draft delivered to inbox',
			description: 'A draft arrived in the inbox of the creator',
		},
		{
			name: 'Expired',
			value: 'expired',
			action: 'On post expired',
			description:
				'Nothing came of it in time: not processed, or no public ID, after 24 hours; draft not posted after 7 days',
		},
		{
			name: 'Failed',
			value: 'failed',
			action: 'On post failed',
			description: 'TikTok refused the post; fail_reason says why',
		},
		{
			name: 'Public',
			value: 'public',
			action: 'On post public with link',
			description:
				'TikTok has moderated a public post and gave its ID and link. Watched for 24 hours; never fires for private posts.',
		},
		{
			name: 'Published',
			value: 'published',
			action: 'On post published',
			description:
				'The post is on the account, or the creator has posted the draft. Drafts are asked for once an hour, for 7 days.',
		},
		{
			name: 'Started',
			value: 'started',
			action: 'On post started',
			description: 'TikTok has accepted the post and works on it',
		},
	],
	displayOptions: { show: { source: ['instance', 'publishIds'] } },
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { source: ['instance'] } },
	options: [
		{
			displayName: 'Include Manual Runs',
			name: 'includeManualRuns',
			type: 'boolean',
			default: true,
			description:
				'Whether to watch posts made by testing a workflow in the editor too. Their items carry manual_run: true.',
		},
		{
			displayName: 'Keep Pending Posts After a Restart',
			name: 'keepPending',
			type: 'boolean',
			default: true,
			description:
				'Whether posts still in progress are watched on after n8n restarts. To save them, n8n records an execution without items when a new post is first seen; switch this off if you count executions.',
		},
	],
};

export const triggerFields: INodeProperties[] = [source, publishIds, events, options];
