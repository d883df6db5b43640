import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../request/endpoint';
import { listOfUrls } from '../shared/listOfTexts';
import type { Execute, Task } from '../run/perItem';
import type { PostMode } from '../resources/postFields';
import type { PostBody } from './checkPost';
import { checkPhotoCount, checkPhotoPost } from './checkPost';
import { signedPhotoUrls } from './signedPhotoUrls';
import { warnOfGluedTag } from './gluedTag';
import { publishPull } from './publishPull';

/** Posts photos that TikTok downloads, from the user's addresses or from this n8n: check → preflight → init → wait. */
export function publishPhotos(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const mode = task.context.getNodeParameter('postMode') as PostMode;
		const declared = task.request.options.body as IDataObject & PostBody;
		const fromFiles = task.context.getNodeParameter('photoSource') === 'binary';
		const photo_images = fromFiles ? await signedPhotoUrls(task.context) : photoUrls(task);
		const body = {
			...declared,
			source_info: { ...(declared.source_info as IDataObject), photo_images },
		};
		checkPhotoPost(body, mode === 'DIRECT_POST');
		warnOfGluedTag(task, body);
		return [await publishPull(task, inits, mode, body)];
	};
}

function photoUrls({ context }: Task): string[] {
	const urls = listOfUrls(context.getNodeParameter('photoUrls'));
	checkPhotoCount(urls.length);
	return urls;
}
