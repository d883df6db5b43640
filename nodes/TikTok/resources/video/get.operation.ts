import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { queryVideos, videoQuery, withIsoTime } from '../../api/videos';
import { inputFailure, ownFailure } from '../../errors/ownFailure';
import { MAX_VIDEO_IDS } from '../../limits';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { inSentence } from '../../run/readValue';
import type { Operation } from '../resource';

const fields: INodeProperties[] = [
	{
		displayName: 'Video',
		name: 'videoId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'A public video of the connected account',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchVideos', searchable: true },
			},
			{
				displayName: 'By ID or Link',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. https://www.tiktok.com/@your.account/video/7678907398077074696',
			},
		],
	},
	{
		displayName: 'Video IDs or Links',
		name: 'videoIds',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Video' },
		default: [''],
		placeholder: 'e.g. 7678907398077074696',
		description:
			'Further public videos of the connected account, by their IDs or by links to them, as copied from the browser; at most 20 in all. TikTok leaves out all others.',
	},
	{
		displayName: 'Simplify',
		name: 'simple',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

/** id or link → query */
async function getVideos({ parameters, session }: Task): Promise<IDataObject[]> {
	const given = [parameters.text('videoId'), ...parameters.list('videoIds')];
	const video_ids = [...new Set(given.flatMap(videoIdsIn))];
	if (video_ids.length < 1 || video_ids.length > MAX_VIDEO_IDS) {
		throw inputFailure(
			`Video IDs takes 1 to ${MAX_VIDEO_IDS} IDs or links, not ${video_ids.length}.`,
			'Split a longer list over several items.',
		);
	}
	const videos = await queryVideos(session, video_ids, parameters.flag('simple'));
	if (videos.length === 0) throw ownFailure('video_not_found');
	return videos.map(withIsoTime);
}

const ID = /^\d+$/;
const LINK =
	/^(?:https?:\/\/)?(?:[\w-]+\.)*[\w-]+(?::\d+)?\/(?:@[^/]*|embed|share|v)\/(?:(?:video|photo|v\d)\/)?(\d+)(?![\w-])/i;

/**
 * Texts without a link are split already; a link may have others behind it.
 * @throws TikTokFailure for what is neither
 */
function videoIdsIn(given: string): string[] {
	const words = given.split(/[\s,]+/).filter(Boolean);
	return words.map((word) => (ID.test(word) ? word : idInLink(word)));
}

function idInLink(word: string): string {
	const [, id] = LINK.exec(word) ?? [];
	if (id) return id;
	throw inputFailure(
		`Video IDs holds "${inSentence(word)}", which is neither a video ID nor a link to a video.`,
		'Open the video in a browser and copy the address: it ends in /video/ and the ID. A short link of the app (vm.tiktok.com) does not hold the ID.',
	);
}

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get videos by ID or link',
	description: 'Read up to 20 public videos of the account by ID or link (changes nothing)',
	routing: { request: requestTo(videoQuery) },
	execute: getVideos,
	fields,
};
