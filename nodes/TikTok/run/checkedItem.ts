import type { IDataObject } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { Problems } from '../errors/problems';

/** What Check Only has learnt about a post. */
export interface CheckedPost {
	/** The init that would be sent: method, path and body. */
	request?: IDataObject;
	/** What TikTok says about the account; asked for before direct posts only. */
	creator?: IDataObject;
	/** The video, or the photos, as far as they could be read. */
	file?: IDataObject;
	/** A post was started under the item's Once Key: no other one would be. */
	publish_id?: string;
	files?: IDataObject[];
}

/** The output item of Check Only; what was not reached is `null`. */
export function checkedItem({ all }: Problems, found: CheckedPost = {}): IDataObject {
	const { request = null, creator = null, file, files, publish_id } = found;
	return {
		would_post: all.length === 0 && publish_id === undefined,
		...(publish_id !== undefined && { already_posted: true, publish_id }),
		problems: all.map(problemOf),
		request,
		creator,
		...(file && { file }),
		...(files && { files }),
	};
}

/** One problem in parts, for people and for workflows that branch on them. */
function problemOf({ headline, advice, about, details }: TikTokFailure): IDataObject {
	return {
		code: details.code,
		message: headline,
		...about,
		advice,
		retryable: details.retryable,
	};
}
