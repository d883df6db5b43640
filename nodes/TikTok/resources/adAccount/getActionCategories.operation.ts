import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { actionCategory } from '../../api/business';
import { recordsOf } from '../../request/records';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { advertiserId, checkIds } from './adAccountFields';

const languages: Record<string, string> = {
	ar: 'Arabic',
	zh: 'Chinese',
	en: 'English',
	fr: 'French',
	de: 'German',
	id: 'Indonesian',
	it: 'Italian',
	ja: 'Japanese',
	ko: 'Korean',
	ms: 'Malay',
	pt: 'Portuguese',
	ru: 'Russian',
	es: 'Spanish',
	th: 'Thai',
	tr: 'Turkish',
	vi: 'Vietnamese',
};

const fields: INodeProperties[] = [
	advertiserId,
	{
		displayName: 'Special Industries',
		name: 'specialIndustries',
		type: 'multiOptions',
		default: [],
		options: [
			{ name: 'Credit', value: 'CREDIT' },
			{ name: 'Employment', value: 'EMPLOYMENT' },
			{ name: 'Housing', value: 'HOUSING' },
		],
		description:
			'Only categories that these special ad categories may use. For ad accounts registered in the USA or Canada.',
		routing: {
			send: {
				type: 'query',
				property: 'special_industries',
				// The Business API takes an array as one JSON text (business fact sheet §0).
				value: '={{ $value?.length ? JSON.stringify($value) : undefined }}',
			},
		},
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		default: 'en',
		options: Object.entries(languages).map(([value, name]) => ({ name, value })),
		description: 'Language of names and descriptions',
		routing: { send: { type: 'query', property: 'language' } },
	},
];

async function readCategories(task: Task): Promise<IDataObject[]> {
	checkIds(task, advertiserId);
	const data = await task.session.call(actionCategory, task.request.options);
	return recordsOf(data, 'action_categories');
}

export const getActionCategories: Operation = {
	name: 'Get Action Categories',
	value: 'getActionCategories',
	action: 'Get action categories',
	description: 'Read the behaviour targeting categories of an ad account (changes nothing)',
	routing: { request: requestTo(actionCategory) },
	execute: readCategories,
	fields,
	whenEmpty: 'TikTok has no action categories for this ad account.',
};
