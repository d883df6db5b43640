import type { IDataObject } from 'n8n-workflow';
import type { Preflight } from '../posting/preflight';
import { preflight } from '../posting/preflight';
import type { PostBody } from '../posting/checkPost';
import { checkVideoPost } from '../posting/checkPost';
import { finishPost } from '../posting/finishPost';
import { warnOfGluedTag } from '../posting/gluedTag';
import type { Endpoint } from '../request/endpoint';
import type { Execute, Task } from '../run/perItem';
import type { PostMode } from '../resources/postFields';
import { uploadVideo } from './uploadVideo';

/** Posts one file of the item: check → file → preflight → slot → init → chunks → wait. */
export function uploadOne(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const prepared = prepareUpload(task, inits);
		const property = task.context.getNodeParameter('binaryPropertyName') as string;
		const post = await uploadVideo(task, task.session, prepared, property);
		return [await finishPost(task, task.session, post)];
	};
}

/** What all files of an item have in common. */
export interface PreparedUpload {
	init: Endpoint;
	/** Asked once the file is known to be one that TikTok takes. */
	preflight: () => Promise<Preflight | undefined>;
}

/**
 * Checks the post and says which init it needs. Unlike a pull, a file init alone posts nothing, so
 * it may be repeated: a few times, or once for a draft, which costs one of five places.
 */
export function prepareUpload(task: Task, inits: Record<PostMode, Endpoint>): PreparedUpload {
	const mode = task.context.getNodeParameter('postMode') as PostMode;
	const body = task.request.options.body as IDataObject & PostBody;
	checkVideoPost(body, mode === 'DIRECT_POST');
	warnOfGluedTag(task, body);
	return {
		init: { ...inits[mode], kind: mode === 'DIRECT_POST' ? 'directFileInit' : 'inboxFileInit' },
		preflight: async () => await preflight(task, mode, body),
	};
}
