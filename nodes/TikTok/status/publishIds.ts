import { inputFailure } from '../errors/failure';
import { MAX_PUBLISH_ID } from '../limits';

/**
 * Refuses what cannot be a publish ID; beyond its length TikTok documents no form.
 * @throws TikTokFailure
 */
export function checkPublishIds(field: string, ids: string[]): void {
	const origin = 'Use the publish_id that a posting operation returned.';
	if (ids.length === 0) throw inputFailure(`${field} is empty.`, origin);
	const tooLong = ids.find((id) => id.length > MAX_PUBLISH_ID);
	if (tooLong === undefined) return;
	throw inputFailure(
		`"${tooLong.slice(0, 20)}…" is no publish ID: it has ${tooLong.length}/${MAX_PUBLISH_ID} characters.`,
		origin,
	);
}
