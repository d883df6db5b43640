import { Router } from 'express';

import { admit, requireScope } from '../request/admit';
import { invalidParams, Refusal, sendOk } from '../request/envelope';
import { contentTypeOf } from '../request/requestBody';
import type { World } from '../world';
import { postingBlock, privacyLevelOptions } from './postingRules';

/** creator_info; fact sheet §5. */
export function creatorInfoRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.post('/v2/post/publish/creator_info/query/', (req, res) => {
		const token = admit(world, req, { quota: 'creatorInfo' });
		requireScope(token, 'video.publish');
		const isJson = contentTypeOf(req) === 'application/json';
		if (world.switches.creatorInfoNeedsContentType && !isJson) {
			throw invalidParams('The Content-Type of the request must be application/json');
		}
		const account = world.store.account(token.username);
		const data = {
			creator_avatar_url: `${world.baseUrl()}/media/avatar/${account.username}.svg`,
			creator_username: account.username,
			creator_nickname: account.displayName,
			privacy_level_options: privacyLevelOptions(account),
			comment_disabled: account.commentDisabled,
			duet_disabled: account.duetDisabled || account.isPrivate,
			stitch_disabled: account.stitchDisabled || account.isPrivate,
			max_video_post_duration_sec: account.maxVideoPostDurationSec,
		};
		// A creator who cannot post is reported with HTTP 200 and an error code.
		const block = postingBlock(world, world.store.app(token.clientKey)!, account);
		if (block) {
			const details = world.switches.dataIn200Errors ? { data } : {};
			throw new Refusal(200, block, undefined, details);
		}
		sendOk(res, data);
	});

	return router;
}
