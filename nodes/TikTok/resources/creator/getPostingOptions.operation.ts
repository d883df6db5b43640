import { quotas } from '../../limits';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { Operation } from '../resource';
import { singleCall } from '../../run/singleCall';
import type { HandleSource } from '../../status/usernames';

export const creatorInfo: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/creator_info/query/',
	scopes: ['video.publish'],
	quota: quotas.creatorInfo,
	kind: 'read',
};

/** Tells the account's handle to those who granted direct posting. */
export const handleFromPostingOptions: HandleSource = {
	endpoint: creatorInfo,
	read: (data) => data.creator_username,
};

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
