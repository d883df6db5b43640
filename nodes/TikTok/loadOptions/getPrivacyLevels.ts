import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { creatorInfo } from '../api/creator';
import { privacyLevelName } from '../api/privacyLevels';
import { inDropdown, inEditor, LIST_AGE_MS } from './inEditor';

/**
 * The privacy levels that TikTok offers the connected account now. n8n has no live hints: so each
 * entry says below its name whose account it is and what else the account may do.
 */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await inEditor(this, 'tikTokOAuth2Api', inDropdown, async (session) => {
		const options = await session.recall(creatorInfo, LIST_AGE_MS);
		const isPhoto = this.getCurrentNodeParameter('resource') === 'photo';
		const description = describeAccount(options, isPhoto);
		return ((options.privacy_level_options ?? []) as string[]).map((value) => ({
			name: privacyLevelName(value),
			value,
			description,
		}));
	});
}

/** For photos TikTok says to ignore length, duets and stitches (open API fact sheet §5). */
function describeAccount(options: IDataObject, isPhoto: boolean): string {
	const seconds = Number(options.max_video_post_duration_sec);
	const interactions = [
		{ name: 'comments', isOff: options.comment_disabled },
		...(isPhoto
			? []
			: [
					{ name: 'duets', isOff: options.duet_disabled },
					{ name: 'stitches', isOff: options.stitch_disabled },
				]),
	];
	const named = (off: boolean) =>
		interactions
			.filter(({ isOff }) => Boolean(isOff) === off)
			.map(({ name }) => name)
			.join(', ');
	return [
		String(options.creator_nickname || options.creator_username || ''),
		!isPhoto && seconds > 0 && `up to ${durationInWords(seconds)}`,
		named(false) && `${named(false)} on`,
		named(true) && `${named(true)} off`,
	]
		.filter(Boolean)
		.join(' · ');
}

function durationInWords(seconds: number): string {
	if (seconds % 3600 === 0) return `${seconds / 3600} h`;
	return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
