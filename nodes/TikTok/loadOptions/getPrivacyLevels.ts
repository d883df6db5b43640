import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { creatorInfo } from '../api/creator';
import { privacyLevelName, privacyLevelOptions } from '../api/privacyLevels';
import { asFailure } from '../errors/ownFailure';
import { numberOf, textsOf } from '../request/records';
import { hasCredential, inEditor, LIST_AGE_MS } from './inEditor';

/**
 * The privacy levels that TikTok offers the connected account now. n8n has no live hints: so each
 * entry says below its name whose account it is and what else the account may do. When TikTok could
 * not be asked, all levels with the reason: an error would disable the field, and n8n itself asks
 * for the list of a new node before the node has its credential.
 */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const offered = hasCredential(this, 'tikTokOAuth2Api')
		? await offeredLevels(this).catch((error) => anyLevel(asFailure(error).sentence))
		: anyLevel(NOT_ASKED);
	return [...offered, ...chosenBefore(this, offered)];
}

async function offeredLevels(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inEditor(context, 'tikTokOAuth2Api', async (session) => {
		const options = await session.recall(creatorInfo, LIST_AGE_MS);
		const isPhoto = context.getCurrentNodeParameter('resource') === 'photo';
		const description = describeAccount(options, isPhoto);
		return textsOf(options, 'privacy_level_options').map((value) => ({
			name: privacyLevelName(value),
			value,
			description,
		}));
	});
}

/** The editor asks for the list of a new node before it has put the credential in. */
const NOT_ASKED =
	'TikTok was not asked yet what this account may choose. Pick one: the list then says it.';

const anyLevel = (description: string): INodePropertyOptions[] =>
	privacyLevelOptions.map((option) => ({ ...option, description }));

/** What the workflow holds is shown in any case: n8n empties a field whose value is not in its list. */
function chosenBefore(
	context: ILoadOptionsFunctions,
	offered: INodePropertyOptions[],
): INodePropertyOptions[] {
	const chosen = context.getCurrentNodeParameter('privacyLevel');
	if (typeof chosen !== 'string' || chosen === '' || chosen.startsWith('=')) return [];
	if (offered.some(({ value }) => value === chosen)) return [];
	const description = 'Chosen before; TikTok has not offered it to this account';
	return [{ name: privacyLevelName(chosen), value: chosen, description }];
}

/** For photos TikTok says to ignore length, duets and stitches (open API fact sheet §5). */
function describeAccount(options: IDataObject, isPhoto: boolean): string {
	const seconds = numberOf(options.max_video_post_duration_sec) ?? 0;
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
			.filter(({ isOff }) => isOff === off)
			.map(({ name }) => name)
			.join(', ');
	return [
		[options.creator_nickname, options.creator_username].find(isName),
		!isPhoto && seconds > 0 && `up to ${durationInWords(seconds)}`,
		named(false) && `${named(false)} on`,
		named(true) && `${named(true)} off`,
	]
		.filter(Boolean)
		.join(' · ');
}

const isName = (value: unknown) => typeof value === 'string' && value !== '';

function durationInWords(seconds: number): string {
	if (seconds % 3600 === 0) return `${seconds / 3600} h`;
	return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
