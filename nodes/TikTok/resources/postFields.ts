import type { INodeProperties } from 'n8n-workflow';
import type { PostMode } from '../api/inits';
import { privacyLevelOptions } from '../api/privacyLevels';

/** Fields that several posting operations have in common; what stands under Options is beside. */

const defaultPostMode: PostMode = 'DIRECT_POST';

const postModeTexts = {
	direct: {
		name: 'Direct Post',
		value: 'DIRECT_POST',
		description: 'Publish at once, with caption and settings from here',
	},
	draft: {
		name: 'Draft to Inbox',
		value: 'MEDIA_UPLOAD',
		description: 'Send to the inbox; the creator finishes the post in the TikTok app',
	},
} as const;

const postMode = (media: 'video is' | 'photos are', own: Partial<INodeProperties>) =>
	({
		displayName: 'Post Mode',
		name: 'postMode',
		type: 'options',
		default: defaultPostMode,
		description: `Whether the ${media} published at once or ${media === 'video is' ? 'waits' : 'wait'} in the creator's TikTok inbox. By posting, you agree to TikTok's <a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en">Music Usage Confirmation</a>.`,
		...own,
	}) satisfies INodeProperties as INodeProperties;

export const videoPostMode = postMode('video is', {
	options: [postModeTexts.direct, postModeTexts.draft],
});

export const photoPostMode = postMode('photos are', {
	options: [
		postModeTexts.direct,
		{
			...postModeTexts.draft,
			description: 'Send to the inbox; title and description are filled in there',
		},
	],
	routing: { send: { type: 'body', property: 'post_mode' } },
});

/** Loaded from the creator's own options; TikTok's guidelines forbid a default. */
export const privacyLevel: INodeProperties = {
	displayName: 'Privacy Level Name or ID',
	name: 'privacyLevel',
	type: 'options',
	typeOptions: {
		loadOptionsMethod: 'getPrivacyLevels',
		// n8n asks for the list of a new node before it has chosen the credential. These make it ask
		// again; none of them may hold an expression without data, which would end in an error.
		loadOptionsDependsOn: ['resource', 'operation', 'privacyLevel'],
		allowArbitraryValues: true,
	},
	// The editor shows what TikTok offers the account; these are for reading labels.
	options: privacyLevelOptions,
	default: '',
	description:
		'Who can see the post. The list holds what TikTok offers this account now. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	hint: 'Apps that TikTok has not audited can post only to private accounts, as Only Me.',
	displayOptions: { show: { postMode: ['DIRECT_POST'] } },
	routing: { send: { type: 'body', property: 'post_info.privacy_level' } },
};

/** Sent only when there is text: an empty title is no title. */
export const sendText = (property: string): INodeProperties['routing'] => ({
	send: { type: 'body', property, value: '={{ $value || undefined }}' },
});

export const caption: INodeProperties = {
	displayName: 'Caption',
	name: 'title',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Behind the scenes #studio @ourbrand',
	description: 'Text of the post; hashtags and mentions need a space before them',
	hint: 'Up to 2200 characters; most emoji count as two.',
	displayOptions: { show: { postMode: ['DIRECT_POST'] } },
	routing: sendText('post_info.title'),
};

/** One text for all files of an item, or a list: its operation reads it. */
export const captions: INodeProperties = {
	...caption,
	description:
		'Text of the posts; hashtags and mentions need a space before them. One text for all files, or a list with one for each: from an expression, or as JSON such as ["First", "Second"].',
	ignoreValidationDuringExecution: true,
	routing: undefined,
};
