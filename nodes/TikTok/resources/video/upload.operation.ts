import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { finishPost } from '../../posting/finishPost';
import { readVideoPost } from '../../posting/videoPost';
import { chosenField } from '../../run/itemFiles';
import type { Task } from '../../run/perItem';
import { checkUpload } from '../../upload/checkUpload';
import { uploadFile } from '../../upload/uploadFile';
import { openVideo } from '../../upload/videoSource';
import {
	caption,
	postOptions,
	privacyLevel,
	videoOptions,
	videoPostMode,
	videoPreflight,
} from '../postFields';
import type { Operation } from '../resource';

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	description:
		'Name of the field of the input item that holds the video. It travels in chunks and is never loaded whole.',
	hint: 'MP4, MOV or WebM, up to 4 GB',
};

/** check → file → preflight → slot → init → chunks → wait */
async function uploadOne(task: Task): Promise<IDataObject[]> {
	const { context, parameters } = task;
	const declared = readVideoPost(task);
	if (task.checksOnly) {
		const open = async () => await openVideo(context, chosenField(context, parameters));
		return [await checkUpload(task, declared, open)];
	}
	const field = chosenField(context, parameters);
	const post = await uploadFile(task, task.session, declared, field);
	return [await finishPost(task, task.session, post)];
}

export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload a video',
	description:
		'Upload a video file of the input item and post it (changes the account, needs a file)',
	routing: { request: { body: { source_info: { source: 'FILE_UPLOAD' } } } },
	execute: uploadOne,
	fields: [
		binaryPropertyName,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions([...videoOptions, videoPreflight]),
	],
};
