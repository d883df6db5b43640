import type { IDataObject } from 'n8n-workflow';
import { parseExactJson } from '../request/exactJson';
import { readPublishStatus } from '../api/publishStatus';
import { eventKey } from './eventKey';
import { disconnectReasons, statusOfEvent } from './events';
import { refusal } from './refusal';

/** The outer layer of a delivery (open API fact sheet §13.2). */
export interface Delivery {
	event: string;
	/** Missing in Data Portability events. */
	openId: string;
	/** Unix seconds as written; empty when missing. */
	createTime: string;
	/** JSON inside a JSON string, not yet parsed. */
	content: string;
	key: string;
}

/**
 * Reads the envelope; the content stays closed until somebody wants the event.
 * @throws Refusal when it is not what TikTok documents
 */
export function readDelivery(text: string): Delivery {
	const envelope = parseObject(text, 'The body');
	const { event, create_time: createTime, user_openid: openId, content } = envelope;
	if (typeof event !== 'string' || event === '') throw refusal(400, 'There is no event.');
	const identity = {
		event,
		createTime: textOf(createTime),
		openId: textOf(openId),
		// Documented as a string; an object says the same.
		content: typeof content === 'string' ? content : JSON.stringify(content ?? {}),
	};
	return { ...identity, key: eventKey(identity) };
}

/** The event as an output item, with the field names of Get Publish Status. Ids are exact strings. */
export function describeEvent(delivery: Delivery): IDataObject {
	const content = parseObject(delivery.content, 'The content');
	// First what a person looks for; last what the content must not replace.
	return {
		event: delivery.event,
		...detailsOf(delivery.event, content),
		...identityOf(delivery),
	};
}

function identityOf({ event, key, openId, createTime }: Delivery): IDataObject {
	return {
		event,
		event_key: key,
		...(openId !== '' && { open_id: openId }),
		...timesOf(createTime),
	};
}

function detailsOf(event: string, content: IDataObject): IDataObject {
	const status = statusOfEvent[event];
	if (status !== undefined) return postOf(status, content);
	if (event === 'authorization.removed') {
		const message = disconnectReasons[Number(content.reason)] ?? disconnectReasons[0];
		return { ...content, reason_message: message };
	}
	// A short id must not be a number while a long one is a string.
	const { request_id: requestId } = content;
	return requestId === undefined ? content : { ...content, request_id: String(requestId) };
}

function postOf(status: string, content: IDataObject): IDataObject {
	const {
		publish_id: publishId,
		reason,
		fail_reason: failReason,
		post_id: postId,
		...rest
	} = content;
	if (!publishId) throw refusal(400, 'The content names no publish_id.');
	const { publish_id, ...outcome } = readPublishStatus(String(publishId), {
		status,
		fail_reason: reason ?? failReason,
		publicaly_available_post_id: postId === undefined ? [] : [postId],
	});
	return { publish_id, ...rest, ...outcome };
}

function timesOf(createTime: string): IDataObject {
	const seconds = Number(createTime);
	const time = new Date(seconds * 1000);
	if (createTime === '' || Number.isNaN(time.getTime())) return {};
	return { create_time: seconds, create_time_iso: time.toISOString() };
}

function parseObject(text: string, what: string): IDataObject {
	let value: unknown;
	try {
		value = parseExactJson(text);
	} catch {
		throw refusal(400, `${what} is not JSON.`);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw refusal(400, `${what} is not a JSON object.`);
	}
	return value as IDataObject;
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
