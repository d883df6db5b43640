import { Router, type Request } from 'express';

import { admit, requireScope } from '../request/admit';
import { checkKeys } from '../request/bodyShape';
import { invalidParams, Refusal, sendOkText, logIdOf } from '../request/envelope';
import { jsonObject } from '../request/requestBody';
import type { Token } from '../store';
import type { Publish } from '../types';
import type { World } from '../world';
import { fail, publicPostIds, settle } from './lifecycle';

/** Status and cancel; fact sheet §9. */
export function statusRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/post/publish/status/fetch/', (req, res) => {
		const token = admit(world, req, { quota: 'status' });
		requireScope(token, 'video.upload', 'video.publish');
		const publish = ownPublish(world, req, token);
		const app = world.store.app(token.clientKey)?.name ?? token.clientKey;
		const answer = `${publish.state} answered to ${app}`;
		world.store.journal.note(publish.publishId, world.clock.now(), 'Status asked', answer);

		sendOkText(res, statusText(world, publish));
	});

	router.post('/v2/post/publish/cancel/', (req, res) => {
		const token = admit(world, req, {});
		requireScope(token, 'video.upload', 'video.publish');
		const publish = ownPublish(world, req, token);
		if (publish.state !== 'PROCESSING_DOWNLOAD') {
			throw new Refusal(400, 'publish_not_cancellable');
		}

		world.pulls.abort(publish);
		fail(world, publish, 'publish_cancelled');
		res.json({ error: { code: 'ok', message: '', log_id: logIdOf(res) } });
	});

	return router;
}

function ownPublish(world: World, req: Request, token: Token): Publish {
	const body = jsonObject(req);
	checkKeys(world, body, 'the body', ['publish_id']);
	const id = body.publish_id;
	if (typeof id !== 'string' || id === '') throw invalidParams('publish_id is missing');
	const publish = world.store.publish(id);
	if (!publish) {
		const code = world.switches.unknownPublishIdCode;
		throw new Refusal(400, code, code === 'invalid_params' ? 'invalid_publish_id' : undefined);
	}
	if (publish.clientKey !== token.clientKey || publish.openId !== token.openId) {
		throw new Refusal(400, 'token_not_authorized_for_specified_publish_id');
	}
	return settle(world, publish);
}

/** Written by hand: post ids are bare 19-digit numbers, which JSON.stringify would round. */
function statusText(world: World, publish: Publish): string {
	const { switches } = world;
	const isUpload = publish.source === 'FILE_UPLOAD';
	const text = JSON.stringify({
		status: publish.state,
		fail_reason: publish.failReason,
		[isUpload ? 'uploaded_bytes' : 'downloaded_bytes']: publish.bytesReceived,
	});
	const ids = publicPostIds(world, publish);
	const isSilent = publish.state !== 'PUBLISH_COMPLETE' || !switches.emptyPostIdList;
	if (ids.length === 0 && isSilent) return text;
	const list = ids.map((id) => (switches.postIdsAs === 'string' ? `"${id}"` : id)).join(',');
	return `${text.slice(0, -1)},"publicaly_available_post_id":[${list}]}`;
}
