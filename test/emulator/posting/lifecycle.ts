import { snowflake } from '../ids';
import type { FailReason, PrivacyLevel, Publish, Video } from '../types';
import {
	tellComplete,
	tellFailed,
	tellInboxDelivered,
	tellNoLongerPublic,
	tellPublic,
} from '../webhooks/postEvents';
import type { World } from '../world';

const pullLimitMs = 3_600_000;

/**
 * The only place where a publish changes state. Nothing runs on a timer: `settle` brings a
 * publish to the state it has at the clock's present time, before anybody looks at it.
 * Lifecycles: fact sheet §9.1.
 */
export function settle(world: World, publish: Publish): Publish {
	const now = world.clock.now();
	if (publish.state === 'PROCESSING_DOWNLOAD' && !publish.complete) {
		const limit = publish.createdAt + pullLimitMs;
		if (now >= limit) {
			world.pulls.abort(publish);
			fail(world, publish, isPhoto(publish) ? 'photo_pull_failed' : 'video_pull_failed', limit);
		}
	}
	if (isProcessing(publish) && publish.finalAt !== undefined && now >= publish.finalAt) {
		const at = publish.finalAt;
		if (publish.verdict) fail(world, publish, publish.verdict, at);
		else if (isDraft(publish)) {
			publish.state = 'SEND_TO_USER_INBOX';
			note(world, publish, at);
			tellInboxDelivered(world, publish, at);
		} else completePost(world, publish, publish.postInfo.privacy_level as PrivacyLevel, at);
	}
	for (const video of postsOf(world, publish)) {
		if (video.publicAtMs === undefined || video.publicAtMs > now || video.toldPublic) continue;
		video.toldPublic = true;
		world.store.journal.note(publish.publishId, video.publicAtMs, 'Public', `post ID ${video.id}`);
		tellPublic(world, publish, video, video.publicAtMs);
	}
	return publish;
}

export function settleAll(world: World): Publish[] {
	return world.store.publishes.map((publish) => settle(world, publish));
}

/** All media arrived; processing starts. */
export function mediaComplete(world: World, publish: Publish, verdict?: FailReason): void {
	if (!isProcessing(settle(world, publish))) return;
	publish.complete = verdict !== 'video_pull_failed' && verdict !== 'photo_pull_failed';
	publish.verdict ??= verdict;
	publish.finalAt = world.clock.now() + world.switches.processingMs;
}

export function fail(
	world: World,
	publish: Publish,
	reason: FailReason,
	at = world.clock.now(),
): void {
	publish.state = 'FAILED';
	publish.failReason = reason;
	note(world, publish, at, reason);
	tellFailed(world, publish, reason, at);
}

export function failUnfinished(
	world: World,
	clientKey: string,
	username: string,
	reason: FailReason,
): void {
	for (const publish of settleAll(world)) {
		if (publish.clientKey !== clientKey || publish.account !== username) continue;
		if (!isProcessing(publish)) continue;
		world.pulls.abort(publish);
		fail(world, publish, reason);
	}
}

/** The creator opens the inbox notification and posts; possible more than once per draft. */
export function creatorPosts(world: World, publish: Publish, privacy: PrivacyLevel): string {
	settle(world, publish);
	const isOpen = publish.state === 'SEND_TO_USER_INBOX' || publish.state === 'PUBLISH_COMPLETE';
	if (!isDraft(publish) || !isOpen) {
		throw new Error(`${publish.publishId} is no draft in the creator's inbox (${publish.state})`);
	}
	return completePost(world, publish, privacy, world.clock.now());
}

/** The creator opens a private post to everybody, or hides a public one. */
export function creatorSetsPrivacy(world: World, publish: Publish, privacy: PrivacyLevel): void {
	settle(world, publish);
	const posts = postsOf(world, publish);
	if (posts.length === 0) throw new Error(`${publish.publishId} has no post yet`);
	const account = world.store.account(publish.account);
	const now = world.clock.now();
	world.store.journal.note(publish.publishId, now, 'Privacy set by the creator', privacy);
	for (const video of posts) {
		const isPublic = privacy === 'PUBLIC_TO_EVERYONE' && !account.isPrivate;
		video.privacy = privacy;
		if (isPublic) video.publicAtMs ??= now + world.switches.moderationMs;
		else {
			if (video.toldPublic) tellNoLongerPublic(world, publish, video, now);
			video.publicAtMs = undefined;
			video.toldPublic = false;
		}
	}
	publish.publicAt = posts[0].publicAtMs;
}

/** The new status in the post's life. */
function note(world: World, { publishId, state }: Publish, at: number, details?: string): void {
	world.store.journal.note(publishId, at, state, details);
}

export function isProcessing(publish: Publish): boolean {
	return publish.state === 'PROCESSING_UPLOAD' || publish.state === 'PROCESSING_DOWNLOAD';
}

export function isDraft(publish: Publish): boolean {
	return publish.flow === 'inbox' || publish.flow === 'photo_inbox';
}

export function isPhoto(publish: Publish): boolean {
	return publish.flow === 'photo_direct' || publish.flow === 'photo_inbox';
}

/** Ids that status/fetch shows: public posts after moderation, never private ones (§9.1). */
export function publicPostIds(world: World, publish: Publish): string[] {
	const now = world.clock.now();
	const videos = world.store.account(publish.account).videos;
	return publish.postIds.filter((id) =>
		videos.some((video) => video.id === id && (video.publicAtMs ?? Infinity) <= now),
	);
}

function postsOf(world: World, publish: Publish): Video[] {
	if (publish.postIds.length === 0) return [];
	const { videos } = world.store.account(publish.account);
	return publish.postIds.flatMap((id) => videos.filter((video) => video.id === id));
}

function completePost(world: World, publish: Publish, privacy: PrivacyLevel, at: number): string {
	const account = world.store.account(publish.account);
	const isPublic = privacy === 'PUBLIC_TO_EVERYONE' && !account.isPrivate;
	const publicAtMs = isPublic ? at + world.switches.moderationMs : undefined;
	const id = snowflake();
	const text = String(publish.postInfo.title ?? '');
	account.videos.unshift({
		id,
		createdAtMs: at,
		title: text,
		description: String(publish.postInfo.description ?? text),
		durationSec: isPhoto(publish) ? 0 : 15,
		width: 1080,
		height: 1920,
		likes: 0,
		comments: 0,
		shares: 0,
		views: 0,
		privacy,
		publicAtMs,
		publishId: publish.publishId,
		kind: isPhoto(publish) ? 'photo' : 'video',
	});
	publish.state = 'PUBLISH_COMPLETE';
	publish.postIds.push(id);
	publish.postId ??= id;
	publish.publicAt ??= publicAtMs;
	note(world, publish, at, privacy);
	tellComplete(world, publish, at);
	return id;
}
