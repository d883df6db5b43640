import type { INodeProperties } from 'n8n-workflow';
import { caption, postOptions, privacyLevel, videoOptions } from '../postFields';
import type { Operation } from '../resource';
import { uploadSeveral } from '../../upload/uploadSeveral';
import { UPLOADS_AT_A_TIME } from '../../upload/uploadSlots';
import { videoInits, videoPostMode } from './publish.operation';

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
	typeOptions: { minValue: 1, maxValue: UPLOADS_AT_A_TIME },
	default: UPLOADS_AT_A_TIME,
	description:
		'How many files of this item travel at once. More than three never do, whatever the number of items.',
};

export const uploadMany: Operation = {
	name: 'Upload Many',
	value: 'uploadMany',
	action: 'Upload many videos',
	description:
		'Upload several video files of one item and post each (changes the account, needs files)',
	routing: { request: { body: { source_info: { source: 'FILE_UPLOAD' } } } },
	execute: uploadSeveral(videoInits),
	fields: [
		binaryPropertyNames,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions([...videoOptions, maxConcurrency], { isFile: true }),
	],
};
