import type { INodeProperties } from 'n8n-workflow';
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
		// When an answer was lost and the call repeated, the first one may have cancelled it.
		if (!(await isCancelled(session, publish_id, asFailure(error)))) {
			throw asFailure(error).with({ publish_id });
		}
	}
	return [{ publish_id, cancelled: true }];
}

async function isCancelled(
	session: Session,
	publishId: string,
	failure: TikTokFailure,
): Promise<boolean> {
	if (failure.details.code !== 'publish_not_cancellable') return false;
	const status = await askStatus(session, publishId).catch(() => undefined);
	return status?.fail_reason === 'publish_cancelled';
}

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
