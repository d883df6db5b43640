import type { Answer, consumer } from '../consumerClient';
import type { Emulator } from '../index';

/** A rule that the emulator enforces, with a request that breaks it. */
export interface Rule {
	endpoint: string;
	rule: string;
	/** Whether TikTok documents it, or integrators saw it */
	basis: 'documented' | 'seen';
	/** What the broken rule answers: TikTok's code, the status of an upload, or an error page */
	code: string;
	breakIt(by: Breaker): Promise<Answer>;
}

export interface Breaker {
	emulator: Emulator;
	/** With every permission, with the basic profile alone, and without a token that lives */
	api: ReturnType<typeof consumer>;
	basic: ReturnType<typeof consumer>;
	nobody: ReturnType<typeof consumer>;
}

export const rule = (
	endpoint: string,
	text: string,
	basis: Rule['basis'],
	code: string,
	breakIt: Rule['breakIt'],
): Rule => ({ endpoint, rule: text, basis, code, breakIt });

export const pathOf = (endpoint: string) => endpoint.split(' ')[1];

export const post =
	(endpoint: string, body: unknown) =>
	async ({ api }: Breaker) =>
		await api.post(pathOf(endpoint), body);

/** One request more than the limit; what is in them does not count. */
export const perMinute = (endpoint: string, limit: number): Rule =>
	rule(
		endpoint,
		`at most ${limit} a minute`,
		'documented',
		'rate_limit_exceeded',
		async ({ api }) => {
			for (let sent = 0; sent < limit; sent += 1) await api.post(pathOf(endpoint), {});
			return await api.post(pathOf(endpoint), {});
		},
	);

/** The code in whichever form the endpoint answers. */
export function codeOf({ status, headers, json }: Answer): string {
	if (headers.get('content-type')?.includes('html'))
		return status < 400 ? 'a page' : 'an error page';
	return String(json?.error?.code ?? json?.error ?? json?.code ?? `HTTP ${status}`);
}
