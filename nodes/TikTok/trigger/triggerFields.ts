import type { INodeProperties } from 'n8n-workflow';
import { publishIdsField } from '../status/publishIds';

/** The label makes n8n offer each source as a trigger of its own, named by its `action`. */
const source: INodeProperties = {
	displayName: 'Trigger On',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	default: 'instance',
	options: [
		{
			name: 'Posts of This Instance',
			value: 'instance',
			action: 'On outcome of a post from this n8n',
			description: 'Not in queue mode. What TikTok nodes post from any workflow to this account.',
		},
		{
			name: 'Specific Publish IDs',
			value: 'publishIds',
			action: 'On outcome of a listed publish ID',
			description: 'Posts whose publish_id you list. Works in queue mode too.',
		},
		{
			name: 'New Public Posts of the Account',
			value: 'account',
			action: 'On new video or photos on my account',
			description:
				'Each new public post, whoever made it; in queue mode too. Needs the permission Videos (Display API).',
		},
	],
	description:
		'Which posts to react to, from the moment the workflow is active. In queue mode, executions run in worker processes that this trigger cannot see: watch the account or specific publish IDs there, or set Return to When Published in the TikTok node.',
};

const publishIds: INodeProperties = {
	...publishIdsField,
	description: 'The publish_id that posting operations return. Each outcome of each fires once.',
	displayOptions: { show: { source: ['publishIds'] } },
};

const events: INodeProperties = {
	displayName: 'Outcomes',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['published', 'inbox', 'failed', 'expired'],
	options: [
		{
			name: 'Draft Delivered to Inbox',
			value: 'inbox',
			description: 'The creator has been notified of a draft',
		},
		{
			name: 'Post Became Public',
			value: 'public',
			description: 'Everybody can see the post, within 24 hours; the output holds its ID and link',
		},
		{
			name: 'Post Expired',
			value: 'expired',
			description: 'Nothing came of a post within 24 hours, or of a draft within 7 days',
		},
		{
			name: 'Post Failed',
			value: 'failed',
			description: 'TikTok could not publish the post; the output says why and what to do',
		},
		{
			name: 'Post Published',
			value: 'published',
			description: 'The post is on the account, or the creator has posted the draft within 7 days',
		},
		{
			name: 'Post Started',
			value: 'started',
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
