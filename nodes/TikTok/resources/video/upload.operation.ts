import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { videoUploads } from '../../api/inits';
import { finishPost } from '../../posting/finishPost';
import { readVideoPost } from '../../posting/videoPost';
import { chosenField } from '../../run/itemFiles';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import { checkUpload } from '../../upload/checkUpload';
import type { NamedVideo } from '../../upload/namedVideo';
import { videoAt, videoIn } from '../../upload/namedVideo';
import { uploadFile } from '../../upload/uploadFile';
import { caption, privacyLevel, videoPostMode } from '../postFields';
import { onceKey, postOptions, videoOptions, videoPreflight } from '../postOptions';
import type { Operation } from '../resource';
import { addressHint, addressRules, videoSource } from './videoSourceFields';

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	description:
		'Name of the field of the input item that holds the video. It travels in chunks; the node never loads it whole.',
	hint: 'MP4, MOV or WebM, up to 4 GB',
	displayOptions: { show: { videoSource: ['binary'] } },
};

const videoUrl: INodeProperties = {
	displayName: 'Video URL',
	name: 'videoUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://storage.example.com/clips/launch.mp4',
	description: `Address of the video: ${addressRules}, MP4, MOV or WebM up to 4 GB`,
	hint: addressHint,
	displayOptions: { show: { videoSource: ['url'] } },
};

/** check → file → preflight → slot → init → chunks → wait */
async function uploadOne(task: Task): Promise<IDataObject[]> {
	const declared = readVideoPost(task);
	const video = () => chosenVideo(task);
	if (task.checksOnly) return [await checkUpload(task, declared, video)];
	const post = await uploadFile(task, task.session, declared, video());
	return [await finishPost(task, task.session, post)];
}

function chosenVideo(task: Task): NamedVideo {
	const { context, parameters } = task;
	if (parameters.text('videoSource') === 'binary') {
		return videoIn(task, chosenField(context, parameters));
	}
	return videoAt(task, videoUrl.displayName, videoUrl.name, parameters.text('videoUrl'));
}

export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload a video',
	description: 'Upload a video file, or one from any address, and post it (changes the account)',
	routing: {
		request: {
			...requestTo(videoUploads.DIRECT_POST),
			body: { source_info: { source: 'FILE_UPLOAD' } },
		},
	},
	execute: uploadOne,
	fields: [
		...videoSource('the video', 'File of the Input Item', 'Address'),
		binaryPropertyName,
		videoUrl,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions([...videoOptions, videoPreflight, onceKey]),
	],
};
