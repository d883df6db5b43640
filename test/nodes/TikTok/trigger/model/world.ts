import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { TikTokFailure, type Situation } from '../../../../../nodes/TikTok/errors/failure';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** What becomes of a post, in minutes after its start; by TikTok's own clock. */
interface Fate {
	kind: 'public' | 'private' | 'failed' | 'draft';
	processed: number;
	/** Moderated, or posted by the creator. */
	later: number;
	/** TikTok answers every question about it with an error page. */
	isBad: boolean;
}

export interface Post extends Fate {
	id: string;
	at: number;
	/** In the list of public posts. */
	videoId: string;
}

export const fates: fc.Arbitrary<Fate> = fc.record({
	kind: fc.constantFrom<Fate['kind']>('public', 'private', 'failed', 'draft'),
	processed: fc.integer({ min: 0, max: 180 }),
	later: fc.integer({ min: 181, max: 900 }),
	isBad: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
});

export const troubles = [
	'none',
	'down',
	'flaky',
	'limited',
	'unconnected',
	'odd',
	// No question about a post is answered, all others are.
	'overLimit',
	'deaf',
	// The list of public posts cannot be read.
	'listless',
] as const;
export type Trouble = (typeof troubles)[number];

const PAGE = 20;

let accounts = 0;

/** TikTok as one account sees it. */
export class World {
	/** TikTok's time. */
	time = 1_800_000_000_000;
	/** How wrong the clock of n8n goes, in ms. */
	back = 0;
	ahead = 0;
	trouble: Trouble = 'none';
	readonly posts: Post[] = [];
	readonly account = `account-${++accounts}`;
	private readonly asked: string[] = [];
	private questions = 0;

	/** How often the status of a post was asked for. */
	askedFor(id: string): number {
		return this.asked.filter((one) => one === id).length;
	}

	get clock() {
		return this.time - this.back + this.ahead;
	}

	add(fate: Fate): Post {
		const count = this.posts.length;
		const post = { ...fate, id: `p${count}`, at: this.time, videoId: `70${count}` };
		this.posts.push(post);
		return post;
	}

	/** When an outcome of a post came to be, by TikTok's time. */
	timeOf({ at, kind, processed, later }: Post, event: string): number {
		const isLater = event === 'public' || kind === 'draft';
		return at + MINUTE * Math.max(processed, isLater ? later : 0);
	}

	/** Public by now, newest first. */
	get publicPosts(): Post[] {
		return this.posts.filter((post) => this.isPublic(post)).sort((a, b) => b.at - a.at);
	}

	session() {
		const session = {
			connection: { accountKey: this.account, websiteUrl: '' },
			logger: { info() {}, warn() {}, debug() {}, error() {} },
			withoutRepeats: () => session,
			call: async ({ path }: { path: string }, { body }: { body?: IDataObject }) => {
				// The answer takes its time: polls that overlap meet here.
				await Promise.resolve();
				await Promise.resolve();
				this.complain(path);
				if (path.includes('video/list')) return this.listOf(body?.cursor as number | undefined);
				return path.includes('status') ? this.statusOf(String(body?.publish_id)) : {};
			},
		};
		return session;
	}

	private isPublic({ kind, at, later, processed }: Post): boolean {
		const visible = { public: later, draft: later, private: Infinity, failed: Infinity };
		return (this.time - at) / MINUTE >= Math.max(processed, visible[kind]);
	}

	private complain(path: string): void {
		this.questions += 1;
		const isAboutPost = path.includes('status');
		if (this.trouble === 'overLimit' && isAboutPost) fail('tiktok', 'overLimit');
		if (this.trouble === 'deaf' && isAboutPost) fail('answer', 'lost');
		if (this.trouble === 'down') fail('tiktok', 'serverError');
		if (this.trouble === 'flaky' && this.questions % 3 === 0) fail('tiktok', 'serverError');
		if (this.trouble === 'limited' && this.questions % 2 === 0) fail('tiktok', 'overLimit');
		if (this.trouble === 'unconnected' && this.questions % 2 === 0) fail('credential');
	}

	private statusOf(id: string): IDataObject {
		const post = this.posts.find((one) => one.id === id) as Post;
		this.asked.push(id);
		if (post.isBad) fail('answer');
		if (this.trouble === 'odd' && this.questions % 2 === 0) return this.oddStatus();
		const age = (this.time - post.at) / MINUTE;
		if (age < post.processed) return { status: 'PROCESSING_UPLOAD' };
		if (post.kind === 'failed') return { status: 'FAILED', fail_reason: 'internal' };
		if (age < post.later && post.kind === 'draft') return { status: 'SEND_TO_USER_INBOX' };
		const none = this.trouble === 'odd' ? [null, 0, ''] : [];
		const ids = this.isPublic(post) ? [post.videoId] : none;
		return { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ids } as IDataObject;
	}

	private oddStatus(): IDataObject {
		const odd = [{}, { status: null }, { status: 'SOMETHING_NEW' }, { status: ['FAILED'] }];
		return odd[this.questions % odd.length] as IDataObject;
	}

	private listOf(cursor: number | undefined): IDataObject {
		if (this.trouble === 'odd') return this.oddListOf(cursor);
		if (this.trouble === 'listless') return { videos: [{ id: '74' }, null] } as IDataObject;
		return this.page(cursor, PAGE);
	}

	private page(cursor: number | undefined, size: number): IDataObject {
		const listed = this.publicPosts
			.map(({ videoId, at }) => ({ id: videoId, create_time: Math.floor(at / 1000) }))
			.filter(({ create_time: time }) => cursor === undefined || time * 1000 < cursor);
		const videos = listed.slice(0, size);
		const last = videos.at(-1)?.create_time ?? 0;
		return { videos, has_more: listed.length > size, cursor: last * 1000 };
	}

	private oddListOf(cursor: number | undefined): IDataObject {
		const next = cursor ?? this.time + 1;
		switch (this.questions % 5) {
			case 0:
				return { has_more: true, cursor: next - 1 };
			case 1:
				return { videos: null, has_more: true, cursor: 'soon' } as IDataObject;
			case 2:
				return { videos: [], has_more: true, cursor: 0 };
			case 3: {
				const page = this.page(cursor, 3);
				const future = { id: '73', create_time: 9_999_999_999 };
				return { ...page, videos: [future, ...(page.videos as IDataObject[])] };
			}
			default: {
				const page = this.page(cursor, 3);
				const odd = [
					null,
					7,
					{ id: '71' },
					{ id: 0, create_time: 9e9 },
					{ id: '72', create_time: 'x' },
				];
				return { ...page, videos: [...odd, ...(page.videos as IDataObject[])] } as IDataObject;
			}
		}
	}
}

function fail(origin: 'tiktok' | 'credential' | 'answer', situation?: Situation): never {
	const details = { code: 'x', retryable: true };
	throw new TikTokFailure({ headline: 'No.', advice: '', origin, details, situation });
}
