import { now } from '../shared/clock';
import type { KeptKeys } from './keptKeys';
import type { OnceNotes, PostSoFar } from './ledger';
import type { KnownKey } from './onceKeys';
import type { RememberedPost } from './rememberedPost';

/** The post under a Once Key, in the hands of the item whose turn it is. */
export class KeyedPost implements OnceNotes {
	constructor(
		private readonly name: string,
		private readonly key: KnownKey,
		private readonly kept: KeptKeys,
	) {
		if (key.isKnown) return;
		key.post = kept.read(name);
		key.isKnown = key.post !== undefined;
	}

	/** What is known of it; nothing when it was never started, or must be started anew. */
	get post(): RememberedPost | undefined {
		return this.key.post;
	}

	async beforePull(): Promise<void> {
		await this.set({ state: 'unclear', at: now() }, true);
	}

	async note(post: PostSoFar): Promise<void> {
		switch (post.at) {
			case 'sending':
				return await this.set({ ...idAndSize(post), state: 'sending', at: now() }, true);
			case 'accepted': {
				// A crash forgets nothing that the status would not tell of a file on its way.
				const atOnce = this.key.post?.state !== 'sending';
				const { publishId } = post;
				return await this.set({ state: 'accepted', publishId, at: now() }, atOnce);
			}
			case 'lost': {
				const publishId = post.failure.details.publish_id;
				return await this.set({ state: 'unclear', publishId, at: now() }, publishId !== undefined);
			}
			case 'notStarted':
				return await this.forget();
		}
	}

	/**
	 * After a failure: what TikTok cannot have is forgotten.
	 * @param isCancelled then nobody knows whether a pull on its way has arrived
	 */
	async settle(post: PostSoFar, isCancelled: boolean): Promise<void> {
		if (post.at === 'sending' && post.mayBePosted) return;
		if (post.at === 'notStarted' && isCancelled && this.key.post?.state === 'unclear') return;
		if (post.at === 'lost') await this.note(post);
		else await this.forget();
	}

	/** Keeps what is known, also where another workflow or a run by hand has posted. */
	async keep(): Promise<void> {
		await this.kept.keep(this.name, this.key.post, false);
	}

	async forget(): Promise<void> {
		if (this.key.post) await this.set(undefined, false);
	}

	private async set(post: RememberedPost | undefined, atOnce: boolean): Promise<void> {
		this.key.post = post;
		this.key.isKnown = true;
		await this.kept.keep(this.name, post, atOnce);
	}
}

const idAndSize = ({ publishId, size }: { publishId: string; size: number }) => ({
	publishId,
	size,
});
