import type { WebhookEventName, WebhookSabotage } from '../webhooks/types';

/**
 * The one way to say what goes wrong, for every API and for webhook deliveries: what it happens
 * to, which time, how often, and what is done. All milliseconds are those of the emulator's clock,
 * which follows real time unless a test moves or freezes it.
 */
export type Fault = RequestFault | DeliveryFault;

interface Turn {
	/** 1 = the next match (default) */
	nth?: number;
	/** How many matches from then on (default 1) */
	times?: number;
}

export interface RequestFault extends Turn {
	match: {
		method?: string;
		/** Text matches as the beginning of the path, which an endpoint must have */
		path: string | RegExp;
		/** Only uploads that carry the last byte of their file */
		lastChunk?: boolean;
	};
	do: FaultAction;
}

export interface DeliveryFault extends Turn {
	match: { event: WebhookEventName | 'any' };
	do: DeliveryAction;
}

/** An answer that the test writes itself. */
export interface Substitute {
	status: number;
	/** An object is sent as JSON, text as HTML unless `contentType` says otherwise */
	body?: string | object;
	headers?: Record<string, string>;
	contentType?: string;
}

/** TikTok does not act: something else answers, or nothing does. */
type InsteadOfTikTok =
	| ({ kind: 'status' } & Substitute)
	/**
	 * A refusal in the words of the API that was called: `code` is text, but a number in the
	 * Business API. The HTTP status is by default what that API refuses with: 200 for the Business
	 * API, the switch `oauthErrorStatus` for the token endpoints, 400 for the others.
	 */
	| { kind: 'envelope'; status?: number; code: string | number; message?: string }
	/** 307, the default, keeps method and body */
	| { kind: 'redirect'; to: string; status?: 301 | 302 | 303 | 307 | 308 }
	/**
	 * Uploads: answered before the body is read, or after `afterBytes` of it. Then the connection
	 * is closed, or it is kept: the rest is read `pauseMs` later, and what came is in the log.
	 */
	| ({ kind: 'early'; afterBytes?: number; close?: boolean; pauseMs?: number } & Substitute)
	/** The connection breaks; uploads may name the number of bytes after which it does */
	| { kind: 'reset'; afterBytes?: number }
	/** Never answered, until the faults are cleared */
	| { kind: 'hang' };

/** TikTok acts, and its answer is late, spoiled or replaced. */
type AfterTikTok =
	/** TikTok acts so much later, even when the caller has given up by then */
	| { kind: 'delay'; ms: number }
	/** TikTok acts at once and answers so much later; `Infinity` is never */
	| { kind: 'late'; ms: number }
	/** The connection breaks instead of the answer */
	| { kind: 'resetAfter' }
	| ({ kind: 'after' } & Substitute)
	/** No body; the status is TikTok's own by default */
	| { kind: 'empty'; status?: number }
	/** Half of the body, then the connection breaks */
	| { kind: 'truncate' }
	/** Status and headers; the body never comes, or the connection breaks (`cut`) */
	| { kind: 'headersOnly'; cut?: boolean }
	/** One byte every `pauseMs`; after `atMost` of them (default 50) the rest at once */
	| { kind: 'drip'; pauseMs: number; atMost?: number }
	/**
	 * TikTok's own JSON with one thing changed. `key` is a path such as `data.videos.0.id`, or ''
	 * for the whole answer; it must be there. `to` is the new value, or a function of the old one;
	 * without it the key is gone.
	 */
	| { kind: 'drift'; key: string; to?: unknown };

export type FaultAction = InsteadOfTikTok | AfterTikTok;

/** What happens to the actions of the second group, once TikTok has acted. */
export type SpoiledAnswer = Exclude<AfterTikTok, { kind: 'delay' }>;

export type DeliveryAction =
	/** Spoils one attempt; the next one is right again */
	| WebhookSabotage
	/** Further copies (default 1), all sent at the same moment */
	| { kind: 'duplicate'; copies?: number }
	/** Later events overtake this one */
	| { kind: 'delay'; ms: number };

type Kinds<Action extends { kind: string }> = Record<Action['kind'], true>;

const requestKinds: Kinds<FaultAction> = {
	status: true,
	envelope: true,
	redirect: true,
	early: true,
	reset: true,
	hang: true,
	delay: true,
	late: true,
	resetAfter: true,
	after: true,
	empty: true,
	truncate: true,
	headersOnly: true,
	drip: true,
	drift: true,
};

const deliveryKinds: Kinds<DeliveryAction> = {
	wrongSignature: true,
	noSignature: true,
	otherSecret: true,
	changedByte: true,
	duplicate: true,
	delay: true,
};

/** A misspelled fault would never happen, and its test would pass: so it is refused at once. */
export function assertFault(fault: Fault, known: { paths: string[]; events: string[] }): void {
	const { match, do: action } = fault;
	if (isOnDelivery(fault)) {
		if (!['any', ...known.events].includes(fault.match.event)) {
			throw new Error(`There is no webhook event "${fault.match.event}"`);
		}
		return assertKind(action?.kind, deliveryKinds);
	}
	const path = (match as Partial<RequestFault['match']> | undefined)?.path;
	if (path === undefined) throw new Error('Each fault needs match.path or match.event');
	if (typeof path === 'string' && !known.paths.some((one) => one.startsWith(path))) {
		throw new Error(`There is no endpoint whose path begins with "${path}"`);
	}
	assertKind(action?.kind, requestKinds);
}

export function isOnDelivery(fault: Fault): fault is DeliveryFault {
	return fault.match !== undefined && 'event' in fault.match;
}

function assertKind(kind: string | undefined, known: Record<string, true>): void {
	if (kind !== undefined && Object.hasOwn(known, kind)) return;
	throw new Error(`do.kind must be one of ${Object.keys(known).join(', ')}`);
}
