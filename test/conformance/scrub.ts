import type { Exchange } from './side';

/** Values that belong to an account, by their keys; TikTok's own words stay. */
const personal =
	/"(open_id|union_id|user_openid|client_key|display_name|creator_nickname|creator_username|username|bio_description|title|video_description|share_url|embed_html|embed_link|cover_image_url|avatar_url|avatar_url_100|avatar_large_url|creator_avatar_url|profile_deep_link|upload_url|log_id|request_id|access_token|refresh_token|email|core_user_id|advertiser_name|name|description)":"(?:[^"\\]|\\.)*"/g;
const inQuery = /([?&](?:upload_id|upload_token|app_id|secret|access_token)=)[^&"\s]*/g;
const inForm = /\b(client_key|client_secret|client_id|refresh_token|code|code_verifier)=[^&\s]*/g;

/**
 * Takes secrets and persons out of a report: what is given as a secret, values of telling keys, and
 * every long ID, which becomes a number of its own.
 */
export class Scrubber {
	private readonly ids = new Map<string, string>();

	constructor(private readonly secrets: () => Array<string | undefined>) {}

	text(text: string): string {
		let clean = text;
		for (const secret of this.secrets()) {
			if (!secret) continue;
			for (const form of [secret, encodeURIComponent(secret)])
				clean = clean.replaceAll(form, '<secret>');
		}
		return clean
			.replace(personal, (_, key: string) => `"${key}":"<${key}>"`)
			.replace(inQuery, '$1<secret>')
			.replace(inForm, '$1=<secret>')
			.replace(/\d{15,}/g, (id) => this.idOf(id));
	}

	/** What a report shows of it: no header but those that the API is about. */
	exchange({ method, url, headers, body, status, answerHeaders, answer }: Exchange): object {
		const shown = ['content-type', 'content-range'];
		const of = (all: Record<string, string>) =>
			Object.fromEntries(Object.entries(all).filter(([name]) => shown.includes(name)));
		const { pathname, search } = new URL(url);
		return {
			request: this.text(`${method} ${pathname}${search}`),
			headers: of(headers),
			...(body !== undefined && { body: this.text(body) }),
			status,
			answerHeaders: of(answerHeaders),
			answer: this.text(answer).slice(0, 4000),
		};
	}

	private idOf(id: string): string {
		const known = this.ids.get(id) ?? `<id ${this.ids.size + 1}>`;
		this.ids.set(id, known);
		return known;
	}
}
