import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { videoPulls } from '../../api/inits';
import { publicAddress } from '../../posting/checkPost';
import { finishPost } from '../../posting/finishPost';
import type { Preflight } from '../../posting/preflight';
import { checkPull, startPull } from '../../posting/startPull';
import { readVideoPost } from '../../posting/videoPost';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { lookAtVideo } from '../../upload/pulledAddress';
import { caption, privacyLevel, videoPostMode } from '../postFields';
import { onceKey, postOptions, videoOptions } from '../postOptions';
import type { Operation } from '../resource';

const videoUrl: INodeProperties = {
	displayName: 'Video URL',
	name: 'videoUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://media.example.com/clips/launch.mp4',
	description:
		'Address from which TikTok downloads the video: https, no redirect, MP4, MOV or WebM up to 4 GB. It must stay reachable for up to an hour.',
	hint: 'The domain must be verified under URL properties of your TikTok app.',
	routing: {
		send: {
			type: 'body',
			property: 'source_info.video_url',
			value: '={{ String($value ?? "").trim() }}',
		},
	},
};

/** check → preflight → init → wait */
async function publishFromUrl(task: Task): Promise<IDataObject[]> {
	const { mode, body: declared } = readVideoPost(task);
	const given = declared.source_info?.video_url;
	const video_url = publicAddress(videoUrl.displayName, given, task.problems);
	const body = { ...declared, source_info: { ...declared.source_info, video_url } };
	if (task.checksOnly) {
		const look = async ({ maxSeconds }: Preflight) => ({
			address: await lookAtVideo(task, videoUrl.displayName, video_url, maxSeconds),
		});
		return [await checkPull(task, videoPulls, mode, body, look)];
	}
	const post = await startPull(task, videoPulls, mode, body);
	return [await finishPost(task, task.session, post)];
}

export const publish: Operation = {
	name: 'Publish From URL',
	value: 'publish',
	action: 'Publish a video from a URL',
	description:
		'Let TikTok download a video from a public https address and post it (changes the account)',
	routing: {
		request: {
			...requestTo(videoPulls.DIRECT_POST),
			body: { source_info: { source: 'PULL_FROM_URL' } },
		},
	},
	execute: publishFromUrl,
	fields: [
		videoUrl,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions([...videoOptions, onceKey]),
	],
};
