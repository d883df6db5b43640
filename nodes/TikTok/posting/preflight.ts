import type { IDataObject } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import { MAX_DRAFT_SECONDS } from '../limits';
import { creatorInfo } from '../api/creator';
import type { Task } from '../run/perItem';
import type { PostMode } from '../api/inits';
import { privacyLevelInWords } from '../api/privacyLevels';

/** What the account may post now. */
export interface Preflight {
	/** Seconds; the longest video this account may post in this mode. */
	maxSeconds?: number;
	/** The interactions that the creator has switched off, as the init names them. */
	switchedOff?: IDataObject;
}

/**
 * Before a direct post, TikTok is asked once per account and run what the creator may post now:
 * TikTok's guidelines demand it, and a refusal here costs no post. The option Preflight does not
 * switch this off, only the judgement of the file.
 * @throws TikTokFailure when the creator cannot post now, or not with these settings
 */
export async function preflight(task: Task, mode: PostMode, body: IDataObject): Promise<Preflight> {
	if (mode !== 'DIRECT_POST') return { maxSeconds: MAX_DRAFT_SECONDS };
	const options = await task.ledger.creatorOptions(async () => {
		task.session.forget(creatorInfo);
		return await task.session.call(creatorInfo);
	});
	checkPrivacyLevel(options, (body.post_info as IDataObject).privacy_level as string);
	return {
		maxSeconds: Number(options.max_video_post_duration_sec) || undefined,
		switchedOff: switchedOff(options, body.media_type === 'PHOTO'),
	};
}

/**
 * The post as TikTok's guidelines want it: what the creator has switched off is switched off in the
 * post too. TikTok would act so anyway (open API fact sheet §6.1).
 */
export function asCreatorAllows(body: IDataObject, found: Preflight | undefined): IDataObject {
	if (!found?.switchedOff) return body;
	return { ...body, post_info: { ...(body.post_info as IDataObject), ...found.switchedOff } };
}

/** Photos know neither duets nor stitches. */
function switchedOff(options: IDataObject, isPhoto: boolean): IDataObject | undefined {
	const off = {
		...(options.comment_disabled && { disable_comment: true }),
		...(!isPhoto && options.duet_disabled && { disable_duet: true }),
		...(!isPhoto && options.stitch_disabled && { disable_stitch: true }),
	};
	return Object.keys(off).length > 0 ? off : undefined;
}

function checkPrivacyLevel(options: IDataObject, wanted: string): void {
	const offered = (options.privacy_level_options ?? []) as string[];
	if (offered.length === 0 || offered.includes(wanted)) return;
	throw inputFailure(
		`This account does not offer the privacy level ${privacyLevelInWords(wanted)}.`,
		`It offers ${offered.map(privacyLevelInWords).join(', ')} now. The list changes when the account becomes public or private.`,
		'privacy_level_option_mismatch',
	);
}
