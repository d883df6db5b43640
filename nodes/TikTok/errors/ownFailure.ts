import type { FailureDetails, RefusedInput, Situation } from './failure';
import { TikTokFailure } from './failure';
import type { OwnErrorEntry } from './ownErrorEntry';
import type { ForeseenCode, OwnCode, OwnFamily } from './ownErrors';
import { ownErrorFamilies, ownErrors } from './ownErrors';

/** What the place of an error adds to what the table says about its code. */
export interface OwnFailureParts {
	/** For the sentences of the table that name values. */
	values?: Record<string, string | number | undefined>;
	details?: Partial<FailureDetails>;
	/** Where one code stands for several sights. */
	headline?: string;
	advice?: string;
	situation?: Situation;
	/** What a family's code ends in. */
	ending?: string | number;
}

/** A failure that this node found by itself: texts, origin and whether to try again are the table's. */
export function ownFailure(code: OwnCode | OwnFamily, parts: OwnFailureParts = {}): TikTokFailure {
	const entry: OwnErrorEntry = { ...ownErrors, ...ownErrorFamilies }[code];
	const { values, details, situation = entry.situation, ending } = parts;
	const text = (kind: 'headline' | 'advice') => {
		const said = entry.exact?.[kind] ?? entry[kind];
		return parts[kind] ?? said.replace(/\{(\w+)\}/g, (_, name: string) => String(values?.[name]));
	};
	return new TikTokFailure({
		headline: text('headline'),
		advice: text('advice'),
		origin: entry.origin,
		situation,
		details: {
			code: ending === undefined ? code : code.replace('…', String(ending)),
			retryable: entry.repeat !== 'no',
			...details,
		},
	});
}

/** A failure that the user mends in the node: refused before any request. */
export function inputFailure(
	headline: string,
	advice: string,
	code: OwnCode | ForeseenCode = 'invalid_input',
	about?: RefusedInput,
): TikTokFailure {
	const details = { code, retryable: false };
	return new TikTokFailure({ headline, advice, origin: 'input', details, about });
}

/** As {@link inputFailure}, for a value that breaks a rule of its field. */
export const refusedInput = (about: RefusedInput, headline: string, advice: string) =>
	inputFailure(headline, advice, undefined, about);

/** The connection has ended, or there never was one. */
export const reconnect = (
	reason = 'TikTok refused to renew the connection.',
	details?: Partial<FailureDetails>,
): TikTokFailure => ownFailure('reconnect', { values: { reason }, details });

/** Anything that is not a failure of ours is a defect: say so, and keep its message. */
export function asFailure(error: unknown): TikTokFailure {
	if (error instanceof TikTokFailure) return error;
	// A DOMException, and not in every realm an Error.
	const { name, message = String(error) } = (error ?? {}) as Partial<Error>;
	if (name === 'AbortError') return ownFailure('cancelled');
	return ownFailure('unexpected', { values: { message } });
}
