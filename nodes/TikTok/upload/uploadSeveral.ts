import type { IDataObject } from 'n8n-workflow';
import { asFailure, inputFailure } from '../errors/failure';
import { finishPost } from '../publish/finishPost';
import type { Endpoint } from '../request/endpoint';
import { concurrently } from '../shared/concurrently';
import type { Execute, Task } from '../shared/perItem';
import type { PostMode } from '../shared/postFields';
import { prepareUpload } from './uploadOne';
import { uploadVideo } from './uploadVideo';
import { binaryFields, fileNameOf } from './videoSource';

/** Posts several files of one item; each is an output item of its own, and none stops the others. */
export function uploadSeveral(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const prepared = prepareUpload(task, inits);
		const limit = task.context.getNodeParameter('options.maxConcurrency', 3) as number;
		return await concurrently(chosenFields(task), limit, async (property, index) => {
			const file = { index, field: property, file_name: fileNameOf(task.context, property) };
			try {
				const session = task.session.separate();
				const post = await uploadVideo(task, session, prepared, property);
				return { ...file, ...(await finishPost(task, session, post)) } as IDataObject;
			} catch (error) {
				return asFailure(error).with(file);
			}
		});
	};
}

function chosenFields(task: Task): string[] {
	const named = task.context.getNodeParameter('binaryPropertyNames') as string | string[];
	const fields = (Array.isArray(named) ? named : named.split(','))
		.map((field) => field.trim())
		.filter((field) => field !== '');
	const chosen = fields.length > 0 ? [...new Set(fields)] : binaryFields(task.context);
	if (chosen.length > 0) return chosen;
	throw inputFailure(
		'The input item has no files.',
		'Place a node that delivers files before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: use "Publish From URL" there.',
		'no_file',
	);
}
