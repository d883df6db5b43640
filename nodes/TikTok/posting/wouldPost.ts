import type { IDataObject } from 'n8n-workflow';
import type { Inits, PostMode } from '../api/inits';
import { requireScope } from '../connection/scopes';
import type { CheckedMedia } from '../run/checkedItem';
import { checkedItem } from '../run/checkedItem';
import type { Task } from '../run/perItem';
import { postedUnderKey } from './onceKey';
import type { Preflight } from './preflight';
import { asCreatorAllows } from './preflight';

/**
 * What Check Only tells instead of sending the init: what stands between here and there is checked
 * as for a post. What only the init tells stays open: whether the domain of an address is verified,
 * whether the app is audited, the caps and bans of drafts.
 * @param found what preflight has found
 * @param media what was seen of them
 * @param keyPart where every file of the item is a post of its own
 */
export async function wouldPost(
	task: Task,
	inits: Inits,
	mode: PostMode,
	body: IDataObject,
	found: Preflight,
	media: CheckedMedia = {},
	keyPart?: string,
): Promise<IDataObject> {
	const { session, ledger, problems } = task;
	const { method, path, scopes } = inits[mode];
	problems.attempt(() => requireScope(session.connection.grantedScopes, scopes));
	// TikTok has reported a daily cap to an earlier item of the run.
	problems.attempt(() => ledger.belowCap(mode).throwIfAborted());
	const publish_id = await problems.settle(postedUnderKey(task, session, keyPart));
	const request = { method, path, body: asCreatorAllows(body, found) };
	return checkedItem(problems, { request, creator: found.creator, publish_id, ...media });
}
