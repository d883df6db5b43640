import type { INodeProperties } from 'n8n-workflow';
import { eventOptions } from './events';

export const properties: INodeProperties[] = [
	{
		displayName:
			'TikTok has one callback URL per app, for all its accounts and events. Open your app on <a href="https://developers.tiktok.com/apps" target="_blank">developers.tiktok.com</a>, go to <b>Webhooks</b> and enter the <b>Production URL</b> from above; it must start with https. The Test URL works only while the editor listens. For several workflows, let this one hand the events on.',
		name: 'callbackNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: eventOptions,
		default: ['post.publish.complete', 'post.publish.failed', 'post.publish.inbox_delivered'],
		description:
			'The events that start the workflow; TikTok sends all of them, the others are ignored',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Maximum Age (Minutes)',
				name: 'maximumAgeMinutes',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 5,
				description:
					'How old the signature of an event may be. Without this option any age is accepted, because TikTok repeats an undelivered event for 72 hours and may not sign it anew. What is no number above 0 refuses all events.',
			},
			{
				displayName: 'Only These Accounts',
				name: 'openIds',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Open ID' },
				default: [],
				placeholder: 'e.g. -000abcDEF123',
				description:
					'The open_id of each account to listen to; posting operations return it. Without any, all accounts of the app count; an empty value refuses all events. Events that name no account always count.',
			},
		],
	},
];
