import type { IDataObject } from 'n8n-workflow';
import { readPublishStatus } from '../api/publishStatus';
import { parseExactObject } from '../request/exactJson';
import { idOf } from '../request/records';
import { eventKey } from './eventKey';
import { disconnectReasons, spellingOf, statusOfEvent, wordsOfEvents } from './events';
import { refusal } from './refusal';

/** The outer layer of a delivery (open API fact sheet §13.2). */
export interface Delivery {
	/** By its documented name, whichever spelling came. */
	event: string;
	/** Missing in Data Portability events. */
	openId: string;
	/** Unix seconds as written; empty when missing. */
	createTime: string;
	/** JSON inside a JSON string, not yet parsed; empty when TikTok sent none. */
	content: string;
	key: string;
}

/**
 * Reads the envelope; the content stays closed until somebody wants the event.
 * @throws Refusal when it is not what TikTok documents
 */
export function readDelivery(text: string): Delivery {
	const envelope = parseObject(text);
	if (!envelope) throw refusal(400, 'The body is not a JSON object.');
	const { event, create_time: createTime } = envelope;
	const openId = envelope.user_openid ?? '';
	const content = envelope.content ?? '';
	if (typeof event !== 'string' || event === '') throw refusal(400, 'There is no event.');
	// It names an account, but a filter could not tell which.
	if (openId !== '' && nameOf(openId) === '') throw refusal(400, 'The user_openid is no text.');
	const identity = {
		event: spellingOf(event),
		createTime: textOf(createTime),
		openId: nameOf(openId),
		// Documented as a string; an object says the same.
		content: typeof content === 'string' ? content : JSON.stringify(content),
	};
	return { ...identity, key: eventKey(identity) };
}

/**
 * The event as an output item, with the field names of Get Publish Status. Ids are exact strings.
 * @param inWords in the words of the TikTok Trigger; without, `event` is TikTok's own name
 */
export function describeEvent(delivery: Delivery, inWords = true): IDataObject {
	const identity = identityOf(delivery, inWords);
	// First what a person looks for; last what the content must not replace.
	return { event: identity.event, ...detailsOf(delivery), ...identity };
}

function identityOf({ event, key, openId, createTime }: Delivery, inWords: boolean): IDataObject {
	return {
		...(inWords ? { event: wordsOfEvents.get(event) ?? event, tiktok_event: event } : { event }),
		event_key: key,
		...(openId !== '' && { open_id: openId }),
		...timesOf(createTime),
	};
}

/** Only a posting event needs something from its content: the post that it is about. */
function detailsOf({ event, content: text }: Delivery): IDataObject {
	const content = parseObject(text);
	const status = statusOfEvent.get(event);
	if (status !== undefined) return postOf(status, content ?? {});
	const { request_id: requestId, ...details } = content ?? {};
	if (event === 'authorization.removed') {
		const message = disconnectReasons[Number(textOf(details.reason))] ?? disconnectReasons[0];
		return { ...details, reason_message: message };
	}
	// A short id must not be a number while a long one is a string.
	const exactId = nameOf(requestId);
	return { ...details, ...(exactId !== '' && { request_id: exactId }) };
}

function postOf(status: string, content: IDataObject): IDataObject {
	const {
		publish_id: publishId,
		reason,
		fail_reason: failReason,
		post_id: postId,
		...rest
	} = content;
	if (nameOf(publishId) === '') throw refusal(400, 'The content names no publish_id.');
	const { publish_id, ...outcome } = readPublishStatus(nameOf(publishId), {
		status,
		fail_reason: textOf(reason) || textOf(failReason),
		publicaly_available_post_id: postId,
	});
	return { publish_id, ...rest, ...outcome };
}

/** Ten digits are the seconds of today; what else stands there is no time. */
const UNIX_SECONDS = /^[1-9]\d{0,10}(?:\.\d{1,20})?$/;

function timesOf(createTime: string): IDataObject {
	if (!UNIX_SECONDS.test(createTime)) return {};
	const seconds = Math.floor(Number(createTime));
	return { create_time: seconds, create_time_iso: new Date(seconds * 1000).toISOString() };
}

/** TikTok's events are flat. n8n copies items level by level, and a deep one would end that badly. */
const MAX_LEVELS = 20;

/** `undefined` for anything that is not one JSON object of reasonable depth. */
function parseObject(text: string): IDataObject | undefined {
	const value = parseExactObject(text);
	return isDeeperThan(MAX_LEVELS, value) ? undefined : value;
}

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((one) => isDeeperThan(levels - 1, one));
}

/** What names a post, an account or a download: a text, or digits that were not quoted. */
function nameOf(value: unknown): string {
	return idOf(value) ?? (typeof value === 'string' ? value.trim() : '');
}

/** Empty for what is neither text nor number, and for blanks. */
function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
