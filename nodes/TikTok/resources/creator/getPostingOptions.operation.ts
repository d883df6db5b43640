import type { IDataObject } from 'n8n-workflow';
import { creatorInfo } from '../../api/creator';
import { requestTo } from '../../request/endpoint';
import { listOf } from '../../request/records';
import { singleCall } from '../../run/singleCall';
import type { Operation } from '../resource';

/** Without the levels it would look as if the account could not post at all. */
function readOptions(data: IDataObject): IDataObject[] {
	listOf(data, 'privacy_level_options');
	return [data];
}

export const getPostingOptions: Operation = {
	name: 'Get Posting Options',
	value: 'getPostingOptions',
	action: 'Get posting options',
	description:
		'Read what the account may post now: privacy levels, interactions, longest video (changes nothing)',
	routing: { request: requestTo(creatorInfo) },
	execute: singleCall(creatorInfo, readOptions),
	fields: [],
};
