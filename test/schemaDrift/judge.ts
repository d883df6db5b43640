import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { businessErrors } from '../../nodes/TikTok/errors/businessErrors';
import { openApiErrors } from '../../nodes/TikTok/errors/openApiErrors';
import { ownErrorFamilies, ownErrors } from '../../nodes/TikTok/errors/ownErrors';
import type { Publish } from '../emulator';
import type { RunError } from '../harness/types';

/** What came of one run whose answers had drifted, and what is true. */
export interface Outcome {
	items: INodeExecutionData[];
	error?: RunError;
	/** Every answer as it was sent, and everything that the emulator and the user know. */
	corpus: string;
	/** Accepted by TikTok in this run. */
	publishes: Publish[];
	/** Accepted in the same run without drift. */
	usual: { items: INodeExecutionData[]; posts: number };
	/** Whether the drift is in the ID of the post, or took it away. */
	hidesPublishId: boolean;
	/** Elements that the drift took away from a list of the answer. */
	lost: number;
}

const codes = new Set([
	...Object.keys(openApiErrors),
	...Object.keys(businessErrors),
	...Object.keys(ownErrors),
]);
const families = Object.keys(ownErrorFamilies).map((name) => name.split('…')[0]);
const isKnown = (code: string) =>
	codes.has(code) || families.some((family) => code.startsWith(family)) || /^http_\d+$/.test(code);

/** An upload without its file posts nothing: an init may be repeated (open API fact sheet §7.3). */
const isPost = ({ source, complete }: Publish) => source === 'PULL_FROM_URL' || complete;
export const postsAmong = (publishes: Publish[]) => publishes.filter(isPost).length;

/** Words of the machine, which no user understands. */
const machineWords =
	/undefined|\[object|\bNaN\b|\bnull\b|TypeError|Cannot read|is not a function|not iterable/;

/** What is wrong with an error, whatever led to it: nothing that a user could not understand. */
export function unclear(error: RunError): string | undefined {
	const told = error.context?.tiktok as IDataObject | undefined;
	if (!told) return `an error that is not ours: ${error.message}`;
	const code = String(told.code);
	if (code === 'unexpected') return `a defect: ${error.message} ${error.description}`;
	if (!isKnown(code) && !/^(SOMETHING_NEW|text)$/.test(code)) return `the code ${code} is nobody's`;
	return unclearWords(`${error.message} ${error.description ?? ''}`);
}

export const unclearWords = (said: string) =>
	machineWords.test(said) ? `in the machine's words: ${said}` : undefined;

/**
 * What is wrong with an item, whatever it is about.
 * @param corpus every answer as it was sent, and everything that the emulator and the user know
 */
export function nonsenseIn(json: IDataObject, corpus: string): string | undefined {
	const text = JSON.stringify(json);
	if (/undefined|\[object Object\]|"NaN"/.test(text)) return `an item with nonsense: ${text}`;
	const rounded = /[:[,](\d{16,})/.exec(text)?.[1];
	if (rounded) return `an ID that is a number: ${rounded}`;
	// Digits within a hash are no ID.
	const invented = text.match(/\b\d{16,}\b/g)?.find((digits) => !corpus.includes(digits));
	return invented ? `an ID that nobody sent: ${invented}` : undefined;
}

/** What is wrong with the outcome of a run, in a sentence; `undefined` when it is right. */
export function complaint(outcome: Outcome): string | undefined {
	return outcome.error ? aboutError(outcome, outcome.error) : aboutItems(outcome);
}

function aboutError({ publishes, usual, hidesPublishId }: Outcome, error: RunError) {
	const said = unclear(error);
	if (said) return said;
	if (postsAmong(publishes) > usual.posts) return 'posted more often than asked';
	if (!hidesPublishId) {
		const everything = JSON.stringify(error.context?.tiktok);
		const unnamed = publishes
			.filter(isPost)
			.find(({ publishId }) => !everything.includes(publishId));
		if (unnamed) return `the error does not name the post ${unnamed.publishId}`;
	}
	return undefined;
}

function aboutItems({ items, corpus, publishes, usual, lost }: Outcome): string | undefined {
	const nonsense = items.map(({ json }) => nonsenseIn(json, corpus)).find(Boolean);
	if (nonsense) return nonsense;
	if (postsAmong(publishes) > usual.posts) return 'posted more often than asked';
	const whole = items.map(({ json }) => json);
	const claimed = whole.find(({ outcome }) => outcome === 'published');
	if (claimed && publishes.filter(isPost).some(({ state }) => state !== 'PUBLISH_COMPLETE')) {
		return 'an item says "published" of what is not';
	}
	if (publishes.length > 0 && postsAmong(publishes) === 0) {
		return 'a success without the file';
	}
	if (items.length < usual.items.length - lost) {
		return `${items.length} items instead of ${usual.items.length}, and no error`;
	}
	return undefined;
}
