import type { INodeProperties } from 'n8n-workflow';
import { caption, postOptions, privacyLevel, videoOptions } from '../postFields';
import type { Operation } from '../resource';
import { uploadOne } from '../../upload/uploadOne';
import { videoInits, videoPostMode } from './publish.operation';

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

export const upload: Operation = {
	name: 'Upload',
	value: 'upload',
	action: 'Upload a video',
	description:
		'Upload a video file of the input item and post it (changes the account, needs a file)',
	routing: { request: { body: { source_info: { source: 'FILE_UPLOAD' } } } },
	execute: uploadOne(videoInits),
	fields: [
		binaryPropertyName,
		videoPostMode,
		caption,
		privacyLevel,
		...postOptions(videoOptions, { isFile: true }),
	],
};
