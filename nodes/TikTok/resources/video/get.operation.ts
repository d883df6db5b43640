import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { queryVideos, videoQuery, withIsoTime } from '../../api/videos';
import { inputFailure } from '../../errors/ownFailure';
import { MAX_VIDEO_IDS } from '../../limits';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';

const fields: INodeProperties[] = [
	{
		displayName: 'Video IDs',
		name: 'videoIds',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Video ID' },
		default: [],
		required: true,
		placeholder: 'e.g. 7678907398077074696',
		description:
			'IDs of public videos of the connected account, at most 20. TikTok leaves out all others.',
	},
	{
		displayName: 'Simplify',
		name: 'simple',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

async function getVideos({ parameters, session }: Task): Promise<IDataObject[]> {
	const video_ids = parameters.list('videoIds');
	if (video_ids.length < 1 || video_ids.length > MAX_VIDEO_IDS) {
		throw inputFailure(
			`Video IDs takes 1 to ${MAX_VIDEO_IDS} IDs, not ${video_ids.length}.`,
			'Split a longer list over several items.',
		);
	}
	const videos = await queryVideos(session, video_ids, parameters.flag('simple'));
	return videos.map(withIsoTime);
}

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get videos by ID',
	description: 'Read up to 20 public videos of the account by their IDs (changes nothing)',
	routing: { request: requestTo(videoQuery) },
	execute: getVideos,
	fields,
	whenEmpty: 'None of these IDs is a public video of the account.',
};
