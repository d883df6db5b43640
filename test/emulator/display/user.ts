import { Router } from 'express';

import { unionIdOf } from '../ids';
import { admit } from '../request/admit';
import { Refusal, sendOk } from '../request/envelope';
import type { Token } from '../store';
import type { World } from '../world';
import { pick, requestedFields } from './fields';
import { publicVideos } from './publicVideos';

/** Which scope opens which field; fact sheet §3. */
const scopeOfField: Record<string, string> = {
	open_id: 'user.info.basic',
	union_id: 'user.info.basic',
	avatar_url: 'user.info.basic',
	avatar_url_100: 'user.info.basic',
	avatar_large_url: 'user.info.basic',
	display_name: 'user.info.basic',
	bio_description: 'user.info.profile',
	profile_deep_link: 'user.info.profile',
	is_verified: 'user.info.profile',
	username: 'user.info.profile',
	follower_count: 'user.info.stats',
	following_count: 'user.info.stats',
	likes_count: 'user.info.stats',
	video_count: 'user.info.stats',
};

export function userRoutes(world: World): Router {
	const router = Router({ strict: true, caseSensitive: true });

	router.get('/v2/user/info/', (req, res) => {
		const token = admit(world, req, { quota: 'read' });
		const fields = requestedFields(req, Object.keys(scopeOfField));
		const isGranted = (field: string) => token.scopes.includes(scopeOfField[field]);
		const ungranted = world.switches.ungrantedFieldsError;
		// One field too many fails the whole call, not just the field.
		if (ungranted !== 'omit' && !fields.every(isGranted)) {
			throw new Refusal(ungranted === 'scope_permission_missed' ? 400 : 401, ungranted);
		}
		sendOk(res, { user: pick(userObject(world, token), fields.filter(isGranted)) });
	});

	return router;
}

function userObject(world: World, token: Token): Record<string, unknown> {
	const account = world.store.account(token.username);
	const avatar = (size: number) =>
		`${world.baseUrl()}/media/avatar/${account.username}.svg?size=${size}`;
	return {
		open_id: token.openId,
		union_id: unionIdOf(account.username),
		avatar_url: avatar(300),
		avatar_url_100: avatar(100),
		avatar_large_url: avatar(720),
		display_name: account.displayName,
		bio_description: account.bio,
		profile_deep_link: `${world.switches.shareUrlBase}/@${account.username}`,
		is_verified: account.verified,
		username: account.username,
		follower_count: account.stats.followers,
		following_count: account.stats.following,
		likes_count: account.stats.likes,
		video_count: publicVideos(world, account).length,
	};
}
