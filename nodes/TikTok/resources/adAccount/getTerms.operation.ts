import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { termGet } from '../../api/business';
import { listOf } from '../../request/records';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { advertiserId, checkIds } from './adAccountFields';

const fields: INodeProperties[] = [
	advertiserId,
	{
		displayName: 'Term Type',
		name: 'termType',
		type: 'options',
		default: 'LeadAds',
		options: [
			{ name: 'Instant Page', value: 'InstantPage' },
			{ name: 'Lead Ads', value: 'LeadAds' },
			{ name: 'Pixel', value: 'Pixel' },
			{ name: 'Reach and Frequency', value: 'ReachFrequency' },
		],
		description: 'Which agreement to read. TikTok describes Lead Ads only; the others exist.',
		routing: { send: { type: 'query', property: 'term_type' } },
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		default: 'EN',
		options: [
			{ name: 'Chinese', value: 'ZH' },
			{ name: 'English', value: 'EN' },
			{ name: 'Japanese', value: 'JA' },
		],
		description: 'Language of the terms',
		routing: { send: { type: 'query', property: 'lang' } },
	},
];

async function readTerms(task: Task): Promise<IDataObject[]> {
	checkIds(task, advertiserId);
	const { session, request } = task;
	const qs = request.options.qs as IDataObject;
	const data = await session.call(termGet, { qs });
	return [
		{ advertiser_id: qs.advertiser_id, term_type: qs.term_type, terms: listOf(data, 'terms') },
	];
}

export const getTerms: Operation = {
	name: 'Get Terms',
	value: 'getTerms',
	action: 'Get terms',
	description:
		'Read the terms of an ad product, as one item with the list of terms (changes nothing)',
	routing: { request: requestTo(termGet) },
	execute: readTerms,
	fields,
};
