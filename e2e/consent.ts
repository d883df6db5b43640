import { pageText } from './pageText';

const BUTTON = /<button\b([^>]*)>([\s\S]*?)<\/button>/g;
const INPUT = /<input\b([^>]*)>/g;
const SELECT = /<select\b([^>]*)>([\s\S]*?)<\/select>/g;
const OPTION = /<option\b([^>]*)>/g;

/** What the person changes on the form; nothing by default. */
export interface Choices {
	/** Signs in as this account. */
	account?: string;
	/** Permissions to untick. */
	without?: string[];
}

/**
 * Plays the person at TikTok's consent screen: opens the page, presses Authorize and returns the
 * address the browser is sent back to.
 */
export async function authorize(url: string, choices: Choices = {}): Promise<string> {
	const page = await fetch(url, { redirect: 'manual' });
	const location = page.headers.get('location');
	if (location) return new URL(location, url).href;

	const html = await page.text();
	const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/.exec(html);
	if (!page.ok || !form) {
		throw new Error(`The consent page answered ${page.status}: ${pageText(html)}`);
	}
	const [, formTag, content] = form;
	const answer = await fetch(new URL(attribute(formTag, 'action') ?? '', url), {
		method: (attribute(formTag, 'method') ?? 'get').toUpperCase(),
		body: changed(filledIn(content), choices),
		redirect: 'manual',
	});
	const callback = answer.headers.get('location');
	if (!callback) {
		const text = pageText(await answer.text());
		throw new Error(`Authorize was answered with ${answer.status} and no redirect: ${text}`);
	}
	return new URL(callback, url).href;
}

/** What a browser would send when nothing on the form was changed and Authorize pressed. */
function filledIn(content: string): URLSearchParams {
	const fields = new URLSearchParams();
	for (const [, tag] of content.matchAll(INPUT)) {
		const name = attribute(tag, 'name');
		const left = /type="(checkbox|radio)"/.test(tag) && !/\bchecked\b/.test(tag);
		if (name && !left) fields.append(name, attribute(tag, 'value') ?? 'on');
	}
	for (const [, tag, inner] of content.matchAll(SELECT)) {
		const name = attribute(tag, 'name');
		const options = [...inner.matchAll(OPTION)].map(([, option]) => option);
		const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0];
		if (name && chosen) fields.append(name, attribute(chosen, 'value') ?? '');
	}
	for (const [, tag, label] of content.matchAll(BUTTON)) {
		const name = attribute(tag, 'name');
		if (name && /authori[sz]e|allow|confirm/i.test(label)) {
			fields.append(name, attribute(tag, 'value') ?? '');
		}
	}
	return fields;
}

function changed(fields: URLSearchParams, { account, without = [] }: Choices): URLSearchParams {
	if (account !== undefined) fields.set('account', account);
	for (const scope of without) fields.delete('scope[]', scope);
	return fields;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function attribute(tag: string, name: string): string | undefined {
	const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
	return value?.replace(/&(?:#(\d+)|(\w+));/g, (entity, code: string, word: string) =>
		code ? String.fromCodePoint(Number(code)) : (ENTITIES[word] ?? entity),
	);
}
