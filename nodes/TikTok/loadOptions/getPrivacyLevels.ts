import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { asFailure } from '../errors/failure';
import { openOwnSession } from '../request/openOwnSession';
import { creatorInfo } from '../resources/creator/getPostingOptions.operation';

/** TikTok's privacy levels in people's words. */
const labels: Record<string, string> = {
	PUBLIC_TO_EVERYONE: 'Everyone',
	MUTUAL_FOLLOW_FRIENDS: 'Friends',
	FOLLOWER_OF_CREATOR: 'Followers',
	SELF_ONLY: 'Only Me',
};

/** The privacy levels that TikTok offers the connected account now. */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	try {
		const session = await openOwnSession(this, 'tikTokOAuth2Api');
		const { privacy_level_options } = await session.call(creatorInfo);
		return ((privacy_level_options ?? []) as string[]).map((value) => ({
			name: labels[value] ?? value,
			value,
		}));
	} catch (error) {
		const failure = asFailure(error);
		throw new NodeOperationError(this.getNode(), failure.headline, {
			description: failure.explanation,
		});
	}
}
