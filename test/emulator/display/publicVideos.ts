import { settleAll } from '../posting/lifecycle';
import type { Account, Video } from '../types';
import type { World } from '../world';

/** What the Display API can see, newest first: public posts of public accounts (§4.1). */
export function publicVideos(world: World, account: Account): Video[] {
	settleAll(world);
	const { switches } = world;
	const now = world.clock.now();
	return account.videos
		.filter((video) => video.privacy === 'PUBLIC_TO_EVERYONE' && !account.isPrivate)
		.filter((video) => video.publishId === undefined || isListed(video))
		.filter((video) => video.kind === 'video' || switches.photosInVideoList)
		.sort((a, b) => b.createdAtMs - a.createdAtMs);

	function isListed(video: Video): boolean {
		return now >= (video.publicAtMs ?? Infinity) + switches.listLagMs;
	}
}
