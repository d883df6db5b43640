import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { TikTokFailure } from '../../errors/failure';
import { asFailure } from '../../errors/ownFailure';
import { finishPost } from '../../posting/finishPost';
import type { VideoPost } from '../../posting/videoPost';
import { readVideoPost } from '../../posting/videoPost';
import { chosenFields, fileNameOf } from '../../run/itemFiles';
import type { Task } from '../../run/perItem';
import { concurrently } from '../../shared/concurrently';
import { checkUpload } from '../../upload/checkUpload';
import { uploadFile } from '../../upload/uploadFile';
import { UPLOADS_AT_A_TIME } from '../../upload/uploadSlots';
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

const binaryPropertyNames: INodeProperties = {
	displayName: 'Input Binary Fields',
	name: 'binaryPropertyNames',
	type: 'string',
	default: '',
	placeholder: 'e.g. data, data_1',
	description:
		'Names of the fields of the input item that hold the videos, separated by commas. Each MP4, MOV or WebM, up to 4 GB; every file becomes a post and an output item of its own.',
	hint: 'Leave empty to upload all files of the item, each as a post of its own.',
};

const maxConcurrency: INodeProperties = {
	displayName: 'Uploads at a Time',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: UPLOADS_AT_A_TIME, numberPrecision: 0 },
	default: UPLOADS_AT_A_TIME,
	description:
		'How many files of this item travel at once. More than three never do, whatever the number of items.',
};

/** Each file is a post and an output item of its own, and none stops the others. */
async function uploadSeveral(task: Task): Promise<Array<IDataObject | TikTokFailure>> {
	const declared = readVideoPost(task);
	const limit = task.parameters.number('maxConcurrency');
	const fields = chosenFields(task.context, task.parameters);
	return await concurrently(fields, limit, async (field, index) => {
		const file = { index, field, file_name: fileNameOf(task.context, field) };
		if (task.checksOnly) return { ...file, ...(await checkOne(task, declared, field)) };
		try {
			const session = task.session.separate();
			const post = await uploadFile(task, session, declared, field);
			return { ...file, ...(await finishPost(task, session, post)) } as IDataObject;
		} catch (error) {
			return asFailure(error).with(file);
		}
	});
}

/** What is wrong with all files, and what is wrong with this one. */
async function checkOne(task: Task, declared: VideoPost, field: string): Promise<IDataObject> {
	const own = { ...task, problems: task.problems.separate() };
	return await checkUpload(own, declared, async () => await openVideo(task.context, field));
}

export const uploadMany: Operation = {
	name: 'Upload Many',
	value: 'uploadMany',
	action: 'Upload many videos',
	description:
		'Upload several video files of one item and post each (changes the account, needs files)',
	routing: { request: { body: { source_info: { source: 'FILE_UPLOAD' } } } },
	execute: uploadSeveral,
	fields: [
		binaryPropertyNames,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions([...videoOptions, videoPreflight, maxConcurrency]),
	],
};
