import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { scopeOfUserField, userFields, userInfo } from '../../api/creator';
import { missingScope } from '../../connection/scopes';
import { inputFailure } from '../../errors/ownFailure';
import { recordOf } from '../../request/records';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';

const label = (field: string) =>
	field
		.split('_')
		.map((word) => word[0].toUpperCase() + word.slice(1))
		.join(' ')
		.replace(/\b(Id|Url)\b/g, (word) => word.toUpperCase());

const options: INodePropertyOptions[] = Object.values(userFields)
	.flat()
	.map((field) => ({ name: label(field), value: field }))
	.sort((a, b) => a.name.localeCompare(b.name));

const fields: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	typeOptions: { allowArbitraryValues: true },
	default: ['display_name', ...userFields['user.info.stats']],
	options,
	description:
		'What to read. Profile and numbers need the permissions Profile and Statistics, of the Display API. Fields whose permission the account did not grant are left out and listed in fields_not_granted.',
};

async function readStats({ parameters, session }: Task): Promise<IDataObject[]> {
	const asked = parameters.list('fields');
	if (asked.length === 0) {
		throw inputFailure('Fields is empty.', 'Choose at least one field to read.');
	}
	const denied = asked.filter((field) => !isGranted(field, session.connection.grantedScopes));
	const granted = asked.filter((field) => !denied.includes(field));
	// One ungranted field makes TikTok refuse the whole call, so it is not asked for.
	if (granted.length === 0) throw missingScope([scopeOfUserField(denied[0])]);
	const scopes = [...new Set(granted.map(scopeOfUserField))];
	const data = await session.call({ ...userInfo, scopes }, { qs: { fields: granted.join(',') } });
	const user = recordOf(data, 'user');
	return [denied.length > 0 ? { ...user, fields_not_granted: denied } : user];
}

function isGranted(field: string, granted: ReadonlySet<string> | undefined): boolean {
	return !granted || granted.has(scopeOfUserField(field));
}

export const getStats: Operation = {
	name: 'Get Stats',
	value: 'getStats',
	action: 'Get profile and statistics',
	description:
		'Read followers, likes, video count and profile of the connected account (changes nothing)',
	routing: { request: requestTo(userInfo) },
	execute: readStats,
	fields: [fields],
};
