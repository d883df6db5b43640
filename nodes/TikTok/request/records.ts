import type { IDataObject } from 'n8n-workflow';
import { ownFailure } from '../errors/ownFailure';
import { isObject } from '../shared/isObject';

/**
 * A list in TikTok's `data`. An answer without it says nothing, and is never taken for an empty list.
 * @throws TikTokFailure
 */
export function listOf(data: IDataObject, key: string): unknown[] {
	const list = data[key];
	if (Array.isArray(list)) return list as unknown[];
	throw changedAnswer(key);
}

/**
 * The records of a list. What is none among them, such as null (open API fact sheet §17b), is left
 * out; a list of nothing else is no answer.
 * @throws TikTokFailure
 */
export function recordsOf(data: IDataObject, key: string): IDataObject[] {
	const list = listOf(data, key);
	const records = list.filter(isObject);
	if (records.length === 0 && list.some((member) => member !== null)) throw changedAnswer(key);
	return records;
}

/**
 * As `recordsOf` of an endpoint that drops what is null, empty lists perhaps (business fact sheet §0).
 * A list of another name is no empty one.
 */
export function recordsIfAny(data: IDataObject, key: string): IDataObject[] {
	const isDropped = data[key] === undefined || data[key] === null;
	return isDropped && !Object.values(data).some(Array.isArray) ? [] : recordsOf(data, key);
}

/**
 * The texts of a list; a list of nothing else is no answer.
 * @throws TikTokFailure
 */
export function textsOf(data: IDataObject, key: string): string[] {
	const list = listOf(data, key);
	const texts = list.filter((member) => typeof member === 'string' && member !== '');
	if (texts.length === 0 && list.length > 0) throw changedAnswer(key);
	return texts as string[];
}

/** @throws TikTokFailure */
export function recordOf(data: IDataObject, key: string): IDataObject {
	const value = data[key];
	if (isObject(value)) return value;
	throw changedAnswer(key);
}

/** A count or a time: a number, or digits as text; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
	const isDigits = typeof value === 'string' && /^\d{1,15}$/.test(value);
	const number = isDigits ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * An ID as text, `undefined` for what TikTok sends in place of one (null, 0, nothing;
 * open API fact sheet §17b): a text of digits, or a number that JavaScript has not rounded.
 */
export function idOf(value: unknown): string | undefined {
	const digits = Number.isSafeInteger(value) ? String(value) : value;
	return typeof digits === 'string' && /^[1-9]\d{0,29}$/.test(digits) ? digits : undefined;
}

const changedAnswer = (key: string) => ownFailure('changed_answer', { values: { key } });
