import { scopeTexts } from '../oauth/scopes';
import type { Account, App } from '../types';
import { escapeHtml, page } from './html';

export function consentPage(
	app: App,
	accounts: Account[],
	chosen: string,
	scopes: string[],
	action: string,
): string {
	const options = accounts.map(({ username, displayName }) => {
		const selected = username === chosen ? ' selected' : '';
		const text = escapeHtml(`${displayName} (@${username})`);
		return `<option value="${escapeHtml(username)}"${selected}>${text}</option>`;
	});
	const boxes = scopes.map((scope) => {
		const name = escapeHtml(scope);
		// The basic profile belongs to every login and cannot be switched off.
		const fixed = scope === 'user.info.basic';
		const hidden = fixed ? `<input type="hidden" name="scope[]" value="${name}">` : '';
		const field = fixed ? 'checked disabled' : `name="scope[]" value="${name}" checked`;
		const text = escapeHtml(scopeTexts[scope] ?? scope);
		return `<label>${hidden}<input type="checkbox" ${field} data-scope="${name}">
			<span>${text}<br><span class="soft">${name}</span></span></label>`;
	});
	const body = `<div class="card"><h1>Authorize ${escapeHtml(app.name)}</h1>
		<p class="soft">Local TikTok emulator: no real account is involved.</p>
		<form method="post" action="${escapeHtml(action)}">
		<input type="hidden" name="form" value="1">
		<label for="account">Account</label>
		<select id="account" name="account">${options.join('')}</select>
		<p>The app would like to:</p>${boxes.join('')}
		<div class="row">
		<button type="submit" id="cancel" name="decision" value="cancel">Cancel</button>
		<button type="submit" id="ok" class="main" name="decision" value="authorize">Authorize</button>
		</div></form></div>`;
	return page(`Authorize ${app.name}`, body, { narrow: true });
}

/** TikTok shows its own page for a broken request and never calls back (§1.3). */
export function authorizeErrorPage(error: string, type: string, text: string): string {
	const body = `<div class="card"><h1>Something went wrong</h1>
		<p id="error-text">${escapeHtml(text)}</p>
		<p class="soft">error=<code id="error">${escapeHtml(error)}</code>
		error_type=<code id="error-type">${escapeHtml(type)}</code></p></div>`;
	return page('Something went wrong', body, { narrow: true });
}
