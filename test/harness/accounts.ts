import type { Emulator, Publish } from '../emulator';
import type { Given } from '../fixtures/fixture';

let accounts = 0;

/** A name that no account of this process has had. */
export function freshUsername(): string {
	accounts += 1;
	return `creator.${accounts}`;
}

/** Public videos of the account. */
export function addVideos(
	emulator: Emulator,
	username: string,
	videos: NonNullable<Given['videos']>,
): void {
	for (const { id, create_time } of videos) {
		emulator.account(username).videos.push({
			id,
			createdAtMs: create_time * 1000,
			title: `Video ${id}`,
			description: `About ${id}`,
			durationSec: 21,
			width: 1080,
			height: 1920,
			likes: 3,
			comments: 2,
			shares: 1,
			views: 500,
			privacy: 'PUBLIC_TO_EVERYONE',
			kind: 'video',
		});
	}
}

/** Posts of the account as TikTok knows them, in the state given. */
export function addPosts(
	emulator: Emulator,
	username: string,
	posts: NonNullable<Given['posts']>,
): void {
	const [app] = emulator.apps;
	const openId = emulator.grant({ username }).open_id;
	for (const { publish_id, status, fail_reason, publicaly_available_post_id: ids } of posts) {
		forgetPost(emulator, publish_id);
		const source = publish_id.includes('_url') ? 'PULL_FROM_URL' : 'FILE_UPLOAD';
		const isFinal = !status.startsWith('PROCESSING');
		emulator.publishes.push({
			publishId: publish_id,
			account: username,
			openId,
			clientKey: app.clientKey,
			flow: publish_id.includes('inbox') ? 'inbox' : 'direct',
			source,
			createdAt: emulator.clock.now(),
			postInfo: {},
			sourceInfo: {},
			isAigc: false,
			state: status as Publish['state'],
			failReason: fail_reason as Publish['failReason'],
			bytesReceived: 0,
			complete: isFinal,
			postIds: ids ?? [],
			media: [],
		});
		addVideos(
			emulator,
			username,
			(ids ?? []).map((id) => ({ id, create_time: Math.floor(emulator.clock.now() / 1000) })),
		);
		for (const video of emulator.account(username).videos) video.publicAtMs ??= 0;
	}
}

/** Fixtures use the same publish IDs again, for other accounts. */
function forgetPost({ publishes }: Emulator, publishId: string): void {
	const known = publishes.findIndex((publish) => publish.publishId === publishId);
	if (known >= 0) publishes.splice(known, 1);
}
