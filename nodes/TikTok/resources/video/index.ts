import type { Resource } from '../resource';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { publish } from './publish.operation';
import { upload } from './upload.operation';
import { uploadMany } from './uploadMany.operation';

export const video: Resource = {
	name: 'Video',
	shortName: 'Video',
	value: 'video',
	description: 'Post videos and read those of the account',
	operations: [upload, publish, uploadMany, getAll, get],
};
