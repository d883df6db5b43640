import { isPhoto } from '../posting/lifecycle';
import type { Account, Publish, Video } from '../types';
import type { World } from '../world';

/** What a tile and the page of a post both show. */

/** The video to play, the photos to swipe through; nothing when the emulator keeps no media. */
export function mediaOf({ store }: World, publish: Publish): string {
	const files = publish.media.filter((_, index) => store.media.file(publish.publishId, index));
	if (files.length === 0) return '';
	const address = (index: number) =>
		`/media/file/${encodeURIComponent(publish.publishId)}/${index}`;
	if (!isPhoto(publish)) {
		return `<video data-key="media" src="${address(0)}" controls muted playsinline preload="metadata"></video>`;
	}
	const photos = files.map((_, index) => `<img src="${address(index)}" alt="Photo ${index + 1}">`);
	return `<div class="strip" data-key="media" tabindex="0">${photos.join('')}</div>`;
}

export function visibility(world: World, account: Account, video: Video): string {
	if (video.privacy !== 'PUBLIC_TO_EVERYONE' || account.isPrivate) return 'Not public';
	if (!video.publishId) return 'Public';
	return (video.publicAtMs ?? Infinity) <= world.clock.now() ? 'Public' : 'In moderation';
}

export function factLine(publish: Publish): string {
	const hash = publish.sha256 ? `, sha256 ${publish.sha256.slice(0, 12)}` : '';
	return `${publish.bytesReceived.toLocaleString('en')} bytes${hash}`;
}
