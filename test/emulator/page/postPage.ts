import type { LifeEvent } from '../posting/journal';
import { isDraft, isPhoto } from '../posting/lifecycle';
import type { Account, Publish, Video } from '../types';
import type { World } from '../world';
import { actsOnPost } from './creatorActs';
import { escapeHtml, page } from './html';
import { factLine, mediaOf, visibility } from './postParts';

/** A post, with its life: what happened when, and who asked. */
export function postPage(world: World, account: Account, video: Video): string {
	const publish = world.store.publishes.find(({ publishId }) => publishId === video.publishId);
	const facts: Array<[string, string]> = [
		['Post ID', video.id],
		['Privacy', video.privacy],
		['Posted', new Date(video.createdAtMs).toISOString()],
		['Status', visibility(world, account, video)],
		...(publish ? publishFacts(publish) : []),
	];
	// A video posted through the API has its caption in both places.
	const text = video.description === video.title ? '' : video.description;
	return single(world, account, { title: video.title, text, facts, publish });
}

/** A post that is still on its way, waits in the inbox, or has failed. */
export function publishPage(world: World, account: Account, publish: Publish): string {
	const kind = `${isDraft(publish) ? 'draft' : 'post'} of ${isPhoto(publish) ? 'photos' : 'a video'}`;
	const facts: Array<[string, string]> = [
		['Status', publish.state],
		...(publish.failReason ? [['Reason', publish.failReason] as [string, string]] : []),
		['Kind', kind],
		['Received', factLine(publish)],
		...publishFacts(publish),
	];
	const title = String(publish.postInfo.title ?? '');
	const text = String(publish.postInfo.description ?? '');
	return single(world, account, { title, text, facts, publish });
}

function single(
	world: World,
	account: Account,
	post: { title: string; text: string; facts: Array<[string, string]>; publish?: Publish },
): string {
	const { text, facts, publish } = post;
	const title = post.title || 'No caption';
	const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
	const life = publish ? lifeOf(world.store.journal.life(publish.publishId)) : '';
	const body = `<p><a href="/@${account.username}">@${escapeHtml(account.username)}</a></p>
		<div class="card single">${publish ? mediaOf(world, publish) : ''}<div><h1>${escapeHtml(title)}</h1>
		${text && `<p>${escapeHtml(text)}</p>`}<dl>${list.join('')}</dl>
		${publish ? actsOnPost(account, publish) : ''}</div></div>${life}`;
	return page(title, body, { live: true });
}

function lifeOf(events: LifeEvent[]): string {
	const [first] = events;
	if (!first) return '';
	const rows = events.map(({ at, what, details, times }) => {
		const iso = new Date(at).toISOString();
		const often = times > 1 ? ` (${times} times)` : '';
		return `<tr><td><time datetime="${iso}">${iso.slice(11, 19)}</time></td>
			<td>+${((at - first.at) / 1000).toFixed(1)} s</td>
			<td>${escapeHtml(what)}${often}</td><td class="soft">${escapeHtml(details)}</td></tr>`;
	});
	return `<h2>Its life</h2><p class="soft">Times of this emulator's clock, in UTC.</p>
		<div class="wide"><table>${rows.join('')}</table></div>`;
}

function publishFacts(publish: Publish): Array<[string, string]> {
	return [
		['Publish ID', publish.publishId],
		['Media', publish.media.map(({ type, bytes }) => `${type}, ${bytes} bytes`).join('; ')],
		['sha256', publish.sha256 ?? ''],
		['AI-generated', publish.isAigc ? 'yes' : 'no'],
	];
}
