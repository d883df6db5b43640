import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { inputFailure } from '../../errors/failure';
import { quotas } from '../../limits';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { Session } from '../../request/session';
import type { Scope } from '../../connection/scopes';
import { missingScope } from '../../connection/scopes';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import type { HandleSource } from '../../status/usernames';

/** Each field has a permission of its own; the operation names those it needs. */
const userInfo: Endpoint = {
	method: 'GET',
	path: '/v2/user/info/',
	scopes: ['user.info.basic'],
	quota: quotas.userInfo,
	kind: 'read',
};

/**
 * The cheapest call there is: shows whether TikTok still accepts the connection.
 * @throws TikTokFailure
 */
export async function proveConnection(session: Session): Promise<void> {
	const { grantedScopes } = session.connection;
	if (grantedScopes && !grantedScopes.has('user.info.basic')) return;
	await session.call(userInfo, { qs: { fields: 'open_id' } });
}

/** Tells the account's handle to those who granted the profile. */
export const handleFromProfile: HandleSource = {
	endpoint: { ...userInfo, scopes: ['user.info.profile'] },
	qs: { fields: 'username' },
	read: (data) => (data.user as IDataObject | undefined)?.username,
};

/** Fields of the user, by the permission that grants them (open API fact sheet §3). */
const fieldsOfScope = {
	'user.info.basic': [
		'open_id',
		'union_id',
		'avatar_url',
		'avatar_url_100',
		'avatar_large_url',
		'display_name',
	],
	'user.info.profile': ['bio_description', 'profile_deep_link', 'is_verified', 'username'],
	'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
} as const satisfies Partial<Record<Scope, string[]>>;

const label = (field: string) =>
	field
		.split('_')
		.map((word) => word[0].toUpperCase() + word.slice(1))
		.join(' ')
		.replace(/\b(Id|Url)\b/g, (word) => word.toUpperCase());

const options: INodePropertyOptions[] = Object.values(fieldsOfScope)
	.flat()
	.map((field) => ({ name: label(field), value: field }))
	.sort((a, b) => a.name.localeCompare(b.name));

const fields: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	default: ['display_name', ...fieldsOfScope['user.info.stats']],
	options,
	description:
		'What to read. Fields whose permission the account did not grant are left out and listed in fields_not_granted.',
};

async function readStats({ context, session }: Task): Promise<IDataObject[]> {
	const asked = ([] as string[]).concat(context.getNodeParameter('fields') as string[]);
	if (asked.length === 0) {
		throw inputFailure('Fields is empty.', 'Choose at least one field to read.');
	}
	const denied = asked.filter((field) => !isGranted(field, session.connection.grantedScopes));
	const granted = asked.filter((field) => !denied.includes(field));
	// One ungranted field makes TikTok refuse the whole call, so it is not asked for.
	if (granted.length === 0) throw missingScope([scopeOf(denied[0])]);
	const scopes = [...new Set(granted.map(scopeOf))];
	const data = await session.call({ ...userInfo, scopes }, { qs: { fields: granted.join(',') } });
	const user = (data.user ?? {}) as IDataObject;
	return [denied.length > 0 ? { ...user, fields_not_granted: denied } : user];
}

function isGranted(field: string, granted: ReadonlySet<string> | undefined): boolean {
	return !granted || granted.has(scopeOf(field));
}

/** A field that is new to this node is asked for with the basic permission. */
function scopeOf(field: string): Scope {
	const entry = Object.entries(fieldsOfScope).find(([, names]) =>
		names.some((name) => name === field),
	);
	return (entry?.[0] ?? 'user.info.basic') as Scope;
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
