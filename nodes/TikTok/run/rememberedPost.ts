import { MAX_PUBLISH_ID } from '../limits';
import { now } from '../shared/clock';
import { numberOf, recordOf } from '../shared/storedValue';

/** What became of the post under a Once Key. Holds no secret: it is kept in the workflow's data. */
export type RememberedPost = {
	/**
	 * `unclear`: TikTok may have it, nobody knows. `sending`: its file was on the way. `accepted`: TikTok
	 * has all it needs.
	 */
	state: (typeof states)[number];
	/** Missing when TikTok's answer never came. */
	publishId?: string;
	/** Of a file on its way, in bytes. */
	size?: number;
	/** When this was noted, in ms since 1970. */
	at: number;
};

const states = ['unclear', 'sending', 'accepted'] as const;

export const MAX_KEY_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * What was kept, if it can be read and is not too old. A post whose publish ID is gone is one that
 * nobody can ask for.
 */
export function readPost(value: unknown): RememberedPost | undefined {
	const fields = recordOf(value);
	const state = states.find((one) => one === fields?.state);
	const at = numberOf(fields?.at);
	if (!state || at === undefined || now() - at >= MAX_KEY_AGE_MS) return undefined;
	const publishId = fields?.publishId;
	const isId =
		typeof publishId === 'string' && publishId !== '' && publishId.length <= MAX_PUBLISH_ID;
	if (!isId) return { state: 'unclear', at };
	const size = numberOf(fields?.size);
	return { state, publishId, ...(size !== undefined && { size }), at };
}
