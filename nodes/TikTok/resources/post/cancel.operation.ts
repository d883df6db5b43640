import type { INodeProperties } from 'n8n-workflow';
import { inputFailure } from '../../errors/failure';
import { quotas } from '../../limits';
import type { Endpoint } from '../../request/endpoint';
import { requestTo } from '../../request/endpoint';
import type { Task } from '../../shared/perItem';
import type { Operation } from '../../shared/resource';

const cancelEndpoint: Endpoint = {
	method: 'POST',
	path: '/v2/post/publish/cancel/',
	scopes: ['video.publish', 'video.upload'],
	quota: quotas.cancel,
	kind: 'read',
};

const publishId: INodeProperties = {
	displayName: 'Publish ID',
	name: 'publishId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. v_pub_url~v2.7600000000000000001',
	description: 'The publish_id that a posting operation returned',
	hint: 'TikTok cancels only while it still downloads from a URL.',
	routing: { send: { type: 'body', property: 'publish_id', value: '={{ String($value).trim() }}' } },
};

async function cancelPost({ session, request }: Task) {
	const { publish_id } = request.options.body as { publish_id?: string };
	if (!publish_id) {
		throw inputFailure('Publish ID is empty.', 'Enter the publish_id that a posting operation returned.');
	}
	await session.call(cancelEndpoint, request.options);
	return [{ publish_id, cancelled: true }];
}

export const cancel: Operation = {
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel a post',
	description: 'Stop a post while TikTok still downloads its media from a URL (changes the account)',
	routing: { request: requestTo(cancelEndpoint) },
	execute: cancelPost,
	fields: [publishId],
};
