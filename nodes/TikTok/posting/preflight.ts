import type { IDataObject } from 'n8n-workflow';
import { inputFailure } from '../errors/ownFailure';
import type { Problems } from '../errors/problems';
import { MAX_DRAFT_SECONDS } from '../limits';
import { creatorInfo, proveConnection } from '../api/creator';
import { numberOf } from '../request/records';
import type { Task } from '../run/perItem';
import type { PostMode } from '../api/inits';
import { privacyLevelInWords } from '../api/privacyLevels';

/** What the account may post now. */
export interface Preflight {
	/** Seconds; the longest video this account may post in this mode. */
	maxSeconds?: number;
	/** The interactions that the creator has switched off, as the init names them. */
	switchedOff?: IDataObject;
	/** TikTok's answer. */
	creator?: IDataObject;
}

/**
 * Before a direct post, TikTok is asked once per account and run what the creator may post now:
 * TikTok's guidelines demand it, and a refusal here costs no post. Check File Before Posting
 * switches off the judgement of the file, not this.
 * @throws TikTokFailure when the creator cannot post now, or not with these settings
 */
export async function preflight(task: Task, mode: PostMode, body: IDataObject): Promise<Preflight> {
	const { session, problems } = task;
	if (mode !== 'DIRECT_POST') {
		// The init would be the first call to show whether TikTok still accepts the connection.
		if (task.checksOnly) await problems.settle(proveConnection(session));
		return { maxSeconds: MAX_DRAFT_SECONDS };
	}
	const asking = task.ledger.creatorOptions(async () => {
		session.forget(creatorInfo);
		return await session.call(creatorInfo);
	});
	const creator = await problems.settle(asking);
	if (!creator) return {};
	checkPrivacyLevel(creator, (body.post_info as IDataObject).privacy_level, problems);
	return {
		creator,
		maxSeconds: numberOf(creator.max_video_post_duration_sec) || undefined,
		switchedOff: switchedOff(creator, body.media_type === 'PHOTO'),
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
		...(options.comment_disabled === true && { disable_comment: true }),
		...(!isPhoto && options.duet_disabled === true && { disable_duet: true }),
		...(!isPhoto && options.stitch_disabled === true && { disable_stitch: true }),
	};
	return Object.keys(off).length > 0 ? off : undefined;
}

/** What cannot be read forbids nothing: TikTok decides. */
function textsOf(list: unknown): string[] {
	return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

function checkPrivacyLevel(options: IDataObject, wanted: unknown, problems: Problems): void {
	const offered = textsOf(options.privacy_level_options);
	// That none was chosen is a problem of its own.
	if (typeof wanted !== 'string' || offered.length === 0 || offered.includes(wanted)) return;
	const rule = `It offers ${offered.map(privacyLevelInWords).join(', ')} now.`;
	problems.add(
		inputFailure(
			`This account does not offer the privacy level ${privacyLevelInWords(wanted)}.`,
			`${rule} Choose one of these; "Refresh List" in the menu of the field shows them. They change when the account becomes public or private.`,
			'privacy_level_option_mismatch',
			{ field: 'Privacy Level', value: wanted, rule },
		),
	);
}
