import { inputFailure } from '../errors/ownFailure';

/**
 * A list parameter as clean texts. Users type values one by one, paste them separated by commas or
 * line breaks, or pass an array from an expression.
 * @throws TikTokFailure when an ID came as a number that JavaScript has rounded
 */
export function listOfTexts(value: unknown): string[] {
	const values = Array.isArray(value) ? value : [value];
	return values
		.filter((one) => one !== undefined && one !== null)
		.flatMap((one) => exactText(one).split(/[,\s]+/))
		.filter((text) => text !== '');
}

/** A list of addresses; unlike IDs they may hold commas. */
export function listOfUrls(value: unknown): string[] {
	const values = Array.isArray(value) ? value : [value];
	return values
		.flatMap((one) => String(one ?? '').split(/\s+|,(?=\s*https?:)/))
		.filter((text) => text !== '');
}

/**
 * A value as text. IDs of TikTok are longer than a JavaScript number can hold: one that arrives as a
 * number names something else by now.
 * @throws TikTokFailure
 */
export function exactText(value: unknown): string {
	if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value ?? '').trim();
	throw inputFailure(
		`The ID ${value} came as a number and was rounded on the way.`,
		'Pass it as text: in the node before, keep it in quotes.',
		'rounded_id',
	);
}
