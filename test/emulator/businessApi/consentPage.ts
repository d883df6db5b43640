import { escapeHtml, page } from '../page/html';
import type { Advertiser, App } from './state';

export interface ConsentRequest {
	app: App;
	redirectUri: string;
	/** Absent when the client sent none; then none is returned (§3.1). */
	state?: string;
}

export function consentPage(
	{ app, redirectUri, state }: ConsentRequest,
	advertisers: Advertiser[],
	problem?: string,
): string {
	const hidden = {
		app_id: app.appId,
		redirect_uri: redirectUri,
		...(state !== undefined && { state }),
	};
	const inputs = Object.entries(hidden).map(
		([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
	);
	const accounts = advertisers.map(
		({ info: { advertiser_id: id, name } }) =>
			`<label><input type="checkbox" name="advertiser_ids" value="${escapeHtml(id)}" checked>
			<span>${escapeHtml(name)}<br><span class="soft">${escapeHtml(id)}</span></span></label>`,
	);
	return card(
		`Authorize ${app.name}`,
		`<p>The app would like to manage these ad accounts:</p>
		${problem === undefined ? '' : alert(problem)}
		<form method="post" action="/portal/auth">
		${inputs.join('')}${accounts.join('')}
		<div class="row">
		<button type="submit" id="cancel" name="decision" value="cancel">Cancel</button>
		<button type="submit" id="ok" class="main" name="decision" value="ok">Confirm</button>
		</div></form>`,
	);
}

export function problemPage(problem: string): string {
	return card('This link cannot be used', alert(problem));
}

const alert = (problem: string) =>
	`<p id="problem" class="bad" role="alert">${escapeHtml(problem)}</p>`;

function card(title: string, content: string): string {
	const body = `<div class="card"><h1>${escapeHtml(title)}</h1>
		<p class="soft">Local emulator of TikTok for Business: no real account is involved.</p>
		${content}</div>`;
	return page(title, body, { narrow: true });
}
