import type { IBinaryData, IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';
import type { TikTokFailure } from '../errors/failure';
import { inputFailure } from '../errors/ownFailure';
import type { Parameters } from './parameters';

/** The files of the input item, by the names of its binary fields. */

/**
 * The binary field that Input Binary Field names.
 * @throws TikTokFailure
 */
export function chosenField(context: IExecuteSingleFunctions, parameters: Parameters): string {
	const value = parameters.unread('binaryPropertyName');
	const fields = namedFields(context, value, 'Input Binary Field') ?? [
		parameters.text('binaryPropertyName').trim(),
	];
	if (fields.length === 1) return fields[0];
	throw inputFailure(
		`Input Binary Field takes one file, not ${fields.length}.`,
		'Name the field that holds it, or use Upload Many.',
		undefined,
		{ field: 'Input Binary Field', value: fields.join(', '), rule: 'It takes one file.' },
	);
}

/**
 * The binary fields that Input Binary Fields names, each once; all of the item when it is empty.
 * @throws TikTokFailure when the item has no files
 */
export function chosenFields(context: IExecuteSingleFunctions, parameters: Parameters): string[] {
	const value = parameters.unread('binaryPropertyNames');
	const fields =
		namedFields(context, value, 'Input Binary Fields') ?? parameters.list('binaryPropertyNames');
	const chosen = fields.length > 0 ? [...new Set(fields)] : binaryFields(context);
	if (chosen.length > 0) return chosen;
	throw inputFailure(
		'The input item has no files.',
		'Place a node that delivers files before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: give it addresses there.',
		'no_file',
	);
}

/** An expression may yield files instead of the names of their fields; `undefined` for names. */
function namedFields(
	context: IExecuteSingleFunctions,
	value: unknown,
	label: string,
): string[] | undefined {
	const members = Array.isArray(value) ? (value as unknown[]) : [value];
	if (!members.some((one) => typeof one === 'object' && one !== null)) return undefined;
	return members.flatMap((one) => fieldsOf(context, one, label));
}

function fieldsOf(context: IExecuteSingleFunctions, member: unknown, label: string): string[] {
	if (typeof member === 'string') return [member.trim()];
	const binary = inputItem(context).binary ?? {};
	const given = (member ?? {}) as Record<string, unknown>;
	const names = Object.keys(given);
	// What `$binary` yields: the files of the item by name.
	const areFiles = names.every((name) => name in binary && isSameFile(binary[name], given[name]));
	if (names.length > 0 && areFiles) return names;
	const found = Object.keys(binary).find((name) => isSameFile(binary[name], given));
	if (found) return [found];
	throw inputFailure(
		`${label} is an object that is no file of the input item.`,
		noFileAdvice(Object.keys(binary)),
		'no_file',
	);
}

function isSameFile(file: IBinaryData, other: unknown): boolean {
	const { id, data } = (other ?? {}) as Partial<IBinaryData>;
	return file.id ? file.id === id : file.data === data;
}

/** The file in a binary field. @throws TikTokFailure that names the fields there are */
export function findBinary(context: IExecuteSingleFunctions, property: string): IBinaryData {
	try {
		return context.helpers.assertBinaryData(property);
	} catch {
		throw noFile(property, binaryFields(context));
	}
}

/** The name of the file in a binary field, when there is one. */
export function fileNameOf(context: IExecuteSingleFunctions, property: string): string | undefined {
	try {
		return context.helpers.assertBinaryData(property).fileName;
	} catch {
		return undefined;
	}
}

/** Names of all binary fields of the item, in order; of its JSON when n8n keeps files there. */
function binaryFields(context: IExecuteSingleFunctions): string[] {
	const { binary, json } = inputItem(context);
	const combined = Array.isArray(json?._files) ? json._files : [];
	return [...Object.keys(binary ?? {}), ...combined.map((_, index) => `_files[${index}]`)];
}

function noFile(property: string, fields: string[]): TikTokFailure {
	return inputFailure(
		`The input item has no file in the field "${property}".`,
		noFileAdvice(fields),
		'no_file',
		{ field: 'Input Binary Field', value: property, rule: 'It takes the name of a file.' },
	);
}

const noFileAdvice = (fields: string[]) =>
	fields.length > 0
		? `Its files are in: ${fields.join(', ')}. Name one of them in this node.`
		: 'Place a node that delivers a file before this one. Pinned data holds no files: unpin the previous node. As a tool of an agent this operation has no input item: give it an address there.';

function inputItem(context: IExecuteSingleFunctions): Partial<INodeExecutionData> {
	try {
		return context.getInputData() ?? {};
	} catch {
		// As an agent's tool there is no input at all.
		return {};
	}
}
