import type { IDataObject } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import type { Problems } from '../errors/problems';

/** What Check Only has seen of the media of a post. */
export interface CheckedMedia {
	/** The video, or the photos, as far as they could be read. */
	file?: IDataObject;
	files?: IDataObject[];
	/** Of media that TikTok is to download: what their addresses answer. */
	address?: IDataObject;
	addresses?: IDataObject[];
}

/** What Check Only has learnt about a post. */
export interface CheckedPost extends CheckedMedia {
	/** The init that would be sent: method, path and body. */
	request?: IDataObject;
	/** What TikTok says about the account; asked for before direct posts only. */
	creator?: IDataObject;
	/** A post was started under the item's Once Key: no other one would be. */
	publish_id?: string;
}

/** The output item of Check Only; what was not reached is `null`. */
export function checkedItem({ all }: Problems, found: CheckedPost = {}): IDataObject {
	const { request = null, creator = null, publish_id, ...media } = found;
	return {
		would_post: all.length === 0 && publish_id === undefined,
		...(publish_id !== undefined && { already_posted: true, publish_id }),
		problems: all.map(problemOf),
		request,
		creator,
		...seen(media),
	};
}

/** What was not looked at has no key. */
const seen = (media: CheckedMedia): IDataObject =>
	Object.fromEntries(Object.entries(media).filter(([, what]) => what !== undefined));

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
