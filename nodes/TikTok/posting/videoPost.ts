import type { IDataObject } from 'n8n-workflow';
import type { PostMode } from '../api/inits';
import type { Task } from '../run/perItem';
import type { PostBody } from './checkPost';
import { checkVideoPost } from './checkPost';
import { warnOfGluedTag } from './gluedTag';

/** A video post as the fields have described it. */
export interface VideoPost {
	mode: PostMode;
	/** TikTok's body of the init, but for what only the file tells. */
	body: IDataObject & PostBody;
}

/**
 * Reads the post of an item and checks all of it that needs neither the file nor TikTok.
 * @throws TikTokFailure
 */
export function readVideoPost(task: Task): VideoPost {
	const mode = task.parameters.text('postMode') as PostMode;
	const body = task.request.options.body as IDataObject & PostBody;
	checkVideoPost(body, mode === 'DIRECT_POST', task.problems);
	warnOfGluedTag(task, body);
	return { mode, body };
}
