import type { Resource } from '../resource';
import { cancel } from './cancel.operation';
import { getStatus } from './getStatus.operation';

export const post: Resource = {
	name: 'Post',
	shortName: 'Post',
	value: 'post',
	description: 'Follow or cancel what was posted',
	operations: [getStatus, cancel],
};
