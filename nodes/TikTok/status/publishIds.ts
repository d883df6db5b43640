import type { INodeProperties } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { MAX_PUBLISH_ID } from '../limits';
import type { Parameters } from '../run/parameters';
import { inSentence } from '../run/readValue';

export const publishIdsField: INodeProperties = {
	displayName: 'Publish IDs',
	name: 'publishIds',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Publish ID' },
	default: [''],
	required: true,
	placeholder: 'e.g. v_pub_file~v2-1.7600000000000000001',
	description:
		'The publish_id that posting operations return; one item comes out for each. Use the credential that made the posts.',
};

/**
 * The list as the user typed it.
 * @throws TikTokFailure when it holds nothing, or what cannot be a publish ID
 */
export function readPublishIds(parameters: Parameters): string[] {
	const ids = parameters.list('publishIds');
	checkPublishIds('Publish IDs', ids);
	return ids;
}

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
		`"${inSentence(tooLong).slice(0, 20)}…" is no publish ID: it has ${tooLong.length}/${MAX_PUBLISH_ID} characters.`,
		origin,
	);
}
