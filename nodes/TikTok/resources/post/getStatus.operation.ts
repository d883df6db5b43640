import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { askStatus, statusFetch } from '../../api/status';
import { TikTokFailure } from '../../errors/failure';
import { asFailure } from '../../errors/ownFailure';
import { requestTo } from '../../request/endpoint';
import type { Session } from '../../request/session';
import { concurrently } from '../../shared/concurrently';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { publishIdsField, readPublishIds } from '../../status/publishIds';
import { describeStatus } from '../../status/statusOutput';
import { maxWaitMinutes, returnOfStatus, waitOptions } from '../../status/returnWhen';
import type { WaitOptions } from '../../status/waitForCompletion';
import { waitForCompletion } from '../../status/waitForCompletion';

const fields: INodeProperties[] = [
	publishIdsField,
	returnOfStatus,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [maxWaitMinutes],
	},
];

/** How many IDs of one item are asked for at a time; the quota paces them anyway. */
const IDS_AT_A_TIME = 5;

async function getStatuses(task: Task) {
	const ids = readPublishIds(task.parameters);
	const wait = waitOptions(task.parameters);
	// Those who wait do so together: the maximum holds for the item, not for each ID.
	const told = await concurrently(ids, wait ? ids.length : IDS_AT_A_TIME, async (id) => {
		try {
			return await statusOf(task, id, wait);
		} catch (error) {
			return asFailure(error).with({ publish_id: id });
		}
	});
	return task.stopsOnError ? told.map((one) => withOthers(one, told)) : told;
}

type Told = IDataObject | TikTokFailure;

/** Of an item that stops the run, n8n shows the failure alone. */
function withOthers(one: Told, all: Told[]): Told {
	const others = all.filter((other) => !(other instanceof TikTokFailure)) as IDataObject[];
	if (!(one instanceof TikTokFailure) || others.length === 0) return one;
	const said = others.map(({ publish_id, status }) => `${String(publish_id)} is ${String(status)}`);
	return one.after(
		`The others: ${said.join(', ')}. With On Error set to continue, each ID is an item of its own.`,
	);
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
	routing: { request: requestTo(statusFetch) },
	execute: getStatuses,
	fields,
};
