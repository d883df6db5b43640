import type { INodeProperties } from 'n8n-workflow';
import type { PublishStatus } from '../../api/publishStatus';
import { askStatus, publishCancel } from '../../api/status';
import type { TikTokFailure } from '../../errors/failure';
import { asFailure } from '../../errors/ownFailure';
import { requestTo } from '../../request/endpoint';
import type { Session } from '../../request/session';
import type { Task } from '../../run/perItem';
import type { Operation } from '../resource';
import { checkPublishIds } from '../../status/publishIds';

const publishId: INodeProperties = {
	displayName: 'Publish ID',
	name: 'publishId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. v_pub_url~v2.7600000000000000001',
	description: 'The publish_id that a posting operation returned',
	hint: 'TikTok cancels only while it still downloads from a URL.',
};

async function cancelPost({ parameters, session }: Task) {
	const publish_id = parameters.text('publishId');
	checkPublishIds('Publish ID', publish_id === '' ? [] : [publish_id]);
	try {
		await session.call(publishCancel, { body: { publish_id } });
	} catch (error) {
		const failure = asFailure(error).with({ publish_id });
		const status = await statusOfUncancelled(session, publish_id, failure);
		// When an answer was lost and the call repeated, the first one may have cancelled it.
		if (status?.fail_reason !== 'publish_cancelled') {
			throw status ? failure.after(saysWhy(status)) : failure;
		}
	}
	return [{ publish_id, cancelled: true }];
}

/** What has become of a post that cannot be cancelled; `undefined` when nobody can tell. */
async function statusOfUncancelled(
	session: Session,
	publishId: string,
	{ details }: TikTokFailure,
): Promise<PublishStatus | undefined> {
	if (details.code !== 'publish_not_cancellable') return undefined;
	return await askStatus(session, publishId).catch(() => undefined);
}

const saysWhy = ({ outcome, status }: PublishStatus): string =>
	outcome === 'failed'
		? 'It has failed already, so there is nothing to delete.'
		: `Its status is ${status}.`;

export const cancel: Operation = {
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel a post',
	description:
		'Stop a post while TikTok still downloads its media from a URL (changes the account)',
	routing: { request: requestTo(publishCancel) },
	execute: cancelPost,
	fields: [publishId],
};
