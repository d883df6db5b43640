import { invalidParams, Refusal } from '../request/envelope';
import type { Account, App, PostingBlock, PrivacyLevel, Publish } from '../types';
import type { World } from '../world';
import { isDraft, settleAll } from './lifecycle';

const day = 86_400_000;
const pendingDraftCap = 5;
const unauditedCreatorCap = 5;

/** Choices offered by creator_info, by account type (§5). */
export function privacyLevelOptions(account: Account): PrivacyLevel[] {
	return account.isPrivate
		? ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']
		: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'];
}

/** Why this creator cannot post directly now: reported by creator_info, enforced by inits. */
export function postingBlock(world: World, app: App, account: Account): PostingBlock | undefined {
	if (account.postingBlock) return account.postingBlock;
	const direct = recent(world).filter((publish) => !isDraft(publish));
	// The daily cap belongs to the creator and is shared by all apps.
	const own = direct.filter((publish) => publish.account === account.username);
	if (own.length >= account.dailyPostCap) return 'spam_risk_too_many_posts';

	const ofApp = direct.filter((publish) => publish.clientKey === app.clientKey);
	const creators = new Set(ofApp.map((publish) => publish.account));
	const cap = app.audited ? app.activeCreatorCap : unauditedCreatorCap;
	if (!creators.has(account.username) && creators.size >= cap) return 'reached_active_user_cap';
	return undefined;
}

export function checkDirectPost(
	world: World,
	app: App,
	account: Account,
	postInfo: Record<string, unknown>,
): void {
	const block = postingBlock(world, app, account);
	if (block) throw new Refusal(403, block);

	const privacy = postInfo.privacy_level;
	// Unaudited apps: the account itself must be private, not only the post (§11).
	if (!app.audited && (!account.isPrivate || privacy !== 'SELF_ONLY')) {
		throw new Refusal(403, 'unaudited_client_can_only_post_to_private_accounts');
	}
	if (!privacyLevelOptions(account).includes(privacy as PrivacyLevel)) {
		throw new Refusal(403, 'privacy_level_option_mismatch');
	}
	const { brandedSelfOnly } = world.switches;
	if (postInfo.brand_content_toggle === true && privacy === 'SELF_ONLY') {
		if (brandedSelfOnly === 'invalid_params') {
			throw invalidParams('Branded content cannot be private');
		}
		if (brandedSelfOnly !== 'accept') throw new Refusal(403, brandedSelfOnly);
	}
}

/** Drafts: five pending within 24 hours, over all apps; public accounts are fine unaudited (§11). */
export function checkDraft(world: World, account: Account): void {
	if (account.postingBlock === 'spam_risk_user_banned_from_posting') {
		throw new Refusal(403, account.postingBlock);
	}
	const pending = recent(world)
		.filter((publish) => isDraft(publish) && publish.account === account.username)
		.filter((publish) => !world.switches.postedDraftsFreeSlots || publish.postIds.length === 0);
	if (pending.length >= pendingDraftCap) {
		throw new Refusal(403, 'spam_risk_too_many_pending_share');
	}
}

/** Texts are counted in UTF-16 code units, as JavaScript's `length` does. */
export function limitText(
	world: World,
	object: Record<string, unknown>,
	key: string,
	limit: number,
): void {
	const text = object[key];
	if (typeof text !== 'string' || text.length <= limit) return;
	if (world.switches.longTitle === 'error') {
		throw invalidParams(`The ${key} is longer than ${limit} UTF-16 runes`);
	}
	object[key] = text.slice(0, limit);
}

/** Accepted within 24 hours and not failed; an abandoned init counts too. */
function recent(world: World): Publish[] {
	const since = world.clock.now() - day;
	return settleAll(world).filter(({ createdAt, state }) => createdAt > since && state !== 'FAILED');
}
