import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { inputFailure, refusedInput } from '../errors/ownFailure';
import { parseExactJson } from '../request/exactJson';
import { withoutUser } from '../shared/addresses';
import { isObject } from '../shared/isObject';

/**
 * The value of a field, as its own declaration means it. In n8n a value comes from an expression, a
 * model, a stored workflow or a person, in any type: a number as text, a list as JSON, nothing at
 * all. What can be understood without a guess is; anything else is refused, naming field, value and
 * rule. Pure.
 */

/** How messages call a field: its label, without what n8n's linter wants behind it. */
export const labelOf = ({ displayName }: INodeProperties): string =>
	displayName.replace(/ Names? or IDs?$/, '');

/**
 * @returns a text, number, boolean or list of texts, as the field declares; its default for nothing
 * @throws TikTokFailure for what the field cannot mean
 */
export function readValue(field: INodeProperties, value: unknown): unknown {
	if (isNothing(value)) return defaultOf(field, value);
	if (field.type === 'multiOptions') return choices(field, value);
	if (field.typeOptions?.multipleValues) return listOf(field, value);
	const single = singleOf(field, value);
	if (isNothing(single)) return defaultOf(field, single);
	switch (field.type) {
		case 'number':
			return number(field, single);
		case 'boolean':
			return flag(field, single);
		case 'options':
			return choice(field, single);
		default:
			return text(field, single);
	}
}

/**
 * Fields that take no expression decide which others n8n shows: by the time we read them, n8n has
 * hidden those others for a value it does not know.
 */
const decidesOthers = (field: INodeProperties) => Boolean(field.noDataExpression);

function defaultOf(field: INodeProperties, value: unknown): unknown {
	if (decidesOthers(field) && value !== undefined) throw wrong(field, value, ruleOfChoice(field));
	return field.type === 'resourceLocator' ? '' : field.default;
}

/** All values that a field holds, whether it declares a list or one. */
export function listOf(field: INodeProperties, value: unknown): string[] {
	const members = Array.isArray(value) ? value : [value];
	return members.filter((one) => !isNothing(one)).flatMap((one) => textsOf(field, one));
}

/** What expressions yield that yield nothing: no value, an empty text, blanks. */
export function isNothing(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}

/** IDs and addresses are words without blanks; the names of their fields say what they hold. */
export const holdsWords = ({ name, type }: INodeProperties) =>
	(type === 'string' || type === 'resourceLocator') && /(?:Id|Url)s?$/.test(name);
export const holdsFileNames = ({ name }: INodeProperties) => name.startsWith('binaryPropertyName');

/** A list of one is that one; a resource locator is its value. */
function singleOf(field: INodeProperties, value: unknown): unknown {
	const isLocator = field.type === 'resourceLocator' && isObject(value) && 'value' in value;
	const held = isLocator ? value.value : value;
	const isText = field.type === 'resourceLocator' && typeof held === 'string';
	const inner = isText ? held.trim() : held;
	const members = field.type === 'string' && holdsWords(field) ? listOf(field, inner) : inner;
	if (!Array.isArray(members)) return members;
	if (members.length <= 1) return members[0];
	throw wrong(field, value, `It takes one value, not ${members.length}.`);
}

function text(field: INodeProperties, value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return textOfNumber(field, value);
	if (typeof value === 'boolean' && !holdsWords(field)) return String(value);
	throw wrong(field, value, 'It takes a text.');
}

const namesPost = ({ name }: INodeProperties) => name === 'onceKey';

/**
 * IDs are longer than a JavaScript number can hold: one that arrives as a number names something else
 * by now, and two of them may have become the same.
 */
function textOfNumber(field: INodeProperties, value: number): string {
	if (holdsWords(field) && (!Number.isInteger(value) || value < 0)) {
		throw wrong(field, value, 'It takes an ID as text.');
	}
	if (!Number.isFinite(value)) throw wrong(field, value, 'It takes a text.');
	const isId = holdsWords(field) || namesPost(field);
	if (!isId || !Number.isInteger(value) || Number.isSafeInteger(value)) return String(value);
	throw inputFailure(
		`${labelOf(field)}: the ID ${value} came as a number and was rounded on the way.`,
		'Pass it as text: in the node before, keep it in quotes.',
		'rounded_id',
		{ field: labelOf(field), value, rule: 'It takes an ID as text.' },
	);
}

/** Digits, perhaps with a sign or a fraction; nothing that JavaScript alone takes for a number. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

function number(field: INodeProperties, value: unknown): number {
	const found =
		typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : (value as number);
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = field.typeOptions ?? {};
	const isWhole = numberPrecision !== 0 || Number.isSafeInteger(found);
	if (typeof found === 'number' && Number.isFinite(found) && isWhole) {
		if (found >= minValue && found <= maxValue) return found;
	}
	const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
	const range =
		maxValue < Infinity
			? ` from ${minValue} to ${maxValue}`
			: minValue > -Infinity
				? ` of ${minValue} or more`
				: '';
	throw wrong(field, value, `It takes ${kind}${range}.`);
}

const flags: Record<string, boolean> = {
	true: true,
	yes: true,
	on: true,
	1: true,
	false: false,
	no: false,
	off: false,
	0: false,
};

function flag(field: INodeProperties, value: unknown): boolean {
	const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
	if (Object.hasOwn(flags, word)) return flags[word];
	throw wrong(field, value, 'It takes true or false.');
}

const TIKTOK_WORD = /^(?:[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z0-9]+)+)$/;

/** By value or by label; of open lists also a word of TikTok that is new to us. */
function choice(field: INodeProperties, value: unknown): string {
	const given = text(field, value).trim();
	const found = optionsOf(field).find((option) => isCalled(option, given));
	if (found && (found.value === value || !decidesOthers(field))) return String(found.value);
	if (field.typeOptions?.allowArbitraryValues && TIKTOK_WORD.test(given)) return given;
	throw wrong(field, value, ruleOfChoice(field));
}

const optionsOf = ({ options }: INodeProperties) => (options ?? []) as INodePropertyOptions[];

function ruleOfChoice(field: INodeProperties): string {
	const offered = optionsOf(field).map(({ name, value }) => `${name} (${String(value)})`);
	return `It takes one of: ${offered.join(', ')}.`;
}

function isCalled({ name, value }: INodePropertyOptions, given: string): boolean {
	const wanted = given.toLowerCase();
	return String(value).toLowerCase() === wanted || name.toLowerCase() === wanted;
}

const choices = (field: INodeProperties, value: unknown): string[] => [
	...new Set(listOf(field, value).map((one) => choice(field, one))),
];

/** A member may be a list of its own: people paste several values into one box. */
function textsOf(field: INodeProperties, member: unknown): string[] {
	const inner = typeof member === 'string' ? listInJson(member) : member;
	if (Array.isArray(inner)) return listOf(field, inner);
	const words = text(field, inner).split(separatorsOf(field, inner));
	return (field.type === 'multiOptions' ? words.flatMap((one) => namesIn(field, one)) : words)
		.map((one) => one.trim())
		.filter((one) => one !== '');
}

/** Labels have blanks, and blanks separate values. */
const namesIn = (field: INodeProperties, given: string): string[] =>
	optionsOf(field).some((option) => isCalled(option, given.trim())) ? [given] : given.split(/\s/);

/** Lines and commas; between IDs also blanks. A comma or a blank inside an address belongs to it. */
function separatorsOf(field: INodeProperties, given: unknown): RegExp {
	if (holdsFileNames(field) || field.type === 'multiOptions') return /[\r\n,]/;
	return String(given).includes('://') ? /[\r\n]|(?<![\s,])[\s,]+(?=https?:)/i : /[\s,]/;
}

/** Digits stay exact: an ID in a JSON list need not be in quotes. */
function listInJson(given: string): unknown {
	if (!/^\s*\[/.test(given)) return given;
	try {
		return parseExactJson(given);
	} catch {
		return given;
	}
}

const LONGEST_SHOWN = 80;

function wrong(field: INodeProperties, value: unknown, rule: string) {
	const about = { field: labelOf(field), value: shown(value), rule };
	return refusedInput(about, `${about.field} is ${about.value}.`, rule);
}

/** A value as sentences show it, without what may be secret in it. */
export const inSentence = (value: unknown): string =>
	typeof value === 'string' ? shortened(value) : shown(value);

function shown(value: unknown): string {
	if (typeof value !== 'object') {
		return typeof value === 'string' ? shortened(JSON.stringify(value)) : String(value);
	}
	return `${Array.isArray(value) ? 'the list' : 'the object'} ${shortened(JSON.stringify(value))}`;
}

/** The query of an address may hold a signature. */
function shortened(text: string): string {
	const written = withoutUser(text).replace(/:\/\/[^\s"]*/g, (address) => {
		const query = address.indexOf('?');
		return query < 0 ? address : `${address.slice(0, query + 1)}…`;
	});
	return written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
}
