import type { IDataObject } from 'n8n-workflow';
import { asFailure } from '../errors/failure';
import { finishPost } from '../posting/finishPost';
import type { Endpoint } from '../request/endpoint';
import { concurrently } from '../shared/concurrently';
import type { Execute } from '../run/perItem';
import type { PostMode } from '../resources/postFields';
import { chosenFields } from '../run/itemFiles';
import { prepareUpload } from './uploadOne';
import { uploadVideo } from './uploadVideo';
import { UPLOADS_AT_A_TIME } from './uploadSlots';
import { fileNameOf } from './videoSource';

/** Posts several files of one item; each is an output item of its own, and none stops the others. */
export function uploadSeveral(inits: Record<PostMode, Endpoint>): Execute {
	return async (task) => {
		const prepared = prepareUpload(task, inits);
		const limit = task.context.getNodeParameter(
			'options.maxConcurrency',
			UPLOADS_AT_A_TIME,
		) as number;
		return await concurrently(chosenFields(task.context), limit, async (property, index) => {
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
