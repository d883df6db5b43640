import type { ErrorEntry } from './errorEntry';
import type { FailureOrigin, Situation } from './failure';

/** A code of a failure that this node finds by itself, and all that an error with it says. */
export interface OwnErrorEntry extends ErrorEntry {
	origin: FailureOrigin;
	/** Whether and how TikTok may have acted; `refused` unless told. */
	situation?: Situation;
	/** What the error itself says where it knows more than the page of errors; values stand in braces. */
	exact?: { headline?: string; advice?: string };
	/** What the page of errors says of another try, where not the code alone decides about it. */
	again?: string;
}

type Texts = Pick<OwnErrorEntry, 'headline' | 'advice' | 'exact' | 'again'>;

export const input = (headline: string, advice: string): OwnErrorEntry => ({
	headline,
	advice,
	repeat: 'no',
	origin: 'input',
});
export const forGood = (origin: FailureOrigin, texts: Texts): OwnErrorEntry => ({
	...texts,
	repeat: 'no',
	origin,
});
export const passing = (
	origin: FailureOrigin,
	texts: Texts,
	situation?: Situation,
): OwnErrorEntry => ({
	...texts,
	repeat: 'transient',
	origin,
	situation,
});
