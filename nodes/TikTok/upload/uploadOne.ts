import type { PostBody } from '../publish/checkPost';
import { checkVideoPost } from '../publish/checkPost';
import { finishPost } from '../publish/finishPost';
import { warnOfGluedTag } from '../publish/publishFromUrl';
import type { Endpoint } from '../request/endpoint';
import type { Execute, Task } from '../shared/perItem';
import type { PostMode } from '../shared/postFields';
import { uploadVideo } from './uploadVideo';

/** Posts one file of the item: check → slot → init → chunks → wait. */
export function uploadOne(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const init = checkedInit(task, inits);
		const property = task.context.getNodeParameter('binaryPropertyName') as string;
		const post = await uploadVideo(task, task.session, init, property);
		return [await finishPost(task, task.session, post)];
	};
}

/**
 * Checks the post and says which init it needs. Unlike a pull, a file init alone posts nothing, so
 * it may be repeated: a few times, or once for a draft, which costs one of five places.
 */
export function checkedInit(task: Task, inits: Record<PostMode, Endpoint>): Endpoint {
	const mode = task.context.getNodeParameter('postMode') as PostMode;
	const body = task.request.options.body as PostBody;
	checkVideoPost(body, mode === 'DIRECT_POST');
	warnOfGluedTag(task, body);
	return { ...inits[mode], kind: mode === 'DIRECT_POST' ? 'directFileInit' : 'inboxFileInit' };
}
