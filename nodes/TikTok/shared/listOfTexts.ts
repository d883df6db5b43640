/**
 * A list parameter as clean texts. Users type values one by one, paste them separated by commas or
 * line breaks, or pass an array from an expression.
 */
export function listOfTexts(value: unknown): string[] {
	const values = Array.isArray(value) ? value : [value];
	return values
		.filter((one) => one !== undefined && one !== null)
		.flatMap((one) => String(one).split(/[,\s]+/))
		.filter((text) => text !== '');
}
