import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asFailure } from '../../errors/failure';
import { quotas } from '../../limits';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { Session } from '../../request/session';
import { concurrently } from '../../shared/concurrently';
import { listOfTexts } from '../../shared/listOfTexts';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { checkPublishIds } from '../../status/publishIds';
import type { PublishStatus } from '../../api/publishStatus';
import { readPublishStatus } from '../../api/publishStatus';
import { describeStatus } from '../../status/statusOutput';
import { waitOptionFields, waitOptions } from '../../status/waitFields';
import type { WaitOptions } from '../../status/waitForCompletion';
import { waitForCompletion } from '../../status/waitForCompletion';

export const statusEndpoint: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/status/fetch/',
	scopes: ['video.publish', 'video.upload'],
	quota: quotas.status,
	kind: 'status',
};

/** TikTok's status of one publish. */
export async function askStatus(session: Session, publishId: string): Promise<PublishStatus> {
	const data = await session.call(statusEndpoint, { body: { publish_id: publishId } });
	return readPublishStatus(publishId, data);
}

export const publishIdsField: INodeProperties = {
	displayName: 'Publish IDs',
	name: 'publishIds',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Publish ID' },
	default: [],
	required: true,
	placeholder: 'e.g. v_pub_file~v2-1.7600000000000000001',
	description:
		'The publish_id that posting operations return; one item comes out for each. Use the credential that made the posts.',
};

const fields: INodeProperties[] = [
	publishIdsField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: waitOptionFields,
	},
];

/** How many IDs of one item are asked for at a time; the quota paces them anyway. */
const IDS_AT_A_TIME = 5;

/**
 * The list as the user typed it.
 * @throws TikTokFailure when it holds nothing, or what cannot be a publish ID
 */
export function readPublishIds(value: unknown): string[] {
	const ids = listOfTexts(value);
	checkPublishIds('Publish IDs', ids);
	return ids;
}

async function getStatuses(task: Task) {
	const ids = readPublishIds(task.context.getNodeParameter('publishIds'));
	const wait = waitOptions(task.context);
	// Those who wait do so together: the maximum holds for the item, not for each ID.
	return await concurrently(ids, wait ? ids.length : IDS_AT_A_TIME, async (id) => {
		try {
			return await statusOf(task, id, wait);
		} catch (error) {
			return asFailure(error).with({ publish_id: id });
		}
	});
}

async function statusOf(
	{ session }: Task,
	publishId: string,
	wait: WaitOptions | undefined,
): Promise<IDataObject> {
	const ask = async (asking: Session) => await askStatus(asking, publishId);
	const { status } = wait
		? await waitForCompletion(session, ask, wait)
		: { status: await ask(session) };
	return await describeStatus(session, status, wait);
}

export const getStatus: Operation = {
	name: 'Get Publish Status',
	value: 'getStatus',
	action: 'Get the publish status',
	description:
		'Read whether posts went live, failed or wait in the inbox, with links (changes nothing)',
	routing: { request: requestTo(statusEndpoint) },
	execute: getStatuses,
	fields,
};
