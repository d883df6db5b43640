import type { Problems } from '../errors/problems';
import { refusedInput } from '../errors/ownFailure';
import type { Task } from '../run/perItem';
import { isNothing } from '../run/readValue';
import { warnOfGluedTag } from './gluedTag';
import type { VideoPost } from './videoPost';

/** The caption of one of several files. */
export interface Caption {
	/** How messages call it. */
	label: string;
	/** Empty for none. */
	text: string;
}

/**
 * The captions of several files: one text for all, or a list with one for each. Commas and line
 * breaks belong to a caption, so only a real list, and JSON text of a list of texts, are lists.
 * @throws TikTokFailure when the list does not fit the files: the first problem, unless all are
 * collected
 */
export function readCaptions(
	{ parameters, problems }: Task,
	{ mode }: VideoPost,
	files: number,
): Caption[] {
	// A draft takes none (open API fact sheet §6.2).
	if (mode !== 'DIRECT_POST') return forEach(files, { label: 'Caption', text: '' });
	const list = listOfTexts(parameters.unread('title'), problems);
	if (!list) return forEach(files, { label: 'Caption', text: parameters.text('title') });
	if (list.length !== files) {
		problems.add(
			refused(
				`${list.length} ${list.length === 1 ? 'text' : 'texts'}`,
				`Caption is a list of ${list.length} for ${files} ${files === 1 ? 'file' : 'files'}.`,
			),
		);
	}
	return forEach(files, undefined).map((_, index) => ({
		label: `Caption ${index + 1}`,
		text: list[index] ?? '',
	}));
}

/** The post with its caption. */
export function withCaption(task: Task, declared: VideoPost, { text }: Caption): VideoPost {
	if (isNothing(text)) return declared;
	const body = { ...declared.body, post_info: { ...declared.body.post_info, title: text } };
	warnOfGluedTag(task, body);
	return { ...declared, body };
}

/** `undefined` for what is one text, or nothing. */
function listOfTexts(value: unknown, problems: Problems): string[] | undefined {
	const list = typeof value === 'string' ? listInJson(value) : value;
	if (!Array.isArray(list) || list.length === 0) return undefined;
	return list.map((member: unknown, index) => {
		if (isNothing(member)) return '';
		if (typeof member === 'string' || Number.isFinite(member)) return String(member);
		problems.add(refused(JSON.stringify(member), `Caption ${index + 1} is no text.`));
		return '';
	});
}

/** A caption may begin with a bracket as well. */
function listInJson(text: string): unknown[] | undefined {
	if (!/^\s*\[/.test(text)) return undefined;
	try {
		const list = JSON.parse(text) as unknown[];
		const isOfTexts = list.every((member) => member === null || typeof member === 'string');
		// A gap is a video without caption.
		return isOfTexts ? list : undefined;
	} catch {
		return undefined;
	}
}

function refused(value: string, headline: string) {
	const rule = 'It takes one text for all files, or a list with one for each.';
	return refusedInput({ field: 'Caption', value, rule }, headline, rule);
}

const forEach = <T>(files: number, value: T): T[] => Array.from({ length: files }, () => value);
