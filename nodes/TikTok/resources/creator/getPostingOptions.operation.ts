import { creatorInfo } from '../../api/creator';
import { requestTo } from '../../request/endpoint';
import { singleCall } from '../../run/singleCall';
import type { Operation } from '../resource';

export const getPostingOptions: Operation = {
	name: 'Get Posting Options',
	value: 'getPostingOptions',
	action: 'Get posting options',
	description:
		'Read what the account may post now: privacy levels, interactions, longest video (changes nothing)',
	routing: { request: requestTo(creatorInfo) },
	execute: singleCall(creatorInfo),
	fields: [],
};
