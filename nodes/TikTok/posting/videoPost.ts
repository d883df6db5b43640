import type { IDataObject } from 'n8n-workflow';
import type { PostMode } from '../api/inits';
import type { Task } from '../run/perItem';
import type { PostBody } from './checkPost';
import { checkVideoPost, ofDirectPost } from './checkPost';
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
	const { source_info, post_info } = task.request.options.body as PostBody;
	// A draft takes neither caption nor settings (open API fact sheet §6.2), also when an expression
	// chooses the mode and the editor shows all fields.
	const body: IDataObject & PostBody =
		mode === 'DIRECT_POST' ? { source_info, post_info: ofDirectPost(post_info) } : { source_info };
	checkVideoPost(body, mode === 'DIRECT_POST', task.problems);
	warnOfGluedTag(task, body);
	return { mode, body };
}
