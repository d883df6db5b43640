import { isDraft, isPhoto, settleAll } from '../posting/lifecycle';
import type { Account, Publish, Video } from '../types';
import type { World } from '../world';
import { escapeHtml, page } from './html';

/** What a person sees in the browser: every account's posts and what is still on its way. */
export function homePage(world: World): string {
	const sections = world.store.accounts.map((account) => section(world, account));
	const intro = `<h1>TikTok emulator</h1>
		<p class="soft">Posts made through the API appear here. Reload to see their progress.</p>`;
	return page('TikTok emulator', intro + sections.join(''));
}

export function accountPage(world: World, account: Account): string {
	const back = '<p><a href="/">All accounts</a></p>';
	return page(`@${account.username}`, back + section(world, account));
}

export function postPage(world: World, account: Account, video: Video): string {
	const publish = world.store.publishes.find(({ publishId }) => publishId === video.publishId);
	const facts: Array<[string, string]> = [
		['Post ID', video.id],
		['Privacy', video.privacy],
		['Posted', new Date(video.createdAtMs).toISOString()],
		['Status', visibility(world, account, video)],
		...(publish ? mediaFacts(publish) : []),
	];
	// A video posted through the API has its caption in both places.
	const text = video.description === video.title ? '' : `<p>${escapeHtml(video.description)}</p>`;
	const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
	const body = `<p><a href="/@${account.username}">@${escapeHtml(account.username)}</a></p>
		<div class="card"><h1>${escapeHtml(video.title || 'No caption')}</h1>
		${text}<dl>${list.join('')}</dl></div>`;
	return page(video.title || 'Post', body);
}

function section(world: World, account: Account): string {
	const onTheWay = settleAll(world)
		.filter(({ account: owner, postIds }) => owner === account.username && postIds.length === 0)
		.reverse();
	const videos = [...account.videos].sort((a, b) => b.createdAtMs - a.createdAtMs);
	const tiles = [
		...onTheWay.map((publish) => publishTile(publish)),
		...videos.map((video) => videoTile(world, account, video)),
	];
	return `<h2><a href="/@${account.username}">${escapeHtml(account.displayName)}</a></h2>
		<div class="soft">@${escapeHtml(account.username)}, ${account.isPrivate ? 'private' : 'public'} account,
		${account.stats.followers.toLocaleString('en')} followers</div><ul class="grid">${tiles.join('')}</ul>`;
}

function videoTile(world: World, account: Account, video: Video): string {
	const publish = world.store.publishes.find(({ publishId }) => publishId === video.publishId);
	const facts = publish ? `<div class="soft">${factLine(publish)}</div>` : '';
	return `<li class="post" data-post-id="${video.id}"><a href="/@${account.username}/${video.kind}/${video.id}">
		<img src="/media/cover/${video.id}.svg" alt=""></a><div>
		<span class="badge">${escapeHtml(visibility(world, account, video))}</span>
		<span class="badge">${video.privacy}</span>
		<div class="caption">${escapeHtml(video.title || 'No caption')}</div>${facts}</div></li>`;
}

function publishTile(publish: Publish): string {
	const bad = publish.state === 'FAILED' ? ' bad' : '';
	const state = publish.failReason ? `${publish.state}: ${publish.failReason}` : publish.state;
	const kind = `${isDraft(publish) ? 'Draft ' : ''}${isPhoto(publish) ? 'photo' : 'video'}`;
	return `<li class="post" data-publish-id="${publish.publishId}"><div>
		<span class="badge${bad}">${state}</span><span class="badge">${kind}</span>
		<div class="caption">${escapeHtml(String(publish.postInfo.title ?? 'No caption'))}</div>
		<div class="soft">${factLine(publish)}</div></div></li>`;
}

function visibility(world: World, account: Account, video: Video): string {
	if (video.privacy !== 'PUBLIC_TO_EVERYONE' || account.isPrivate) return 'Not public';
	if (!video.publishId) return 'Public';
	return (video.publicAtMs ?? Infinity) <= world.clock.now() ? 'Public' : 'In moderation';
}

function factLine(publish: Publish): string {
	const hash = publish.sha256 ? `, sha256 <code>${publish.sha256.slice(0, 12)}</code>` : '';
	return `${publish.bytesReceived.toLocaleString('en')} bytes${hash}`;
}

function mediaFacts(publish: Publish): Array<[string, string]> {
	return [
		['Publish ID', publish.publishId],
		['Media', publish.media.map(({ type, bytes }) => `${type}, ${bytes} bytes`).join('; ')],
		['sha256', publish.sha256 ?? ''],
		['AI-generated', publish.isAigc ? 'yes' : 'no'],
	];
}
