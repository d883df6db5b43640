import { isDraft, isPhoto, settleAll } from '../posting/lifecycle';
import type { Account, Publish, Video } from '../types';
import type { World } from '../world';
import { actsOnAccount, actsOnPost } from './creatorActs';
import { escapeHtml, page } from './html';
import { factLine, mediaOf, visibility } from './postParts';

/** What a person sees in the browser: every account's posts and what is still on its way. */
export function homePage(world: World): string {
	const sections = world.store.accounts.map((account) => section(world, account));
	const intro = `<h1>TikTok emulator</h1>
		<p class="soft">Posts made through the API appear here by themselves; a click on a caption opens
		what happened to the post.</p>`;
	return page('TikTok emulator', intro + sections.join(''), { live: true });
}

export function accountPage(world: World, account: Account): string {
	const back = '<p><a href="/">All accounts</a></p>';
	return page(`@${account.username}`, back + section(world, account), { live: true });
}

function section(world: World, account: Account): string {
	const onTheWay = settleAll(world)
		.filter(({ account: owner, postIds }) => owner === account.username && postIds.length === 0)
		.reverse();
	const videos = [...account.videos].sort((a, b) => b.createdAtMs - a.createdAtMs);
	const tiles = [
		...onTheWay.map((publish) => publishTile(world, account, publish)),
		...videos.map((video) => videoTile(world, account, video)),
	];
	return `<section data-key="${escapeHtml(account.username)}">
		<h2><a href="/@${account.username}">${escapeHtml(account.displayName)}</a></h2>
		<div class="soft">@${escapeHtml(account.username)}, ${account.isPrivate ? 'private' : 'public'} account,
		${account.stats.followers.toLocaleString('en')} followers</div>
		${actsOnAccount(world, account)}<ul class="grid">${tiles.join('')}</ul></section>`;
}

function videoTile(world: World, account: Account, video: Video): string {
	const publish = world.store.publishes.find(({ publishId }) => publishId === video.publishId);
	const address = `/@${account.username}/${video.kind}/${video.id}`;
	const cover = `<a href="${address}"><img src="/media/cover/${video.id}.svg" alt=""></a>`;
	const media = (publish && mediaOf(world, publish)) || cover;
	const more = publish
		? `<div class="soft">${factLine(publish)}</div>${actsOnPost(account, publish)}`
		: '';
	return `<li class="post" data-key="${video.id}" data-post-id="${video.id}">${media}<div>
		<span class="badge">${escapeHtml(visibility(world, account, video))}</span>
		<span class="badge">${video.privacy}</span>
		<a class="caption" href="${address}">${escapeHtml(video.title || 'No caption')}</a>${more}</div></li>`;
}

function publishTile(world: World, account: Account, publish: Publish): string {
	const bad = publish.state === 'FAILED' ? ' bad' : '';
	const state = publish.failReason ? `${publish.state}: ${publish.failReason}` : publish.state;
	const kind = `${isDraft(publish) ? 'Draft ' : ''}${isPhoto(publish) ? 'photo' : 'video'}`;
	const id = escapeHtml(publish.publishId);
	const title = escapeHtml(String(publish.postInfo.title || 'No caption'));
	return `<li class="post" data-key="${id}" data-publish-id="${id}">${mediaOf(world, publish)}<div>
		<span class="badge${bad}">${state}</span><span class="badge">${kind}</span>
		<a class="caption" href="/publish/${encodeURIComponent(publish.publishId)}">${title}</a>
		<div class="soft">${factLine(publish)}</div>${actsOnPost(account, publish)}</div></li>`;
}
