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
			${escapeHtml(name)} <small>${escapeHtml(id)}</small></label>`,
	);
	return page(
		`Authorize ${app.name}`,
		`<p>${escapeHtml(app.name)} asks to manage these ad accounts:</p>
		${problem === undefined ? '' : `<p id="problem" role="alert">${escapeHtml(problem)}</p>`}
		<form method="post" action="/portal/auth">
			${inputs.join('\n')}
			${accounts.join('\n')}
			<p><button id="ok" name="decision" value="ok">Confirm</button>
			<button id="cancel" name="decision" value="cancel">Cancel</button></p>
		</form>`,
	);
}

export function problemPage(problem: string): string {
	return page(
		'This link cannot be used',
		`<p id="problem" role="alert">${escapeHtml(problem)}</p>`,
	);
}

function page(title: string, content: string): string {
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
	body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem }
	label { display: block; padding: .5rem 0 }
	small { color: #666 }
	button { font: inherit; padding: .4rem 1.2rem }
	[role=alert] { color: #b00020 }
</style>
<h1>${escapeHtml(title)}</h1>
${content}
<p><small>Local emulator of TikTok for Business. No real account is involved.</small></p>
</html>`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
