import { Skipped } from './probe';

/** One request and what came back, as it went over the line. */
export interface Exchange {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: string;
	status: number;
	answerHeaders: Record<string, string>;
	answer: string;
}

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** Parsed loosely; undefined for what is no JSON */
	json: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export interface Access {
	apiUrl: string;
	clientKey?: string;
	clientSecret?: string;
	accessToken?: string;
	refreshToken?: string;
	/** Undefined: not known yet */
	scopes?: string[];
	business?: { url: string; token: string; appId?: string; secret?: string };
	/** The events that reach the address named for them. */
	events?: () => Promise<PushedEvent | undefined>;
}

export interface PushedEvent {
	signature: string;
	body: string;
}

/** Milliseconds between two requests to an address, within TikTok's limits (open API fact sheet §11). */
const spacings: Array<[RegExp, number]> = [
	[/\/init\/$/, 10_500],
	[/creator_info/, 3_100],
	[/status\/fetch|cancel/, 2_100],
	[/^\/open_api\//, 350],
	[/./, 150],
];

/** TikTok, or the emulator in its place: asks slowly, and keeps what was said. */
export class Side {
	readonly exchanges: Exchange[] = [];
	private readonly last = new Map<string, number>();
	private elapsed = 0;

	constructor(
		readonly access: Access,
		private readonly pass: (ms: number) => Promise<void>,
	) {}

	async wait(ms: number): Promise<void> {
		this.elapsed += ms;
		await this.pass(ms);
	}

	/** @throws Skipped when the account did not grant it */
	needs(...scopes: string[]): void {
		const { scopes: granted } = this.access;
		if (granted && !scopes.some((scope) => granted.includes(scope))) {
			throw new Skipped(`the connection has no permission ${scopes.join(' or ')}`);
		}
	}

	async get(path: string, headers = this.bearer()): Promise<Answer> {
		return await this.send('GET', this.access.apiUrl + path, headers);
	}

	async post(path: string, body?: unknown, headers = this.bearer()): Promise<Answer> {
		const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
		const all = { 'content-type': 'application/json', ...headers };
		return await this.send('POST', this.access.apiUrl + path, all, text);
	}

	async form(path: string, fields: Record<string, string>): Promise<Answer> {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const url = this.access.apiUrl + path;
		return await this.send('POST', url, headers, new URLSearchParams(fields).toString());
	}

	async put(url: string, bytes: Buffer, first: number, total: number): Promise<Answer> {
		const range = `bytes ${first}-${first + bytes.length - 1}/${total}`;
		const headers = { 'content-type': 'video/mp4', 'content-range': range };
		return await this.send('PUT', url, headers, bytes);
	}

	/** A look-up of the Business API. */
	async lookUp(path: string, query: Record<string, string>, more: Record<string, string> = {}) {
		const { url, token } = this.business();
		const address = `${url}${path}?${new URLSearchParams(query)}`;
		return await this.send('GET', address, { 'access-token': token, ...more });
	}

	business(): NonNullable<Access['business']> {
		const { business } = this.access;
		if (!business) throw new Skipped('no token of the Business API was given');
		return business;
	}

	private bearer(): Record<string, string> {
		const { accessToken } = this.access;
		if (!accessToken) throw new Skipped('no access token was given');
		return { authorization: `Bearer ${accessToken}` };
	}

	async send(
		method: string,
		url: string,
		headers: Record<string, string>,
		body?: string | Buffer,
	): Promise<Answer> {
		const answer = await this.sendOnce(method, url, headers, body);
		if (answer.status !== 429) return answer;
		// Somebody else uses the app as well: its minute has to pass.
		await this.wait(65_000);
		return await this.sendOnce(method, url, headers, body);
	}

	private async sendOnce(
		method: string,
		url: string,
		headers: Record<string, string>,
		body?: string | Buffer,
	): Promise<Answer> {
		const { pathname } = new URL(url);
		const spacing = spacings.find(([pattern]) => pattern.test(pathname))?.[1] ?? 0;
		const since = this.elapsed - (this.last.get(pathname) ?? -Infinity);
		if (since < spacing) await this.wait(spacing - since);
		this.last.set(pathname, this.elapsed);
		const response = await fetch(url, {
			method,
			headers,
			body: body as string | undefined,
			redirect: 'manual',
			signal: AbortSignal.timeout(120_000),
		});
		const text = await response.text();
		this.exchanges.push({
			method,
			url,
			headers,
			body: typeof body === 'string' ? body : body && `<${body.length} bytes>`,
			status: response.status,
			answerHeaders: Object.fromEntries(response.headers),
			answer: text,
		});
		return { status: response.status, headers: response.headers, text, json: parsed(text) };
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
