import type { Resource } from '../resource';
import { post } from './post.operation';

export const photo: Resource = {
	name: 'Photo',
	shortName: 'Photo',
	value: 'photo',
	description: 'Post photos',
	operations: [post],
};
