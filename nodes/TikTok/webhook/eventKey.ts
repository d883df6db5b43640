import { createHash } from 'crypto';

/** The parts of a delivery that are the same in every repetition of it. */
export interface EventIdentity {
	event: string;
	createTime: string;
	openId: string;
	/** The inner JSON text as TikTok sent it. */
	content: string;
}

/**
 * TikTok delivers at least once and numbers nothing, so an event is known by what it says. The
 * publish ID alone would not do: one draft can be posted several times.
 */
export function eventKey({ event, createTime, openId, content }: EventIdentity): string {
	// As a JSON list, so that no value can run into the next one.
	const identity = JSON.stringify([event, createTime, openId, content]);
	return createHash('sha256').update(identity).digest('hex');
}
