import type { Task } from '../run/perItem';
import type { PostBody } from './checkPost';

/** Warns of a tag that TikTok will not link: it wants a space or line break before # and @. */
export function warnOfGluedTag(task: Task, { post_info }: PostBody): void {
	const tag = gluedTag(post_info?.title) ?? gluedTag(post_info?.description);
	if (tag) {
		task.session.logger.warn(`TikTok: "${tag}" has no space before it and will not be linked`);
	}
}

/** The first tag of a text that is glued to the word before it. */
export function gluedTag(text: unknown): string | undefined {
	return /[^\s#@]([#@][\p{L}\p{N}_]+)/u.exec(typeof text === 'string' ? text : '')?.[1];
}
