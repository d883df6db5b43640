import type { IDataObject } from 'n8n-workflow';
import { idOf, numberOf } from '../request/records';
import { openApiError } from '../errors/openApiErrors';

/** TikTok's statuses of a publish (open API fact sheet §9.1) and how we read them. */
const outcomes: Record<string, Outcome> = {
	PROCESSING_UPLOAD: 'in_progress',
	PROCESSING_DOWNLOAD: 'in_progress',
	SEND_TO_USER_INBOX: 'inbox',
	PUBLISH_COMPLETE: 'published',
	FAILED: 'failed',
};

/** In progress, delivered to the creator's inbox, published, or failed. */
export type Outcome = 'in_progress' | 'inbox' | 'published' | 'failed';

/** A publish as users see it. Ids are exact strings. */
export interface PublishStatus {
	publish_id: string;
	status: string;
	outcome: Outcome;
	/** Published, in the inbox or failed; the ID of a public post may come later. */
	is_final: boolean;
	post_ids: string[];
	fail_reason?: string;
	fail_message?: string;
	/** Whether posting the same again can succeed. */
	retryable?: boolean;
	uploaded_bytes?: number;
	downloaded_bytes?: number;
}

/** Reads TikTok's answer to status/fetch; a status that is new to us counts as in progress. */
export function readPublishStatus(publishId: string, data: IDataObject): PublishStatus {
	const status = textOf(data.status);
	const outcome = outcomes[status] ?? 'in_progress';
	return {
		publish_id: publishId,
		status,
		outcome,
		is_final: outcome !== 'in_progress',
		post_ids: postIds(data),
		...failReason(outcome, data),
		...bytes('uploaded_bytes', data),
		...bytes('downloaded_bytes', data),
	};
}

/** TikTok's own spelling first; it sends numbers, which the exact parser has kept as strings. */
function postIds(data: IDataObject): string[] {
	const ids = data.publicaly_available_post_id ?? data.publicly_available_post_id ?? [];
	return (Array.isArray(ids) ? ids : [ids]).map(idOf).filter((id) => id !== undefined);
}

function failReason(outcome: Outcome, data: IDataObject): Partial<PublishStatus> {
	if (outcome !== 'failed') return {};
	const reason = textOf(data.fail_reason) || 'unknown';
	const entry = openApiError(reason);
	return {
		fail_reason: reason,
		fail_message: entry
			? `${entry.headline} ${entry.advice}`
			: `TikTok gave the reason "${reason}", which this node does not know.`,
		retryable: entry ? entry.repeat !== 'no' : false,
	};
}

function bytes(
	key: 'uploaded_bytes' | 'downloaded_bytes',
	data: IDataObject,
): Partial<PublishStatus> {
	const value = numberOf(data[key]);
	return value === undefined ? {} : { [key]: value };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
