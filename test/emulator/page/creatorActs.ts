import { isDraft, isProcessing } from '../posting/lifecycle';
import { privacyLevelOptions } from '../posting/postingRules';
import { failReasons, type Account, type Publish } from '../types';
import type { World } from '../world';
import { escapeHtml } from './html';

/** Buttons with which a person plays the creator; each is one call of `/_emulator/`. */

const button = (text: string, call: string, body: object) =>
	`<button data-call="${escapeHtml(call)}" data-body="${escapeHtml(JSON.stringify(body))}">${escapeHtml(text)}</button>`;

/** A button beside a list: what is chosen goes into the body in the place of `$choice`. */
function choice(
	text: string,
	label: string,
	options: readonly string[],
	call: string,
	body: object,
) {
	const list = options.map((option) => `<option>${escapeHtml(option)}</option>`).join('');
	return `<span class="act" data-key="${escapeHtml(text)}"><select aria-label="${escapeHtml(label)}">${list}</select>${button(text, call, body)}</span>`;
}

const alone = (text: string, call: string, body: object) =>
	`<span class="act" data-key="${escapeHtml(text)}">${button(text, call, body)}</span>`;

/** What the creator can do with one post, as it is now. */
export function actsOnPost(account: Account, publish: Publish): string {
	const id = encodeURIComponent(publish.publishId);
	const acts: string[] = [];
	if (isProcessing(publish)) {
		const call = `POST /_emulator/publishes/${id}/fail`;
		acts.push(choice('Refuse it', 'Reason', failReasons, call, { reason: '$choice' }));
	}
	if (isDraft(publish) && publish.state !== 'FAILED' && !isProcessing(publish)) {
		const call = `POST /_emulator/drafts/${id}/post`;
		const levels = privacyLevelOptions(account);
		acts.push(choice('Post the draft', 'Privacy', levels, call, { privacy: '$choice' }));
	}
	if (publish.postIds.length > 0) {
		const call = `POST /_emulator/publishes/${id}/privacy`;
		const posts = account.videos.filter((video) => publish.postIds.includes(video.id));
		const isOpen = posts.some(({ privacy }) => privacy !== 'SELF_ONLY');
		acts.push(
			isOpen
				? alone('Make private', call, { privacy: 'SELF_ONLY' })
				: alone('Make public', call, { privacy: 'PUBLIC_TO_EVERYONE' }),
		);
	}
	return acts.length > 0 ? `<div class="acts" data-key="acts">${acts.join('')}</div>` : '';
}

/** What the creator can do with the account. */
export function actsOnAccount(world: World, account: Account): string {
	const { username, failNext, postingBlock, isPrivate } = account;
	const change = `PATCH /_emulator/account/${encodeURIComponent(username)}`;
	const refusal = { failNext: [...failNext, '$choice'] };
	const acts = [
		choice('Refuse the next post', 'Reason', failReasons, change, refusal),
		...(failNext.length > 0 ? [alone('Refuse none', change, { failNext: [] })] : []),
		postingBlock
			? alone('Let it post again', change, { postingBlock: null })
			: alone('Use up the daily posts', change, { postingBlock: 'spam_risk_too_many_posts' }),
		isPrivate
			? alone('Make the account public', change, { isPrivate: false })
			: alone('Make the account private', change, { isPrivate: true }),
		...connectedApps(world, username).map(({ clientKey, name }) =>
			alone(`Remove ${name}`, 'POST /_emulator/remove-authorization', { username, clientKey }),
		),
	];
	const coming = failNext.map((reason) => `<span class="badge bad">next post: ${reason}</span>`);
	const block = postingBlock ? `<span class="badge bad">${postingBlock}</span>` : '';
	return `${coming.join('')}${block}<details data-key="act"><summary>Act as this creator</summary>
		<div class="acts">${acts.join('')}</div></details>`;
}

function connectedApps({ store, clock }: World, username: string) {
	const living = [...store.refreshTokens.values()].filter(
		(token) => token.username === username && !token.revoked && clock.now() < token.expiresAt,
	);
	return store.apps.filter(({ clientKey }) =>
		living.some((token) => token.clientKey === clientKey),
	);
}
