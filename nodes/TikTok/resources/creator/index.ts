import type { Resource } from '../resource';
import { getPostingOptions } from './getPostingOptions.operation';
import { getStats } from './getStats.operation';

export const creator: Resource = {
	name: 'Creator Account',
	shortName: 'Creator',
	value: 'creator',
	description: 'Read the connected account',
	operations: [getStats, getPostingOptions],
};
