import type { INodeProperties } from 'n8n-workflow';
import { MAX_COVER_MS } from '../limits';
import { maxWaitMinutes, returnOfPosting } from '../status/returnWhen';

/** What stands under Options of the posting operations, and the notices that belong to it. */

const onlyDirect = { show: { '/postMode': ['DIRECT_POST'] } };

const setting = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	description,
	routing: { send: { type: 'body', property } },
});

/** A setting that a draft would drop. */
const toggle = (...parts: Parameters<typeof setting>): INodeProperties => ({
	...setting(...parts),
	displayOptions: onlyDirect,
});

export const disableComment = toggle(
	'Disable Comments',
	'disableComment',
	'post_info.disable_comment',
	"Whether nobody can comment. The creator's own setting wins; the Privacy Level list shows it.",
);
const disableDuet = toggle(
	'Disable Duets',
	'disableDuet',
	'post_info.disable_duet',
	'Whether nobody can make a duet with the video. Private accounts never allow duets.',
);
const disableStitch = toggle(
	'Disable Stitches',
	'disableStitch',
	'post_info.disable_stitch',
	'Whether nobody can stitch the video. Private accounts never allow stitches.',
);
export const brandContent = toggle(
	'Branded Content',
	'brandContent',
	'post_info.brand_content_toggle',
	'Whether a third party pays for the post. TikTok labels it "Paid partnership"; it cannot be combined with Only Me. By posting, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/bc-policy/en">Branded Content Policy</a>.',
);
export const brandOrganic = toggle(
	'Promotes Own Brand',
	'brandOrganic',
	'post_info.brand_organic_toggle',
	'Whether the post promotes the creator\'s own business. TikTok labels it "Promotional content".',
);
export const autoAddMusic = toggle(
	'Add Music',
	'autoAddMusic',
	'post_info.auto_add_music',
	'Whether TikTok adds music to the photos. The creator can change the track later.',
);
const aiGenerated = (property: string) =>
	setting(
		'AI-Generated',
		'aiGenerated',
		property,
		'Whether TikTok labels the post as made with AI by the creator',
	);

const aiGeneratedVideo: INodeProperties = {
	...aiGenerated('post_info.is_aigc'),
	displayOptions: onlyDirect,
};
/** Photos carry the label beside their settings, drafts too (open API fact sheet §8). */
export const aiGeneratedPhotos = aiGenerated('is_aigc');

const coverTimestampMs: INodeProperties = {
	displayName: 'Cover Time (Milliseconds)',
	name: 'coverTimestampMs',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_COVER_MS, numberPrecision: 0 },
	default: 0,
	placeholder: 'e.g. 1500',
	description:
		'Which moment of the video becomes the cover, in milliseconds from its start. TikTok heeds it on posts for Everyone only; others show the first frame.',
	displayOptions: onlyDirect,
	routing: { send: { type: 'body', property: 'post_info.video_cover_timestamp_ms' } },
};

/** Only where n8n has the file: of media that TikTok downloads itself, nothing can be judged. */
const preflight = (judged: string): INodeProperties => ({
	displayName: 'Check File Before Posting',
	name: 'preflight',
	type: 'boolean',
	default: true,
	description: `Whether to refuse a file, before it is posted, whose ${judged} TikTok would refuse. When off, TikTok judges it, which takes minutes. Privacy level and interactions are checked in any case.`,
});

export const videoPreflight = preflight('length, pixels or frame rate');

export const photoPreflight: INodeProperties = {
	...preflight('pixels'),
	displayOptions: { show: { '/photoSource': ['binary'] } },
};

const onceKeyFor = (consequence: string): INodeProperties => ({
	displayName: 'Once Key',
	name: 'onceKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.row_number }}',
	description: `A text that names the post, such as the row's ID. ${consequence} Remembered for 30 days by this n8n, over a restart by the workflow (not for runs by hand). In queue mode workers do not know of each other: use the Remove Duplicates node there.`,
});

export const onceKey = onceKeyFor(
	'What TikTok accepted under it for this account is not posted again by a later run: its status comes out, with already_posted.',
);

export const onceKeyOfFiles = onceKeyFor(
	'Each file counts by this key and its field. What TikTok accepted for this account is not posted again by a later run: its status comes out, with already_posted.',
);

/** TikTok counts drafts that were never finished, too (open API fact sheet §11). */
const draftNotice: INodeProperties = {
	displayName: 'TikTok keeps at most five unfinished drafts of an account in 24 hours.',
	name: 'draftNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { postMode: ['MEDIA_UPLOAD'] } },
};

const brandNotice: INodeProperties = {
	displayName:
		'Branded Content cannot be private: choose a privacy level other than <b>Only Me</b>.',
	name: 'brandNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: {
			postMode: ['DIRECT_POST'],
			privacyLevel: ['SELF_ONLY'],
			'/options.brandContent': [true],
		},
	},
};

/**
 * What ends every posting operation: Return and the Options, in the order of their labels, with the
 * notices that belong to the mode or to an option.
 */
export function postOptions(own: INodeProperties[]) {
	return [draftNotice, brandNotice, returnOfPosting, optionsField(own)];
}

const checkOnly: INodeProperties = {
	displayName: 'Check Only',
	name: 'checkOnly',
	type: 'boolean',
	default: false,
	description:
		'Whether to check only and post nothing: the item says what TikTok would refuse (problems), what would be sent (request), and what the account may post now (creator). Costs neither a post nor a draft.',
};

function optionsField(own: INodeProperties[]): INodeProperties {
	const options = [...own, checkOnly, maxWaitMinutes];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** The settings that TikTok knows for videos. */
export const videoOptions: INodeProperties[] = [
	aiGeneratedVideo,
	brandContent,
	brandOrganic,
	coverTimestampMs,
	disableComment,
	disableDuet,
	disableStitch,
];
